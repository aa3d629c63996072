import { equalBytes } from '../base/bytes.ts';
import type { HashPort } from '../crypto/hash-port.ts';
import { emptyRoot, hashLength, nodeHash } from './merkle-hash.ts';

export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  readonly leaf: Uint8Array;
  readonly proof: readonly Uint8Array[];
  readonly root: Uint8Array;
}

export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly oldRoot: Uint8Array;
  readonly newSize: number;
  readonly newRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

const isHash = (bytes: Uint8Array): boolean => bytes.length === hashLength;
const isSize = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;
const half = (value: number): number => Math.floor(value / 2);
const isOdd = (value: number): boolean => value % 2 === 1;

/** True if the leaf hash stands at `index` in the tree of that size and root (RFC 9162 section 2.1.3.2). */
export function verifyInclusion(hashes: HashPort, claim: InclusionClaim): boolean {
  const { index, size, leaf, proof, root } = claim;
  if (!isSize(index) || !isSize(size) || index >= size) return false;
  if (!isHash(leaf) || !isHash(root) || !proof.every(isHash)) return false;
  let node = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of proof) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      hash = nodeHash(hashes, sibling, hash);
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      hash = nodeHash(hashes, hash, sibling);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && equalBytes(hash, root);
}

/**
 * True if the tree of `oldSize` begins the tree of `newSize` (RFC 9162 section 2.1.4.2). The empty tree begins every tree,
 * and a tree itself, with an empty proof.
 */
export function verifyConsistency(hashes: HashPort, claim: ConsistencyClaim): boolean {
  const { oldSize, oldRoot, newSize, newRoot, proof } = claim;
  if (!isSize(oldSize) || !isSize(newSize) || oldSize > newSize) return false;
  if (!isHash(oldRoot) || !isHash(newRoot) || !proof.every(isHash)) return false;
  if (oldSize === newSize)
    return (
      proof.length === 0 &&
      equalBytes(oldRoot, newRoot) &&
      (oldSize > 0 || equalBytes(oldRoot, emptyRoot(hashes)))
    );
  if (oldSize === 0) return proof.length === 0 && equalBytes(oldRoot, emptyRoot(hashes));

  let node = oldSize - 1;
  let last = newSize - 1;
  while (isOdd(node)) {
    node = half(node);
    last = half(last);
  }
  // Where the old tree is one perfect subtree, its root begins the path and is not sent.
  const path = node === 0 ? [oldRoot, ...proof] : proof;
  const [first, ...rest] = path;
  if (first === undefined) return false;
  let oldHash = first;
  let newHash = first;
  for (const sibling of rest) {
    if (last === 0) return false;
    if (isOdd(node) || node === last) {
      oldHash = nodeHash(hashes, sibling, oldHash);
      newHash = nodeHash(hashes, sibling, newHash);
      while (!isOdd(node) && node !== 0) {
        node = half(node);
        last = half(last);
      }
    } else {
      newHash = nodeHash(hashes, newHash, sibling);
    }
    node = half(node);
    last = half(last);
  }
  return last === 0 && equalBytes(oldHash, oldRoot) && equalBytes(newHash, newRoot);
}
