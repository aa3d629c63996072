import { createHash } from 'node:crypto';

import { concatBytes } from '../../../base/bytes.ts';
import { asVaultError } from '../../../base/errors.ts';
import type { Provenance } from '../../../evidence/provenance.ts';
import type { DkimArchivist } from '../../mail/dkim/dkim-archivist.ts';
import { looksLikeMbox, looksLikeMessage } from '../../mail/looks-like-message.ts';
import { largestReadMessage, longestHeader } from '../../../verify/origin/mail/mail-limits.ts';
import { messageKey, MessageTaker } from '../../mail/message-taker.ts';
import type { ItemResult, PreviousState, PullResult, Sink } from '../../source.ts';
import type { TreeFile } from '../file-tree.ts';
import type { Given } from '../given.ts';
import type { ImportContext } from '../import-format.ts';
import { importProvenance } from '../import-source.ts';
import { takeItems, type ItemTaker } from '../take-items.ts';
import { failRefused, takeTreeFile } from '../tree-document.ts';
import { isNamedMail } from './named-mail.ts';
import { memberStream, splitMbox, type MboxMember } from './split-mbox.ts';

export interface MailPull {
  readonly given: Given;
  readonly context: ImportContext;
  readonly dkim: DkimArchivist;
  readonly previous: PreviousState;
  readonly sink: Sink;
  readonly signal: AbortSignal;
}

/** Messages under way at once, and their bytes. */
const lanes = { tasks: 256, bytes: 2 * largestReadMessage };

/** Something with messages in it: the given file, or one of a folder. */
interface MailFile {
  readonly name: string;
  readonly size: number;
  /** Names it among all files that were ever given. */
  readonly key: string;
  readonly head: Uint8Array;
  readonly provenance: Provenance;
  open(): AsyncIterable<Uint8Array>;
}

export async function pullMail(pull: MailPull): Promise<PullResult> {
  const { given, context, sink, signal } = pull;
  const provenance = importProvenance(given, context);
  const reader = new MailReader(pull);
  return takeItems({ sink, signal, lanes }, async (taker) => {
    if (given.tree === undefined) {
      const { name, size, head } = given;
      const key = `file:${given.path.toWellFormed()}`;
      await reader.read(taker, { name, size, head, key, provenance: provenance(), open: () => given.open() });
      return;
    }
    const place = given.kind === 'folder' ? given.path : given.name;
    for (const file of given.tree.files)
      await readTreeFile(reader, taker, file, {
        key: `file:${place.toWellFormed()}/${file.key}`,
        provenance: { ...provenance(), path: file.path },
        sink,
      });
    for (const entry of given.tree.refused) {
      const key = `file:${place.toWellFormed()}/${entry.key}`;
      await taker.take(entry.name, 0, () =>
        failRefused(sink, entry, isNamedMail(entry.path) ? messageKey(key) : key),
      );
    }
  });
}

async function readTreeFile(
  reader: MailReader,
  taker: ItemTaker,
  file: TreeFile,
  { key, provenance, sink }: { readonly key: string; readonly provenance: Provenance; readonly sink: Sink },
): Promise<void> {
  let head: Uint8Array;
  try {
    head = await file.head();
  } catch (thrown) {
    const { code, details } = asVaultError(thrown);
    if (code.startsWith('internal.')) throw thrown;
    await taker.take(file.name, 0, () =>
      sink.failed({ key: messageKey(key), recordKind: 'message', name: file.name, code, details }),
    );
    return;
  }
  const { name, size } = file;
  if (looksLikeMbox(head) || looksLikeMessage(head))
    await reader.read(taker, { name, size, head, key, provenance, open: () => file.open() });
  else await taker.take(name, size, () => takeTreeFile(sink, file, { key, provenance }));
}

/** Reads files of messages and hands the messages over. */
class MailReader {
  readonly #pull: MailPull;
  readonly #messages: MessageTaker;

