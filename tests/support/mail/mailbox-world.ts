import { afterEach } from 'vitest';

import { systemClock } from '../../../src/base/clock.ts';
import { VaultError } from '../../../src/base/errors.ts';
import { createMailboxSource } from '../../../src/sources/mail/mailbox/mailbox-source.ts';
import type { MailAccount } from '../../../src/sources/mail/mailbox/mail-server.ts';
import type { Source } from '../../../src/sources/source.ts';
import type { RememberingSink } from '../remembering-sink.ts';
import { ImapServer, type ImapServerOptions } from './imap-server.ts';
import { directoryOf } from './signing.ts';

const servers: ImapServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

export async function serverWith(options: ImapServerOptions = {}): Promise<ImapServer> {
  const server = await new ImapServer(options).start();
  servers.push(server);
  return server;
}

interface Asking {
  readonly folders?: readonly string[];
  readonly senders?: readonly string[];
  readonly account?: Partial<MailAccount>;
  readonly ca?: string;
  readonly keys?: ReturnType<typeof directoryOf>;
}

export function mailbox(server: ImapServer, asking: Asking = {}): Source {
  const {
    folders = ['INBOX'],
    senders = ['@college.test'],
    account = {},
    ca,
    keys = directoryOf({}),
  } = asking;
  return createMailboxSource({
    account: {
      host: '127.0.0.1',
      port: server.port,
      security: 'none',
      username: server.username,
      secret: { password: server.password },
      ...account,
    },
    folders,
    senders,
    keys,
    app: 'evidence-vault/test',
    clock: systemClock,
    timeZone: 'Europe/London',
    ...(ca === undefined ? {} : { tls: { ca } }),
  });
}

export const mail = (number: number, from = 'ann@college.test', body = 'Marked.'): string =>
  `From: Ann <${from}>\r\nTo: sam@learner.test\r\nSubject: Unit ${String(number)}\r\nDate: Mon, 5 Jan 2026 10:00:00 +0000\r\nMessage-ID: <m${String(number)}@college.test>\r\n\r\n${body}\r\n`;

/** Subjects of the messages that the sink holds. */
export const subjects = (sink: RememberingSink): string[] =>
  sink
    .list('message/')
    .flatMap(({ name, version }) => (version > 0 ? [name] : []))
    .sort();

export const raws = (sink: RememberingSink): string[] =>
  sink
    .list('message-source/')
    .flatMap(({ key }) => (sink.versions.get(key) ?? []).map(({ bytes }) => bytes.toString('latin1')))
    .sort();

export const codeOf = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'none';
  } catch (thrown) {
    return thrown instanceof VaultError ? thrown.code : 'not ours';
  }
};

export const never = new AbortController().signal;
