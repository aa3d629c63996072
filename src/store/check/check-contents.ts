import { equalBytes, parseBase64 } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import { readEntryFields, type EntryOf } from '../../ledger/kinds/entry-kinds.ts';
import type { LedgerFiles } from '../ledger-files/ledger-files.ts';
import type { BlobProblem } from './blob-presence.ts';
import type { CheckCursor } from './check-result.ts';
import type { BadBlob, ContentToVerify } from './verify-content.ts';

/** Contents in the hands of threads at a time: one each, and one that waits. */
const atOnce = 4;

/** What is asked about the contents that a ledger names. */
export interface ContentCheck {
  readonly ledger: LedgerFiles;
  /** Blob files that are missing or have a wrong length. */
  readonly problems: ReadonlyMap<string, BlobProblem>;
  /** Looks into a content; undefined where only presence is asked. */
  readonly verify: ((content: ContentToVerify) => Promise<readonly BadBlob[]>) | undefined;
  readonly resumeFrom: CheckCursor | undefined;
  /** By names of blob files: the content that each was just opened as, all of it. These are not read again. */
  readonly opened: ReadonlyMap<string, ContentToVerify> | undefined;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: (done: number) => void;
}

export interface CheckedContents {
  /** Blob files that some content needs and has not: a content that was stored again since has them all. */
  readonly bad: ReadonlyMap<string, BlobProblem>;
  /** Where to go on, if it was stopped. */
  readonly next: CheckCursor | undefined;
}

interface Located {
  readonly log: string;
  readonly index: number;
  readonly content: ContentToVerify;
}

/** Looks into every content of a ledger, in the order of its entries. */
export async function checkContents(check: ContentCheck): Promise<CheckedContents> {
  return new ContentRun(check).run();
}

class ContentRun {
  readonly #check: ContentCheck;
  /** Contents that are whole, by plaintext id. */
  readonly #good = new Set<string>();
  readonly #bad: { readonly plaintextId: string; readonly blobs: readonly BadBlob[] }[] = [];
  readonly #corrupt: Set<string>;
  readonly #running = new Map<Located, Promise<void>>();
  #done = 0;

  constructor(check: ContentCheck) {
    this.#check = check;
    this.#corrupt = new Set(check.resumeFrom?.corrupt);
  }

  async run(): Promise<CheckedContents> {
    const { verify } = this.#check;
    let stopped: Located | undefined;
    for await (const located of contentsOf(this.#check.ledger)) {
      if (this.#check.signal?.aborted === true) {
        stopped = located;
        break;
      }
      const known = this.#knownBad(located.content);
      if (known.length > 0) this.#bad.push({ plaintextId: located.content.plaintextId, blobs: known });
      else if (verify === undefined || this.#wasVerified(located) || this.#wasOpened(located.content))
        this.#good.add(located.content.plaintextId);
      else await this.#begin(located, verify);
    }
    await Promise.all(this.#running.values());
    // Whatever was given up in the middle is looked into again.
    const first = [...this.#running.keys()][0] ?? stopped;
    const next =
      first === undefined ? undefined : { log: first.log, index: first.index, corrupt: [...this.#corrupt] };
    return { bad: this.#needed(), next };
  }

  #wasVerified({ log, index }: Located): boolean {
    const from = this.#check.resumeFrom;
    return from !== undefined && (log < from.log || (log === from.log && index < from.index));
  }

  #wasOpened({ size, sha256, plaintextId, parts }: ContentToVerify): boolean {
    const [part, ...others] = parts;
    if (part === undefined || others.length > 0) return false;
    const opened = this.#check.opened?.get(part.file);
    return (
      opened?.plaintextId === plaintextId &&
      opened.sha256 === sha256 &&
      opened.size === size &&
      opened.parts.length === 1 &&
      opened.parts.every(({ key }) => equalBytes(key, part.key))
    );
  }

  #knownBad({ parts }: ContentToVerify): BadBlob[] {
    return parts.flatMap(({ file }) => {
      const code =
        this.#check.problems.get(file) ?? (this.#corrupt.has(file) ? 'integrity.blob-corrupt' : undefined);
      return code === undefined ? [] : [{ file, code }];
    });
  }

  async #begin(
    located: Located,
    verify: (content: ContentToVerify) => Promise<readonly BadBlob[]>,
  ): Promise<void> {
    const verified = this.#verify(located, verify);
    // An error is met where the running ones are waited for, which may not be now.
    verified.catch(() => undefined);
    this.#running.set(located, verified);
    if (this.#running.size >= atOnce) await Promise.race(this.#running.values());
  }

  async #verify(
    located: Located,
    verify: (content: ContentToVerify) => Promise<readonly BadBlob[]>,
  ): Promise<void> {
    const { plaintextId } = located.content;
    try {
      const blobs = await verify(located.content);
      if (blobs.length === 0) this.#good.add(plaintextId);
      else this.#bad.push({ plaintextId, blobs });
      for (const { file } of blobs) this.#corrupt.add(file);
      this.#running.delete(located);
      this.#done += 1;
      this.#check.onProgress(this.#done);
    } catch (error) {
      // What was stopped stays among what is unfinished.
      if (!(error instanceof VaultError) || error.code !== 'internal.cancelled') throw error;
    }
  }

  /** Bad files without those that only belong to contents which were stored again since. */
  #needed(): Map<string, BlobProblem> {
    const bad = new Map(this.#check.problems);
    for (const { plaintextId, blobs } of this.#bad)
      if (this.#good.has(plaintextId)) for (const { file } of blobs) bad.delete(file);
    for (const { plaintextId, blobs } of this.#bad)
      if (!this.#good.has(plaintextId)) for (const { file, code } of blobs) bad.set(file, code);
    return bad;
  }
}

/** The contents that a ledger names and can still say what they are, in the order of its entries. Throws `storage.*`. */
export async function* contentsOf(ledger: LedgerFiles): AsyncGenerator<Located> {
  for (const log of ledger.logs())
    for await (const entry of ledger.entries({ log })) {
      if (!entry.readable) continue;
      const read = readEntryFields(entry.fields);
      if (read.known && read.entry.kind === 'blob-stored')
        yield { log, index: entry.index, content: contentOf(read.entry) };
    }
}

function contentOf({ size, plaintext, sha256, parts }: EntryOf<'blob-stored'>): ContentToVerify {
  return {
    size,
    sha256,
    plaintextId: plaintext,
    parts: parts.map(({ shelf, file, sealedSize, key }) => ({
      shelf,
      file,
      sealedSize,
      key: parseBase64(key),
    })),
  };
}
