import { createHash } from 'node:crypto';

import { asVaultError, throwIfCancelled } from '../../../base/errors.ts';
import type { Provenance } from '../../../evidence/provenance.ts';
import { takeItems, type ItemTaker } from '../../imports/take-items.ts';
import type { ItemResult, PreviousState, PullResult, Sink } from '../../source.ts';
import type { DkimArchivist } from '../dkim/dkim-archivist.ts';
import { largestReadMessage, longestHeader } from '../../../verify/origin/mail/mail-limits.ts';
import { messageKey, MessageTaker, sourceKey, type RawMessage } from '../message-taker.ts';
import { isRefusal } from './mail-errors.ts';
import type { ListedMessage, MailSession, OpenFolder } from './mail-session.ts';
import { readMailboxCursor, writeMailboxCursor, type FolderCursor } from './mailbox-cursor.ts';
import type { ChosenFolder } from './chosen-folders.ts';
import { isWanted, type Sender } from './senders.ts';

export interface MailboxPullParts {
  readonly session: MailSession;
  readonly senders: readonly Sender[];
  readonly previous: PreviousState;
  readonly sink: Sink;
  readonly signal: AbortSignal;
  readonly dkim: DkimArchivist;
  readonly provenance: (path: string, uidValidity: string, message: ListedMessage) => Provenance;
}

/** Messages that are asked about at once, and bytes that are asked for at once. */
const batch = { messages: 200, bytes: 32 * 1024 * 1024 };
const lanes = { tasks: 256, bytes: 2 * largestReadMessage };
/** As many new messages are fetched without a look at what is kept already. */
const fewNew = 100;
/** So many UIDs are remembered as missing; beyond that the folder is read again from the first of them. */
const mostMissing = 1_000;

/**
 * One pull of a mailbox. Messages are known by the digest of their bytes, and where they lie is a hint beside it: once a server
 * numbers its messages anew (UIDVALIDITY), they are fetched again and found to be the same.
 */
export class MailboxPull {
  readonly #parts: MailboxPullParts;
  readonly #messages: MessageTaker;
  /** Where messages lie that are kept already; only looked up where much seems new, as after a pull that was cut short. */
  #places: ReadonlySet<string> | undefined;
  /** Names that messages got when they failed at first, by the item of their raw bytes. */
  #otherNames: ReadonlyMap<string, string> | undefined;
  #showsLess = false;

  constructor(parts: MailboxPullParts) {
    this.#parts = parts;
    this.#messages = new MessageTaker(parts);
  }

  async run(folders: readonly ChosenFolder[]): Promise<PullResult> {
    const { previous, sink, signal } = this.#parts;
    const cursor = readMailboxCursor(previous.cursor);
    const { state } = await takeItems({ sink, signal, lanes }, async (taker) => {
      for (const { path, isThere } of folders) {
        throwIfCancelled(signal);
        const before = cursor.get(path);
        if (isThere) cursor.set(path, await this.#readFolder(taker, path, before));
        else {
          await this.#tellLess('folder-missing', before);
          if (before !== undefined) cursor.set(path, { ...before, messages: -1 });
        }
      }
    });
    const next = writeMailboxCursor(cursor);
    if (this.#showsLess) return { state: 'shows-less', code: 'source.shows-less', cursor: next };
    return { state, cursor: next };
  }

  /** A folder that is empty or away all at once is told, and nothing in it is called gone. */
  async #tellLess(reasons: string, before: FolderCursor | undefined): Promise<void> {
    this.#showsLess = true;
    if (before !== undefined && before.messages <= 0) return;
    await this.#parts.sink.alert({ code: 'shows-less', details: { reasons } });
  }

  async #readFolder(taker: ItemTaker, path: string, last: FolderCursor | undefined): Promise<FolderCursor> {
    const { session, senders } = this.#parts;
    const folder = await session.open(path);
    if (folder.messages === 0 && last !== undefined && last.messages !== 0)
      await this.#tellLess('folder-empty', last);
    const before = last?.uidValidity === folder.uidValidity ? last : undefined;
    const through = before?.through ?? 0;
    const fresh = folder.messages === 0 ? [] : await session.search(senders, through + 1);
    const uids = [...(before?.missing ?? []), ...fresh];
    const missing: number[] = [];
    for (let at = 0; at < uids.length; at += batch.messages) {
      throwIfCancelled(this.#parts.signal);
      const listed = await session.list(uids.slice(at, at + batch.messages));
      const wanted = listed.filter(({ senders: from }) => isWanted(senders, from));
      const isKnown = uids.length > fewNew || before === undefined ? this.#placesOf(folder) : () => false;
      await this.#readMessages(
        taker,
        folder,
        wanted.filter(({ uid }) => !isKnown(uid)),
        missing,
      );
    }
    const upTo = Math.max(through, folder.uidNext - 1, ...uids.slice(-1));
    const [first] = missing;
    const isTooMany = first !== undefined && missing.length > mostMissing;
    return {
      uidValidity: folder.uidValidity,
      through: isTooMany ? Math.min(...missing) - 1 : upTo,
      missing: isTooMany ? [] : missing,
      messages: folder.messages,
    };
  }

