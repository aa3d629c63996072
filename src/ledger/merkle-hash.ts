import type { HashPort } from '../crypto/hash-port.ts';

/** Length of every hash in the tree. */
export const hashLength = 32;

const nodeInput = new Uint8Array(1 + 2 * hashLength);
nodeInput[0] = 1;

/** The hash of an interior node: SHA-256(0x01 || left || right) (RFC 6962 section 2.1). */
export function nodeHash(hashes: HashPort, left: Uint8Array, right: Uint8Array): Uint8Array {
  // One buffer for all: hashing is synchronous and keeps no hold of its input.
  nodeInput.set(left, 1);
  nodeInput.set(right, 1 + hashLength);
  return hashes.sha256(nodeInput);
}

/** The root of the tree without leaves: SHA-256 of nothing. */
export function emptyRoot(hashes: HashPort): Uint8Array {
  return hashes.sha256(new Uint8Array(0));
}

/** The largest power of two below `size`, which is at least 2: where RFC 6962 splits a tree. */
export function splitOf(size: number): number {
  let split = 1;
  while (split * 2 < size) split *= 2;
  return split;
}

/** How many perfect subtrees make up a tree of `size` leaves: the ones among its binary digits. */
export function frontierLength(size: number): number {
  let count = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) count += rest % 2;
  return count;
}
