import { VaultError } from '../base/errors.ts';
import type { HashPort } from '../crypto/hash-port.ts';
import { emptyRoot, frontierLength, hashLength, nodeHash } from './merkle-hash.ts';

/**
 * As much of a Merkle tree as going on needs: the roots of the perfect subtrees from left to right that make up the tree
 * so far. Appending and the root cost a few hashes, however large the tree is.
 */
export class CompactRange {
  readonly #hashes: HashPort;
  #frontier: Uint8Array[];
  #size: number;

  private constructor(hashes: HashPort, size: number, frontier: Uint8Array[]) {
    this.#hashes = hashes;
    this.#size = size;
    this.#frontier = frontier;
  }

  /** The tree without leaves. */
  static empty(hashes: HashPort): CompactRange {
    return new CompactRange(hashes, 0, []);
  }

  /** Goes on from a size and its frontier. Throws `format.malformed` if the two do not fit. */
  static fromFrontier(hashes: HashPort, size: number, frontier: readonly Uint8Array[]): CompactRange {
    const fits =
      Number.isSafeInteger(size) &&
      size >= 0 &&
      frontier.length === frontierLength(size) &&
      frontier.every((node) => node.length === hashLength);
    if (!fits) throw new VaultError('format.malformed', { what: 'frontier' });
    return new CompactRange(hashes, size, [...frontier]);
  }

  /** How many leaves there are. */
  get size(): number {
    return this.#size;
  }

  /** Adds a leaf by its hash, which must not be changed afterwards. Throws `format.malformed` unless it has 32 bytes. */
  append(leafHash: Uint8Array): void {
    if (leafHash.length !== hashLength) throw new VaultError('format.malformed', { what: 'leaf-hash' });
    let node = leafHash;
    // Each one at the end of the size in binary is a subtree as large as the new one: the two become one.
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2) {
      const left = this.#frontier.pop();
      if (left === undefined) throw new VaultError('internal.bug', { what: 'frontier' });
      node = nodeHash(this.#hashes, left, node);
    }
    this.#frontier.push(node);
    this.#size += 1;
  }

  /** The root hash of the tree so far. */
  root(): Uint8Array {
    const last = this.#frontier.at(-1);
    if (last === undefined) return emptyRoot(this.#hashes);
    return this.#frontier
      .slice(0, -1)
      .reduceRight((right, left) => nodeHash(this.#hashes, left, right), last);
  }

  /** The roots of the perfect subtrees, left to right. */
  frontier(): readonly Uint8Array[] {
    return [...this.#frontier];
  }
}
