import { systemClock } from '../../../../src/base/clock.ts';
import { createMailboxSource } from '../../../../src/sources/mail/mailbox/mailbox-source.ts';
import { appName, timeZoneHere } from '../../../../src/vault/app.ts';
import { connectMailbox } from '../../../../src/vault/connectors/mailbox.ts';
import { pullSource } from '../../../../src/vault/sync.ts';
import { ImapServer } from '../../../support/mail/imap-server.ts';
import { directoryOf, marked, signed, type TestKey } from '../../../support/mail/signing.ts';
import { noStop } from '../../../support/vault/vault-world.ts';
import { askedServer } from './asked-server.ts';
import { messageFiles, mailKeys, signingKey } from './mail-messages.ts';
import type { SourceFixture } from './source-fixture.ts';

/** Commands as the contract's log of requests. */
function logOf(server: ImapServer) {
  const entries: { line: string }[] = [];
  const log = {
    entries,
    mostAtOnce: 1,
    count: () => entries.length,
    clear: () => {
      entries.length = 0;
    },
    begin: (entry: { line: string }) => {
      entries.push(entry);
      return () => undefined;
    },
  };
  server.onCommand = (line) => {
    log.begin({ line: line.replace(/^(LOGIN|AUTHENTICATE \S+).*/i, '$1') });
  };
  return log;
}

export const mailboxFixture: SourceFixture = {
  stops: 5,
  start: async () => {
    const server = new ImapServer();
    for (const raw of messageFiles) server.put('INBOX', raw);
    const key: TestKey = signingKey;
    server.put('College', await signed(marked, key));
    await server.start();
    const folders = ['INBOX', 'College'];
    const senders = ['@college.test'];
    const account = {
      host: '127.0.0.1',
      port: server.port,
      security: 'none' as const,
      username: server.username,
      secret: { password: server.password },
    };
    const asked = askedServer({
      requests: logOf(server),
      die: () => server.close(),
      revive: async () => {
        await server.start();
      },
      fail: (_status, times) => {
        server.refusing = times;
      },
    });
    return {
      secrets: [server.password],
      methods: ['imap'],
      snapshot: async () => {
        const stored = [...server.folders].map(([path, { uidValidity, messages }]) => [
          path,
          uidValidity,
          messages.map(({ uid, raw }) => [uid, raw.toString('base64')]),
        ]);
        return Promise.resolve(JSON.stringify(stored));
      },
      connect: async (vault) => {
        await connectMailbox(vault, { ...account, folders, senders }, { signal: noStop() });
      },
      pull: (vault, options) => {
        const row = vault.index.sources.list().find(({ type }) => type === 'mailbox');
        if (row === undefined) throw new Error('not connected');
        const source = createMailboxSource({
          account,
          folders,
          senders,
          keys: directoryOf({ 'k1._domainkey.college.test': key.record }),
          app: appName,
          clock: systemClock,
          timeZone: timeZoneHere(),
        });
        return pullSource(vault, row, source, options);
      },
      changeOne: async () => {
        const raw = 'From: ann@college.test\r\nSubject: Another\r\n\r\nOne more thing.\r\n';
        server.put('INBOX', raw);
        return Promise.resolve({ changed: [], added: mailKeys(raw) });
      },
      breakOne: async () => {
        const broken = server.folders.get('INBOX')?.messages[0];
        if (broken === undefined) throw new Error('no message');
        broken.refused = true;
        return Promise.resolve({
          key: 'message/uid:INBOX/1000/1',
          code: 'source.item-refused',
          alongside: mailKeys(broken.raw.toString('latin1')),
          mend: async () => {
            broken.refused = false;
            return Promise.resolve();
          },
        });
      },
      fallSilent: async () => {
        server.folders.get('INBOX')?.messages.splice(0);
        server.folders.delete('College');
        return Promise.resolve();
      },
      server: {
        ...asked,
        asks: /^(?:CAPABILITY|ID|LOGIN|AUTHENTICATE|LIST|LSUB|EXAMINE|UID SEARCH|UID FETCH|LOGOUT)\b/,
        saysWhenToComeBack: false,
      },
      end: () => server.close(),
    };
  },
};