  constructor(pull: MailPull) {
    this.#pull = pull;
    this.#messages = new MessageTaker(pull);
  }

  async read(taker: ItemTaker, file: MailFile): Promise<void> {
    if (looksLikeMbox(file.head)) return this.#readMbox(taker, file);
    const held = Math.min(file.size, largestReadMessage);
    await taker.take(file.name, held, () => this.#failing(file, () => this.#readMessage(file)));
  }

  async #readMessage(file: MailFile): Promise<ItemResult> {
    const { bytes, sha256, size } = await readUpTo(file.open(), largestReadMessage);
    const { provenance } = file;
    return this.#messages.take({
      sha256,
      size,
      bytes,
      provenance,
      ...(size > bytes.length ? { stream: () => file.open() } : {}),
      ...this.#nameOf(file.key),
    });
  }

  async #readMbox(taker: ItemTaker, file: MailFile): Promise<void> {
    let number = 0;
    try {
      for await (const member of splitMbox(file.open())) {
        number += 1;
        await taker.take(`${file.name} ${String(number)}`, member.bytes.length, () =>
          this.#readMember(file, member),
        );
      }
    } catch (thrown) {
      const { code, details } = asVaultError(thrown);
      if (stops(code)) throw thrown;
      // What stood before the trouble is taken; the file is told as a failed item.
      const failure = { key: messageKey(file.key), recordKind: 'message', name: file.name, code, details };
      await taker.take(file.name, 0, () => this.#pull.sink.failed(failure));
      return;
    }
    const { previous, sink } = this.#pull;
    const failedBefore = previous.find(messageKey(file.key))?.failed !== undefined;
    if (failedBefore) await taker.take(file.name, 0, () => sink.unchanged(messageKey(file.key)));
  }

  #readMember(file: MailFile, member: MboxMember): Promise<ItemResult> {
    const { separator, start, length, quoted, unquoted, sha256, size, bytes, whole } = member;
    return this.#messages.take({
      sha256,
      size,
      bytes,
      // How the bytes stood in the file, so that they can be put back as they were.
      provenance: {
        ...file.provenance,
        mbox: {
          separator: separator.toWellFormed(),
          start,
          length,
          variant: quoted ? 'mboxrd' : 'mboxcl2',
          unquoted: unquoted.count,
          ...(unquoted.count === 0 ? {} : { unquotedLines: [...unquoted.lines] }),
        },
      },
      ...(whole ? {} : { stream: () => memberStream(file.open(), member) }),
    });
  }

  /** The name under which a file had failed before, so that the failure ends with it. */
  #nameOf(key: string): { name?: string } {
    return this.#pull.previous.find(messageKey(key)) === undefined ? {} : { name: key };
  }

  async #failing(file: MailFile, work: () => Promise<ItemResult>): Promise<ItemResult> {
    try {
      return await work();
    } catch (thrown) {
      const { code, details } = asVaultError(thrown);
      if (stops(code)) throw thrown;
      const { key, name } = file;
      return this.#pull.sink.failed({ key: messageKey(key), recordKind: 'message', name, code, details });
    }
  }
}

function stops(code: string): boolean {
  return code.startsWith('internal.') || code.startsWith('storage.') || code.startsWith('access.');
}

/** All bytes if they are no more than `limit`, else their beginning; the digest is of all. */
async function readUpTo(
  pieces: AsyncIterable<Uint8Array>,
  limit: number,
): Promise<{ readonly bytes: Uint8Array; readonly sha256: string; readonly size: number }> {
  const hash = createHash('sha256');
  let kept: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    hash.update(piece);
    size += piece.length;
    if (size <= limit) kept.push(piece);
    else if (kept.length > 0 && size - piece.length <= limit)
      kept = [concatBytes(...kept, piece).slice(0, longestHeader)];
  }
  return { bytes: concatBytes(...kept), sha256: hash.digest('hex'), size };
}
