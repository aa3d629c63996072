import type { StatedTime } from '../../evidence/values/times.ts';
import type { ContentInput } from '../source.ts';
import type { FileTree } from './file-tree.ts';

/** A file or folder that somebody handed over, looked at once. */
export interface Given {
  /** Absolute, links resolved. For provenance; nothing else is made of it. */
  readonly path: string;
  /** The last part of it, as given. */
  readonly name: string;
  readonly kind: 'file' | 'folder';
  /** Bytes; 0 for a folder. */
  readonly size: number;
  readonly modified: StatedTime;
  /** The first bytes of a file (at most 64 KiB); empty for a folder. */
  readonly head: Uint8Array;
  /** What its first bytes say it is; undefined where they say nothing, and for a folder. */
  readonly mediaType: string | undefined;
  /** What is in a folder or in a zip archive; undefined for another file, and for a document in zip's packaging. */
  readonly tree: FileTree | undefined;
  /** The bytes from the first; a file that changed since it was looked at throws `input.changed-while-reading`. */
  open(): AsyncIterable<Uint8Array>;
  /** All bytes. Throws `input.too-large` beyond `limit`. */
  read(limit: number): Promise<Uint8Array>;
  /** The bytes as a sink takes them. */
  content(): ContentInput;
}
