import { ImapFlow, type FetchMessageObject } from 'imapflow';

import { throwIfCancelled, VaultError } from '../../../base/errors.ts';
import type { Certificate } from '../../../evidence/provenance.ts';
import { certificateChain } from '../../http/certificates.ts';
import { largestReadMessage } from '../../../verify/origin/mail/mail-limits.ts';
import { mailError } from './mail-errors.ts';
import {
  mailPatience,
  settledAccount,
  tlsOptions,
  type MailAccount,
  type MailServerOptions,
} from './mail-server.ts';
import { searchFor, type Sender } from './senders.ts';

export interface MailFolder {
  readonly path: string;
  /** `\Inbox`, `\All`, `\Sent`, `\Junk`, …: RFC 6154. */
  readonly use?: string;
}

export interface OpenFolder {
  readonly path: string;
  readonly uidValidity: string;
  /** UIDs of all messages are below it. */
  readonly uidNext: number;
  readonly messages: number;
}

/** What the server says of a message. */
export interface ListedMessage {
  readonly uid: number;
  readonly size: number;
  readonly senders: readonly string[];
  readonly from: string | undefined;
  readonly subject: string | undefined;
  readonly date: string | undefined;
  /** When the server got it, ISO 8601. */
  readonly received: string | undefined;
}

/** Bytes that are asked for at once of a large message. */
const pieceLength = 4 * 1024 * 1024;

/**
 * One signed-in connection to a mail server, for reading alone: folders are opened by EXAMINE, bytes are asked for by BODY.PEEK, and
 * nothing here sets a flag, moves or deletes.
 */
export class MailSession {
  readonly #client: ImapFlow;
  readonly certificates: readonly Certificate[];

  constructor(client: ImapFlow, certificates: readonly Certificate[]) {
    this.#client = client;
    this.certificates = certificates;
  }

  /** Folders that can be opened. */
  async folders(): Promise<MailFolder[]> {
    const listed = await this.#client.list();
    return listed
      .filter(({ flags }) => !flags.has('\\Noselect') && !flags.has('\\NonExistent'))
      .map(({ path, specialUse }) => ({ path, ...(specialUse === undefined ? {} : { use: specialUse }) }));
  }

  async open(path: string): Promise<OpenFolder> {
    const { uidValidity, uidNext, exists } = await this.#client.mailboxOpen(path, { readOnly: true });
    // Servers of the old kind do not say what number comes next, whatever the library's types promise.
    const next = Number.isSafeInteger(uidNext) ? uidNext : 1;
    return { path, uidValidity: uidValidity.toString(), uidNext: next, messages: exists };
  }

  /** UIDs from `from` on, of messages that may be by these senders; of all, without senders. Ascending. */
  async search(senders: readonly Sender[], from: number): Promise<number[]> {
    const found = new Set<number>();
    for (const query of senders.length === 0 ? [{}] : senders.map(searchFor)) {
      const uids = await this.#client.search({ ...query, uid: `${String(from)}:*` }, { uid: true });
      if (!Array.isArray(uids)) throw new VaultError('source.protocol', { reason: 'search' });
      // `5:*` means the last message too if its number is lower.
      for (const uid of uids) if (uid >= from) found.add(uid);
    }
    return [...found].sort((a, b) => a - b);
  }

