import { encodeHex } from '../../../src/base/bytes.ts';
import { nodeHashes } from '../../../src/platform/node-hashes.ts';
import type { ReplicaTarget, TargetContent } from '../../../src/store/replica/replica-target.ts';

/** A content for a second copy, handed over in pieces of `step` bytes. */
export function contentOf(bytes: Uint8Array, step = 65_536): TargetContent {
  return {
    size: bytes.length,
    sha256: encodeHex(nodeHashes.sha256(bytes)),
    async *open() {
      for (let at = 0; at < bytes.length; at += step) yield Promise.resolve(bytes.slice(at, at + step));
    },
  };
}

/** `length` bytes that differ for each `seed`. */
export function bytesOf(seed: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31 + seed * 17 + (index >> 8)) & 0xff);
}

/** Everything that a file of a target holds; undefined if there is none. */
export async function readAll(
  target: ReplicaTarget,
  name: string,
  range?: { readonly start: number; readonly end: number },
): Promise<Buffer | undefined> {
  const read = await target.read(name, range);
  if (read === undefined) return undefined;
  const pieces: Uint8Array[] = [];
  for await (const piece of read) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Names and lengths, in order of names. */
export async function listAll(target: ReplicaTarget): Promise<(readonly [string, number])[]> {
  const found: (readonly [string, number])[] = [];
  for await (const { name, size } of target.list()) found.push([name, size]);
  return found.sort(([a], [b]) => (a < b ? -1 : 1));
}
