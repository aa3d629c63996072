import type { StatedTime } from '../../evidence/values/times.ts';

/** One file of a tree. */
export interface TreeFile {
  /** From the top of the tree, with `/` between its parts; metadata, never a path of this disk. */
  readonly path: string;
  /** The last part of it. */
  readonly name: string;
  /** Bytes, unpacked. */
  readonly size: number;
  readonly modified?: StatedTime;
  /**
   * The bytes; each call begins anew. What they come to is held against `size` and, in an archive, against its checksum: throws
   * `format.malformed` at the end if they differ, `format.zip-unsafe` for more bytes than announced.
   */
  open(): AsyncIterable<Uint8Array>;
  /** All bytes. Throws `input.too-large` beyond `limit`, and as `open`. */
  read(limit: number): Promise<Uint8Array>;
}

/**
 * The files of a folder or of a zip archive, listed before any is opened. A listing is whole: an archive that is encrypted, that
 * holds names which lead out of it, links, doubles, overlaps or more than fits is refused (`format.zip-unsafe`, `format.encrypted`)
 * before anything is taken from it.
 */
export interface FileTree {
  /** In the order of their paths. */
  readonly files: readonly TreeFile[];
  find(path: string): TreeFile | undefined;
}
