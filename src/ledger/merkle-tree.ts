import { VaultError } from '../base/errors.ts';
import type { HashPort } from '../crypto/hash-port.ts';
import { emptyRoot, hashLength, nodeHash, splitOf } from './merkle-hash.ts';

/**
 * A whole Merkle tree (RFC 6962 section 2.1), every perfect subtree hashed once, so that many proofs cost little. Takes
 * 64 bytes a leaf. It also proves for each smaller tree that it grew from.
 */
export class MerkleTree {
  readonly size: number;
  readonly #hashes: HashPort;
  /** Level k holds the roots of the perfect subtrees of 2^k leaves one after the other. */
  readonly #levels: readonly Uint8Array[];

  /** @param leaves leaf hashes, 32 bytes each; another length throws `format.malformed` */
  constructor(hashes: HashPort, leaves: readonly Uint8Array[]) {
    this.#hashes = hashes;
    this.size = leaves.length;
    let level = new Uint8Array(leaves.length * hashLength);
    leaves.forEach((leaf, index) => {
      if (leaf.length !== hashLength) throw new VaultError('format.malformed', { what: 'leaf-hash' });
      level.set(leaf, index * hashLength);
    });
    const levels = [level];
    for (let count = Math.floor(leaves.length / 2); count > 0; count = Math.floor(count / 2)) {
      const above = new Uint8Array(count * hashLength);
      for (let index = 0; index < count; index += 1)
        above.set(
          nodeHash(hashes, nodeAt(level, 2 * index), nodeAt(level, 2 * index + 1)),
          index * hashLength,
        );
      levels.push(above);
      level = above;
    }
    this.#levels = levels;
  }

  /** The root of the first `size` leaves. Throws `internal.bug` beyond the tree. */
  root(size: number = this.size): Uint8Array {
    this.#check(size, this.size);
    return size === 0 ? emptyRoot(this.#hashes) : this.#range(0, size);
  }

  /**
   * The hashes that lead from leaf `index` to the root of the first `size` leaves, lowest first (RFC 6962 section 2.1.1).
   * Throws `internal.bug` for a leaf beyond that tree.
   */
  inclusionProof(index: number, size: number = this.size): Uint8Array[] {
    this.#check(size, this.size);
    this.#check(index, size - 1);
    const path: Uint8Array[] = [];
    let [low, high] = [0, size];
    while (high - low > 1) {
      const middle = low + splitOf(high - low);
      if (index < middle) {
        path.push(this.#range(middle, high));
        high = middle;
      } else {
        path.push(this.#range(low, middle));
        low = middle;
      }
    }
    return path.reverse();
  }

  /**
   * The hashes that show that the first `oldSize` leaves begin the first `size` (RFC 6962 section 2.1.2); empty for
   * `oldSize` 0 or `size`. Throws `internal.bug` for sizes in the wrong order or beyond the tree.
   */
  consistencyProof(oldSize: number, size: number = this.size): Uint8Array[] {
    this.#check(size, this.size);
    this.#check(oldSize, size);
    if (oldSize === 0) return [];
    const path: Uint8Array[] = [];
    let [low, high] = [0, size];
    while (oldSize < high) {
      const middle = low + splitOf(high - low);
      if (oldSize <= middle) {
        path.push(this.#range(middle, high));
        high = middle;
      } else {
        path.push(this.#range(low, middle));
        low = middle;
      }
    }
    // The old root itself is known to whoever checks; a smaller piece of the old tree is not.
    if (low > 0) path.push(this.#range(low, high));
    return path.reverse();
  }

  /** The hash over leaves `low` to `high` (not included), which is a node of some tree that this one grew from. */
  #range(low: number, high: number): Uint8Array {
    // Perfect subtrees from left to right; each begins at a multiple of its own size.
    const parts: Uint8Array[] = [];
    let at = low;
    while (at < high) {
      let level = 0;
      while (at + 2 ** (level + 1) <= high && at % 2 ** (level + 1) === 0) level += 1;
      parts.push(nodeAt(this.#levels[level] ?? new Uint8Array(0), at / 2 ** level));
      at += 2 ** level;
    }
    const last = parts.pop();
    if (last === undefined) throw new VaultError('internal.bug', { what: 'tree-range' });
    return parts.reduceRight((right, left) => nodeHash(this.#hashes, left, right), last);
  }

  #check(value: number, most: number): void {
    if (!Number.isInteger(value) || value < 0 || value > most)
      throw new VaultError('internal.bug', { what: 'tree-size' });
  }
}

/** A copy, so that no proof keeps the whole level alive. */
function nodeAt(level: Uint8Array, index: number): Uint8Array {
  return level.slice(index * hashLength, (index + 1) * hashLength);
}
