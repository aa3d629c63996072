import type { ErrorCode } from '../../base/error-codes.ts';
import type { ErrorDetails } from '../../base/errors.ts';
import type { StatedTime } from '../../evidence/values/times.ts';
import type { ContentInput } from '../source.ts';

/** A name in a tree, which is metadata and never a path of this disk. */
export interface TreeName {
  /** Names it among all of the tree: well-formed text, the same each time the tree is read. */
  readonly key: string;
  /** From the top of the tree, with `/` between its parts. */
  readonly path: string;
  /** The path's true bytes in base64, where text cannot say them. */
  readonly pathBytes?: string;
  /** The last part of the path. */
  readonly name: string;
}

/** One file of a tree. */
export interface TreeFile extends TreeName {
  /** Bytes, unpacked. */
  readonly size: number;
  readonly modified?: StatedTime;
  /**
   * The bytes; each call begins anew. What they come to is held against `size` and, in an archive, against its checksum: throws
   * `format.malformed` if they differ, `format.zip-unsafe` for more bytes than announced, `format.unknown` for a member that
   * is packed in a way which is not known here, `input.*` for what the disk refuses.
   */
  open(): AsyncIterable<Uint8Array>;
  /** All bytes. Throws `input.too-large` beyond `limit`, and as `open`. */
  read(limit: number): Promise<Uint8Array>;
  /** The first bytes, at most 16,384; not held against anything. Throws as `open`. */
  head(): Promise<Uint8Array>;
  /** The bytes as a sink takes them. */
  content(): ContentInput;
}

/** Something in a folder that cannot be taken: a link, a pipe, what the system does not let us look at. */
export interface RefusedEntry extends TreeName {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
}

/**
 * The files of a folder or of a zip archive, listed before any is opened. A listing is whole: an archive that is encrypted, that
 * holds names which lead out of it, links, doubles, overlaps or more than fits is refused (`format.zip-unsafe`, `format.encrypted`,
 * `input.too-large`) before anything is taken from it.
 */
export interface FileTree {
  /** In the order of their paths. */
  readonly files: readonly TreeFile[];
  /** Always empty for an archive. */
  readonly refused: readonly RefusedEntry[];
  /** The file of exactly this path. */
  find(path: string): TreeFile | undefined;
}

/** A tree of these files. */
export function fileTree(files: readonly TreeFile[], refused: readonly RefusedEntry[] = []): FileTree {
  const sorted = [...files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const byPath = new Map(sorted.map((file) => [file.path, file]));
  return { files: sorted, refused, find: (path) => byPath.get(path) };
}

/** The last part of a path. */
export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