  /** Those of the messages that are still there. */
  async list(uids: readonly number[]): Promise<ListedMessage[]> {
    if (uids.length === 0) return [];
    const query = { uid: true, size: true, envelope: true, internalDate: true };
    const listed: ListedMessage[] = [];
    for await (const message of this.#client.fetch(uids.join(','), query, { uid: true }))
      listed.push(asListed(message));
    return listed.sort((a, b) => a.uid - b.uid);
  }

  /** The raw bytes of messages, one after the other; nothing else may be asked meanwhile. */
  async *sources(
    uids: readonly number[],
  ): AsyncGenerator<{ uid: number; bytes: Uint8Array }, void, undefined> {
    if (uids.length === 0) return;
    const query = { uid: true, source: true };
    for await (const { uid, source } of this.#client.fetch(uids.join(','), query, { uid: true }))
      if (source !== undefined) yield { uid, bytes: source };
  }

  /** The raw bytes of one message, a piece at a time. */
  async *pieces(uid: number): AsyncGenerator<Uint8Array, void, undefined> {
    for (let start = 0; ; start += pieceLength) {
      const query = { uid: true, source: { start, maxLength: pieceLength } };
      const message = await this.#client.fetchOne(String(uid), query, { uid: true });
      const source = message === false ? undefined : message?.source;
      if (source === undefined) {
        if (start === 0) throw new VaultError('source.item-missing');
        throw new VaultError('source.download-incomplete');
      }
      if (source.length > 0) yield source;
      if (source.length < pieceLength) return;
    }
  }
}

function asListed({ uid, size = 0, envelope, internalDate }: FetchMessageObject): ListedMessage {
  const from = envelope?.from ?? [];
  const [first] = from;
  return {
    uid,
    size,
    senders: from.flatMap(({ address }) => (address === undefined ? [] : [address.toLowerCase()])),
    from: first === undefined ? undefined : [first.name, first.address].filter(Boolean).join(' '),
    subject: envelope?.subject,
    date: isoOf(envelope?.date),
    received: isoOf(internalDate),
  };
}

function isoOf(date: Date | string | undefined): string | undefined {
  const time = date === undefined ? Number.NaN : new Date(date).getTime();
  return Number.isNaN(time) ? undefined : new Date(time).toISOString();
}

/**
 * Connects, signs in, works and signs out. Throws `source.unreachable`, `source.timeout`, `source.certificate-broken`,
 * `source.refused` (no encryption to be had), `source.login-refused` or `source.login-expired`, `source.protocol`, `internal.cancelled`.
 */
export async function withMailSession<Result>(
  account: MailAccount,
  options: MailServerOptions,
  stage: 'connecting' | 'pulling',
  signal: AbortSignal,
  work: (session: MailSession) => Promise<Result>,
): Promise<Result> {
  throwIfCancelled(signal);
  const { host, port, security, username, secret } = settledAccount(account);
  let certificates: readonly Certificate[] = [];
  const [name, version] = options.app.split('/');
  const client = new ImapFlow({
    host,
    port,
    secure: security === 'tls',
    ...(security === 'tls' ? {} : { doSTARTTLS: security === 'starttls' }),
    auth: {
      user: username,
      ...('token' in secret ? { accessToken: secret.token } : { pass: secret.password }),
    },
    // The library would name its own maker beside it.
    clientInfo: {
      name: name ?? options.app,
      vendor: false,
      'support-url': false,
      ...(version === undefined ? {} : { version }),
    },
    tls: tlsOptions(
      options,
      (chain) => {
        certificates = chain;
      },
      certificateChain,
    ),
    logger: false,
    disableAutoIdle: true,
    disableAutoEnable: true,
    disableCompression: true,
    connectionTimeout: mailPatience.connection,
    greetingTimeout: mailPatience.greeting,
    socketTimeout: mailPatience.silence,
    maxLineLength: 8 * 1024 * 1024,
    maxLiteralSize: largestReadMessage + 1_048_576,
    maxResponseSize: 2 * largestReadMessage,
  });
  let broken: unknown;
  client.on('error', (error: unknown) => {
    broken ??= error;
  });
  const stop = (): void => {
    client.close();
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    await client.connect();
    const result = await work(new MailSession(client, certificates));
    throwIfCancelled(signal);
    await client.logout().catch((error: unknown) => {
      broken ??= error;
    });
    return result;
  } catch (thrown) {
    throw mailError(thrown instanceof VaultError ? thrown : (broken ?? thrown), stage, signal);
  } finally {
    signal.removeEventListener('abort', stop);
    client.close();
  }
}
