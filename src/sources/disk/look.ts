import type { BigIntStats } from 'node:fs';

import type { JsonObject } from '../../base/json.ts';

type LookKind = 'file' | 'folder' | 'symlink' | 'pipe' | 'socket' | 'device' | 'other';

/** What the system says of something without opening it. Times are nanoseconds since 1970. */
export interface Look {
  readonly kind: LookKind;
  readonly size: number;
  readonly mtimeNs: bigint;
  readonly ctimeNs: bigint;
  readonly birthtimeNs: bigint;
  readonly inode: bigint;
  readonly device: bigint;
  /** Blocks of 512 bytes that its contents take up here. */
  readonly blocks: bigint;
}

export function lookFrom(stats: BigIntStats): Look {
  return {
    kind: kindOf(stats),
    size: Number(stats.size),
    mtimeNs: stats.mtimeNs,
    ctimeNs: stats.ctimeNs,
    birthtimeNs: stats.birthtimeNs,
    inode: stats.ino,
    device: stats.dev,
    blocks: stats.blocks,
  };
}

function kindOf(stats: BigIntStats): LookKind {
  if (stats.isFile()) return 'file';
  if (stats.isDirectory()) return 'folder';
  if (stats.isSymbolicLink()) return 'symlink';
  if (stats.isFIFO()) return 'pipe';
  if (stats.isSocket()) return 'socket';
  if (stats.isBlockDevice() || stats.isCharacterDevice()) return 'device';
  return 'other';
}

/**
 * What is remembered of a file to notice a change without reading it. The time of the last change of its entry (ctime) is in
 * it, because a program can put the other time back.
 */
export function fingerprintOf(look: Look): JsonObject {
  return {
    size: look.size,
    mtimeNs: look.mtimeNs.toString(),
    ctimeNs: look.ctimeNs.toString(),
    inode: look.inode.toString(),
  };
}

/** True if a file still looks exactly as it was remembered. */
export function isAsRemembered(look: Look, remembered: JsonObject | undefined): boolean {
  if (remembered === undefined) return false;
  return (
    look.size === remembered.size &&
    look.mtimeNs.toString() === remembered.mtimeNs &&
    look.ctimeNs.toString() === remembered.ctimeNs &&
    look.inode.toString() === remembered.inode
  );
}

/** True if two looks, or a look and an open file, saw the same file in the same state. */
export function areAlike(a: Look, b: Look): boolean {
  return (
    a.kind === b.kind &&
    a.size === b.size &&
    a.mtimeNs === b.mtimeNs &&
    a.ctimeNs === b.ctimeNs &&
    a.inode === b.inode &&
    a.device === b.device
  );
}