  /** After a pull that was cut short, or with a cursor that was lost: what was taken then is not fetched again. */
  #placesOf({ path, uidValidity }: OpenFolder): (uid: number) => boolean {
    const places = (this.#places ??= new Set(
      this.#parts.previous
        .list(messageKey(''))
        .filter(({ version, failed }) => version > 0 && failed === undefined)
        .map(({ fingerprint: { folder, uidValidity: validity, uid } = {} }) =>
          JSON.stringify([folder, validity, uid]),
        ),
    ));
    return (uid) => places.has(JSON.stringify([path, uidValidity, uid]));
  }

  async #readMessages(
    taker: ItemTaker,
    folder: OpenFolder,
    listed: readonly ListedMessage[],
    missing: number[],
  ): Promise<void> {
    let group: ListedMessage[] = [];
    let bytes = 0;
    for (const message of listed) {
      if (message.size > largestReadMessage) {
        await this.#takeLarge(taker, folder, message, missing);
        continue;
      }
      if (group.length > 0 && bytes + message.size > batch.bytes) {
        await this.#takeGroup(taker, folder, group, missing);
        group = [];
        bytes = 0;
      }
      group.push(message);
      bytes += message.size;
    }
    await this.#takeGroup(taker, folder, group, missing);
  }

  async #takeGroup(
    taker: ItemTaker,
    folder: OpenFolder,
    group: readonly ListedMessage[],
    missing: number[],
  ): Promise<void> {
    const open = new Map(group.map((message) => [message.uid, message]));
    try {
      for await (const { uid, bytes } of this.#parts.session.sources([...open.keys()])) {
        const message = open.get(uid);
        if (message === undefined) continue;
        open.delete(uid);
        const sha256 = createHash('sha256').update(bytes).digest('hex');
        await this.#take(taker, folder, message, missing, { sha256, size: bytes.length, bytes });
      }
    } catch (thrown) {
      if (!isRefusal(thrown)) throw thrown;
      // One of them cannot be had; each is asked for by itself to find out which.
      if (group.length > 1)
        for (const each of open.values()) await this.#takeGroup(taker, folder, [each], missing);
      else
        for (const each of open.values())
          await this.#fail(taker, folder, each, missing, 'source.item-refused');
    }
  }

  /** One that is too large to be held: read once for its digest, and once more to be kept. */
  async #takeLarge(
    taker: ItemTaker,
    folder: OpenFolder,
    message: ListedMessage,
    missing: number[],
  ): Promise<void> {
    const { session } = this.#parts;
    const hash = createHash('sha256');
    let head: Uint8Array = new Uint8Array(0);
    let size = 0;
    try {
      for await (const piece of session.pieces(message.uid)) {
        if (size === 0) head = piece.slice(0, longestHeader);
        hash.update(piece);
        size += piece.length;
      }
    } catch (thrown) {
      const { code } = asVaultError(thrown);
      if (!isRefusal(thrown) && code !== 'source.download-incomplete') {
        if (code === 'source.item-missing') return;
        throw thrown;
      }
      return this.#fail(taker, folder, message, missing, 'source.item-refused');
    }
    const stream = (): AsyncIterable<Uint8Array> => session.pieces(message.uid);
    const raw = { sha256: hash.digest('hex'), size, bytes: head, stream };
    const taken = Promise.withResolvers<undefined>();
    await this.#take(taker, folder, message, missing, raw, () => {
      taken.resolve(undefined);
    });
    // Nothing else may be asked of the server while it streams.
    await taken.promise;
  }

  async #take(
    taker: ItemTaker,
    folder: OpenFolder,
    message: ListedMessage,
    missing: number[],
    raw: Pick<RawMessage, 'sha256' | 'size' | 'bytes' | 'stream'>,
    done: () => void = () => undefined,
  ): Promise<void> {
    const { path, uidValidity } = folder;
    const name = this.#nameOf(folder, message, raw.sha256);
    const taking = async (): Promise<ItemResult> => {
      try {
        const result = await this.#messages.take({
          ...raw,
          provenance: this.#parts.provenance(path, uidValidity, message),
          fingerprint: { folder: path, uidValidity, uid: message.uid },
          ...(name === undefined ? {} : { name }),
        });
        if (result.outcome === 'failed') missing.push(message.uid);
        return result;
      } finally {
        done();
      }
    };
    await taker.take(path, raw.bytes.length, taking);
  }

  async #fail(
    taker: ItemTaker,
    folder: OpenFolder,
    message: ListedMessage,
    missing: number[],
    code: 'source.item-refused',
  ): Promise<void> {
    missing.push(message.uid);
    const name = (message.subject ?? 'E-mail').toWellFormed();
    const key = messageKey(placeName(folder, message.uid));
    await taker.take(folder.path, 0, () =>
      this.#parts.sink.failed({ key, recordKind: 'message', name, code }),
    );
  }

  /** A message that failed before it could be read has the name of its place, and keeps it for good. */
  #nameOf(folder: OpenFolder, { uid }: ListedMessage, sha256: string): string | undefined {
    const { previous, sink } = this.#parts;
    if ((previous.find(messageKey(sha256))?.version ?? 0) > 0) return undefined;
    const name = placeName(folder, uid);
    if (previous.find(messageKey(name)) !== undefined) return name;
    const others = (this.#otherNames ??= new Map(
      previous.list(messageKey('uid:')).flatMap(({ key, record }): [string, string][] => {
        const source = record?.raw;
        return typeof source === 'string' ? [[source, key.slice(messageKey('').length)]] : [];
      }),
    ));
    return others.get(sink.idOf(sourceKey(sha256)));
  }
}

function placeName({ path, uidValidity }: OpenFolder, uid: number): string {
  return `uid:${encodeURIComponent(path.toWellFormed())}/${uidValidity}/${String(uid)}`;
}
