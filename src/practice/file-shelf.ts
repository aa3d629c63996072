import type { ListedFile } from './listed-files.ts';
import { findFilePath } from './listed-files.ts';
import type { Recordings } from './recordings.ts';
import { findSubstitutedRow, makeSubstitute } from './substitutes.ts';

interface FileContent {
  readonly bytes: Buffer;
  /** Lower-case hex; the ETag of stored files. */
  readonly sha1: string;
}

/** A file that the site would hand out now. */
export interface ShelvedFile {
  readonly path: string;
  readonly name: string;
  /** The Content-Type. */
  readonly type: string;
  /** Made on the fly, so without ETag and ranges. */
  readonly generated: boolean;
  content(): FileContent;
  /** What the real site answered instead once it had lost the bytes; undefined for files it never lost. */
  readonly loss: { readonly etag: string; body(): Buffer } | undefined;
}

/** When the recorded site was filled, for files that no answer lists. */
const siteFilled = 1_795_293_811;

/** The files of the site by path, with what happened to them since. */
export class FileShelf {
  readonly #recordings: Recordings;
  readonly #files = new Map<string, ShelvedFile>();
  readonly #modified = new Map<string, number>();
  readonly #removed = new Set<string>();

  constructor(recordings: Recordings) {
    this.#recordings = recordings;
    for (const [address, recorded] of recordings.files) {
      const path = findFilePath(address);
      if (path === undefined || !recorded.ok) continue;
      const kept = (): Buffer => recordings.fileBytes(recorded.sha1);
      const row = findSubstitutedRow(path);
      this.#files.set(path, {
        path,
        name: lastPart(path),
        type: row?.type ?? recorded.type,
        generated: recorded.etag === '',
        content: () => (row === undefined ? { bytes: kept(), sha1: recorded.sha1 } : makeSubstitute(row)),
        loss: row?.why === 'unreadable' ? { etag: recorded.etag, body: kept } : undefined,
      });
    }
  }

  find(path: string): ShelvedFile | undefined {
    return this.#removed.has(path) ? undefined : this.#files.get(path);
  }

  /** Seconds since 1970. */
  modified(path: string): number {
    return this.#modified.get(path) ?? siteFilled;
  }

  remove(path: string): void {
    this.#removed.add(path);
  }

  /** Puts kept bytes (by SHA-1) at `path`, over what was there. */
  put(path: string, sha1: string, type: string): void {
    this.#removed.delete(path);
    this.#files.set(path, {
      path,
      name: lastPart(path),
      type,
      generated: false,
      content: () => ({ bytes: this.#recordings.fileBytes(sha1), sha1 }),
      loss: undefined,
    });
  }

  /** Takes over what an answer says about its files: that they are there, and when they changed. */
  noteListed(files: readonly ListedFile[]): void {
    for (const { path, modified } of files) {
      this.#removed.delete(path);
      this.#modified.set(path, modified);
    }
  }
}

function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
