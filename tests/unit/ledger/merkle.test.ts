import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { concatBytes, encodeHex, parseHex } from '../../../src/base/bytes.ts';
import { CompactRange } from '../../../src/ledger/compact-range.ts';
import { emptyRoot } from '../../../src/ledger/merkle-hash.ts';
import {
  verifyConsistency,
  verifyInclusion,
  type ConsistencyClaim,
  type InclusionClaim,
} from '../../../src/ledger/merkle-proof.ts';
import { MerkleTree } from '../../../src/ledger/merkle-tree.ts';
import { nodeHashes as hashes } from '../../../src/platform/node-hashes.ts';
import { flipBit } from './arbitraries.ts';
import { treePath, treeRoot, treeSubproof } from './reference-format.ts';

// The inputs, roots and proofs that certificate transparency's implementations have tested with since RFC 6962.
const inputs = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const roots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];
const knownPaths = [
  { index: 0, size: 1, proof: [] },
  {
    index: 0,
    size: 8,
    proof: [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  },
  {
    index: 5,
    size: 8,
    proof: [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  },
  { index: 2, size: 3, proof: ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'] },
  {
    index: 1,
    size: 5,
    proof: [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  },
];
const knownConsistency = [
  { oldSize: 1, newSize: 1, proof: [] },
  {
    oldSize: 1,
    newSize: 8,
    proof: [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  },
  {
    oldSize: 6,
    newSize: 8,
    proof: [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  },
  {
    oldSize: 2,
    newSize: 5,
    proof: [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  },
  {
    oldSize: 6,
    newSize: 7,
    proof: [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  },
];

/** RFC 6962 section 2.1: of a leaf that is its data. Entries are no such leaves. */
const leafHashOfData = (data: Uint8Array): Uint8Array => hashes.sha256(concatBytes(Uint8Array.of(0), data));
const known = inputs.map((input) => leafHashOfData(parseHex(input)));
const leavesOf = (size: number): Uint8Array[] =>
  Array.from({ length: size }, (_, index) => leafHashOfData(Uint8Array.of(index >> 8, index & 255)));
const many = leavesOf(300);
const tree = new MerkleTree(hashes, many);
const size = fc.integer({ min: 1, max: 300 });

describe('a Merkle tree', () => {
  it('has the known roots, built at once or leaf by leaf', () => {
    const whole = new MerkleTree(hashes, known);
    const range = CompactRange.empty(hashes);
    expect(encodeHex(whole.root(0))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(range.root()).toEqual(emptyRoot(hashes));
    roots.forEach((root, index) => {
      range.append(known[index] ?? new Uint8Array(0));
      expect(encodeHex(range.root())).toBe(root);
      expect(encodeHex(whole.root(index + 1))).toBe(root);
      expect(range.size).toBe(index + 1);
    });
  });

  it.each(knownPaths)('gives the known path of leaf $index of $size', ({ index, size: treeSize, proof }) => {
    const whole = new MerkleTree(hashes, known);
    expect(whole.inclusionProof(index, treeSize).map(encodeHex)).toEqual(proof);
  });

  it.each(knownConsistency)('gives the known proof from $oldSize to $newSize', (claim) => {
    const whole = new MerkleTree(hashes, known);
    expect(whole.consistencyProof(claim.oldSize, claim.newSize).map(encodeHex)).toEqual(claim.proof);
  });

  it('agrees with the definitions of RFC 6962 in roots and proofs of every size', () => {
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(), (treeSize, one, other) => {
        const leaves = many.slice(0, treeSize);
        const [index, oldSize] = [one % treeSize, 1 + (other % treeSize)];
        const plain = (nodes: readonly Uint8Array[]): string[] => nodes.map(encodeHex);
        expect(encodeHex(tree.root(treeSize))).toBe(encodeHex(treeRoot(leaves)));
        expect(plain(tree.inclusionProof(index, treeSize))).toEqual(plain(treePath(index, leaves)));
        expect(plain(tree.consistencyProof(oldSize, treeSize))).toEqual(plain(treeSubproof(oldSize, leaves)));
        // A tree that ends there says the same as a larger one asked about that size.
        const own = new MerkleTree(hashes, leaves);
        expect(own.root()).toEqual(tree.root(treeSize));
        expect(own.inclusionProof(index)).toEqual(tree.inclusionProof(index, treeSize));
        expect(own.consistencyProof(oldSize)).toEqual(tree.consistencyProof(oldSize, treeSize));
      }),
    );
  });

  it('refuses sizes beyond itself and hashes of another length', () => {
    const bug = expect.objectContaining({ code: 'internal.bug' });
    for (const action of [
      () => tree.root(301),
      () => tree.root(-1),
      () => tree.root(0.5),
      () => tree.inclusionProof(300),
      () => tree.inclusionProof(5, 5),
      () => tree.inclusionProof(0, 0),
      () => tree.consistencyProof(6, 5),
    ])
      expect(action).toThrow(bug);
    const malformed = expect.objectContaining({ code: 'format.malformed' });
    expect(() => new MerkleTree(hashes, [new Uint8Array(31)])).toThrow(malformed);
    expect(() => CompactRange.empty(hashes).append(new Uint8Array(33))).toThrow(malformed);
  });
});

describe('a compact range', () => {
  it('goes on from its frontier as if it had never stopped', () => {
    fc.assert(
      fc.property(fc.nat({ max: 300 }), fc.nat({ max: 300 }), (one, other) => {
        const [stop, end] = [Math.min(one, other), Math.max(one, other)];
        const before = CompactRange.empty(hashes);
        for (const leaf of many.slice(0, stop)) before.append(leaf);
        const after = CompactRange.fromFrontier(hashes, before.size, before.frontier());
        for (const leaf of many.slice(stop, end)) after.append(leaf);
        expect(after.root()).toEqual(tree.root(end));
        expect(after.size).toBe(end);
        expect(before.root()).toEqual(tree.root(stop));
      }),
    );
  });

  it('refuses a frontier that does not fit its size', () => {
    const node = new Uint8Array(32);
    for (const [claimed, frontier] of [
      [0, [node]],
      [1, []],
      [3, [node]],
      [4, [node, node]],
      [1, [node.subarray(1)]],
      [-1, []],
      [1.5, [node]],
      [2 ** 53, [node]],
    ] as const)
      expect(() => CompactRange.fromFrontier(hashes, claimed, frontier)).toThrow(
        expect.objectContaining({ code: 'format.malformed' }),
      );
  });

  it('holds trees larger than 32 bits can count', () => {
    const node = new Uint8Array(32);
    const range = CompactRange.fromFrontier(hashes, 2 ** 40 + 1, [node, node]);
    range.append(node);
    expect(range.size).toBe(2 ** 40 + 2);
    expect(range.frontier()).toHaveLength(2);
  });
});

/** The proof with each node in turn changed, left out or doubled, and with nodes before and after it. */
function* mutations(proof: readonly Uint8Array[]): Generator<Uint8Array[]> {
  const stray = new Uint8Array(32).fill(7);
  for (const [position, node] of proof.entries()) {
    yield proof.with(position, flipBit(node, 13));
    yield proof.with(position, node.subarray(1));
    yield proof.toSpliced(position, 1);
    yield proof.toSpliced(position, 0, node);
    yield proof.toSpliced(position, 0, stray);
  }
  yield [...proof, stray];
  yield [stray, ...proof];
  yield [...proof, new Uint8Array(0)];
  if (proof.length > 1) yield [...proof].reverse();
}

describe('an inclusion proof', () => {
  const claimOf = (index: number, treeSize: number): InclusionClaim => ({
    index,
    size: treeSize,
    leaf: many[index] ?? new Uint8Array(0),
    proof: tree.inclusionProof(index, treeSize),
    root: tree.root(treeSize),
  });

  it('holds for every leaf of every tree', () => {
    fc.assert(
      fc.property(size, fc.nat(), (treeSize, pick) => {
        expect(verifyInclusion(hashes, claimOf(pick % treeSize, treeSize))).toBe(true);
      }),
    );
  });

  it('fails with anything of it changed', () => {
    fc.assert(
      fc.property(size, fc.nat(), fc.nat({ max: 255 }), (treeSize, pick, bit) => {
        const claim = claimOf(pick % treeSize, treeSize);
        const holds = (changes: Partial<InclusionClaim>): boolean =>
          verifyInclusion(hashes, { ...claim, ...changes });
        for (const proof of mutations(claim.proof)) expect(holds({ proof })).toBe(false);
        expect(holds({ leaf: flipBit(claim.leaf, bit) })).toBe(false);
        expect(holds({ root: flipBit(claim.root, bit) })).toBe(false);
        expect(holds({ leaf: claim.leaf.subarray(1) })).toBe(false);
        expect(holds({ root: new Uint8Array(0) })).toBe(false);
        for (let index = -1; index <= treeSize; index += 1)
          if (index !== claim.index) expect(holds({ index })).toBe(false);
        expect(holds({ size: claim.index })).toBe(false);
        expect(holds({ size: treeSize * 2 + 1 })).toBe(false);
        expect(holds({ index: claim.index + 0.5 })).toBe(false);
        expect(holds({ index: Number.NaN })).toBe(false);
        expect(holds({ size: Number.POSITIVE_INFINITY })).toBe(false);
      }),
    );
  });
});

describe('a consistency proof', () => {
  const claimOf = (oldSize: number, newSize: number): ConsistencyClaim => ({
    oldSize,
    oldRoot: tree.root(oldSize),
    newSize,
    newRoot: tree.root(newSize),
    proof: tree.consistencyProof(oldSize, newSize),
  });

  it('holds between all trees of which one grew into the other', () => {
    fc.assert(
      fc.property(fc.nat({ max: 300 }), fc.nat({ max: 300 }), (one, other) => {
        const claim = claimOf(Math.min(one, other), Math.max(one, other));
        expect(verifyConsistency(hashes, claim)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('fails with anything of it changed', () => {
    fc.assert(
      fc.property(size, fc.nat(), fc.nat({ max: 255 }), (newSize, pick, bit) => {
        const claim = claimOf(pick % (newSize + 1), newSize);
        const holds = (changes: Partial<ConsistencyClaim>): boolean =>
          verifyConsistency(hashes, { ...claim, ...changes });
        for (const proof of mutations(claim.proof)) expect(holds({ proof })).toBe(false);
        expect(holds({ oldRoot: flipBit(claim.oldRoot, bit) })).toBe(false);
        // The empty tree begins every tree, so nothing is shown about the new root.
        if (claim.oldSize > 0) expect(holds({ newRoot: flipBit(claim.newRoot, bit) })).toBe(false);
        expect(holds({ newRoot: claim.newRoot.subarray(1) })).toBe(false);
        for (let oldSize = -1; oldSize <= newSize + 1; oldSize += 1)
          if (oldSize !== claim.oldSize) expect(holds({ oldSize })).toBe(false);
        if (claim.oldSize > 0) expect(holds({ newSize: claim.oldSize - 1 })).toBe(false);
        expect(holds({ newSize: Number.NaN })).toBe(false);
      }),
      { numRuns: 60 },
    );
  });

  it('does not hold for a tree that was rewritten', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(), fc.nat(), (newSize, one, other) => {
        const oldSize = 1 + (one % (newSize - 1));
        const rewritten = other % oldSize;
        const leaves = many.slice(0, newSize).with(rewritten, new Uint8Array(32).fill(1));
        const forged = new MerkleTree(hashes, leaves);
        const claim: ConsistencyClaim = {
          oldSize,
          oldRoot: tree.root(oldSize),
          newSize,
          newRoot: forged.root(),
          proof: forged.consistencyProof(oldSize),
        };
        expect(verifyConsistency(hashes, claim)).toBe(false);
        expect(verifyConsistency(hashes, { ...claim, proof: tree.consistencyProof(oldSize, newSize) })).toBe(
          false,
        );
      }),
    );
  });
});

describe('a hash of another length', () => {
  const [one, two] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)];
  const pair = new MerkleTree(hashes, [one, two]).root();
  const short = one.subarray(1);

  it('is no leaf, no root and no part of a proof, whatever was hashed just before', () => {
    const left = { index: 0, size: 2, leaf: one, proof: [two], root: pair };
    const right = { index: 1, size: 2, leaf: two, proof: [one], root: pair };
    for (const claim of [left, right]) {
      expect(verifyInclusion(hashes, claim)).toBe(true);
      expect(verifyInclusion(hashes, { ...claim, leaf: claim.leaf.subarray(1) })).toBe(false);
      expect(verifyInclusion(hashes, claim)).toBe(true);
      expect(verifyInclusion(hashes, { ...claim, proof: claim.proof.map((node) => node.subarray(1)) })).toBe(
        false,
      );
    }
    expect(verifyInclusion(hashes, { index: 0, size: 1, leaf: short, proof: [], root: short })).toBe(false);
  });

  it('is no root of two trees of which one grew into the other', () => {
    const grown = { oldSize: 1, oldRoot: one, newSize: 2, newRoot: pair, proof: [two] };
    expect(verifyConsistency(hashes, grown)).toBe(true);
    expect(verifyConsistency(hashes, { ...grown, oldRoot: short })).toBe(false);
    const same = { oldSize: 1, newSize: 1, proof: [] };
    expect(verifyConsistency(hashes, { ...same, oldRoot: short, newRoot: short })).toBe(false);
  });
});

describe('a tree without leaves', () => {
  it('has one root and no other', () => {
    const empty = { oldSize: 0, newSize: 0, proof: [] };
    const none = emptyRoot(hashes);
    const one = tree.root(1);
    expect(verifyConsistency(hashes, { ...empty, oldRoot: none, newRoot: none })).toBe(true);
    expect(verifyConsistency(hashes, { ...empty, oldRoot: one, newRoot: one })).toBe(false);
  });
});
