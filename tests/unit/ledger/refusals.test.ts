import { describe, expect, it } from 'vitest';

import { utf8 } from '../../../src/base/bytes.ts';
import { CompactRange } from '../../../src/ledger/compact-range.ts';
import { leafHashOfDisclosed } from '../../../src/ledger/disclosure.ts';
import { decodeEntry, encodeFields, type Field } from '../../../src/ledger/entry.ts';
import { MerkleTree } from '../../../src/ledger/merkle-tree.ts';
import { nodeHashes as hashes } from '../../../src/platform/node-hashes.ts';
import { readDisclosedFields } from '../../support/read-disclosed.ts';

const field = (name: string, value = '1', salt = 32): Field => ({
  name,
  salt: new Uint8Array(salt),
  value: utf8(value),
});
const withheld = (name: string, length = 32) => ({ name, commitment: new Uint8Array(length) });
/** Names in ascending order, as many as an entry may have, and one more. */
const names = Array.from({ length: 0x1_00_00 }, (_, index) => `n${index.toString(16).padStart(4, '0')}`);
const most = names.slice(1);
const salt = Buffer.alloc(32).toString('base64');

/** An entry that was encoded well, its one value then written over. */
function encodedWith(value: string): Uint8Array {
  const { bytes } = encodeFields(hashes, [field('a', ' '.repeat(value.length))]);
  bytes.set(utf8(value), bytes.length - value.length);
  return bytes;
}

describe('a refusal names what is wrong', () => {
  it.each<[string, () => unknown]>([
    [
      'field-count',
      () =>
        encodeFields(
          hashes,
          names.map((name) => field(name)),
        ),
    ],
    ['field-count', () => leafHashOfDisclosed(hashes, { fields: names.map((name) => withheld(name)) })],
    ['field-order', () => encodeFields(hashes, [field('b'), field('a')])],
    ['field-order', () => leafHashOfDisclosed(hashes, { fields: [withheld('b'), withheld('a')] })],
    ['field-order', () => leafHashOfDisclosed(hashes, { fields: [withheld('a'), withheld('a')] })],
    ['field-name', () => leafHashOfDisclosed(hashes, { fields: [withheld('1')] })],
    ['field-length', () => leafHashOfDisclosed(hashes, { fields: [withheld('a', 31)] })],
    ['salt', () => encodeFields(hashes, [field('a', '1', 31)])],
    ['lone-surrogate', () => readDisclosedFields([{ name: 'a', salt, value: '"\ud800"' }])],
    ['field-value', () => decodeEntry(hashes, encodedWith('{'))],
    ['not-canonical', () => decodeEntry(hashes, encodedWith(' 1'))],
    ['frontier', () => CompactRange.fromFrontier(hashes, 1, [])],
    ['leaf-hash', () => CompactRange.empty(hashes).append(new Uint8Array(31))],
    ['leaf-hash', () => new MerkleTree(hashes, [new Uint8Array(31)])],
  ])('%s', (what, refused) => {
    expect(refused).toThrow(expect.objectContaining({ code: 'format.malformed', details: { what } }));
  });

  it('where a tree is asked for what it does not hold', () => {
    const tree = new MerkleTree(hashes, [new Uint8Array(32)]);
    const bug = expect.objectContaining({ code: 'internal.bug', details: { what: 'tree-size' } });
    for (const size of [2, -1, 0.5]) expect(() => tree.root(size)).toThrow(bug);
    expect(() => tree.inclusionProof(0, 2)).toThrow(bug);
    expect(() => tree.consistencyProof(1, 2)).toThrow(bug);
    expect(() => tree.consistencyProof(0, 1.5)).toThrow(bug);
  });
});

describe('an entry', () => {
  it('may have 65,535 fields, withheld ones too', () => {
    const whole = encodeFields(
      hashes,
      most.map((name) => field(name)),
    );
    expect(decodeEntry(hashes, whole.bytes).leafHash).toEqual(whole.leafHash);
    expect(leafHashOfDisclosed(hashes, { fields: most.map((name) => withheld(name)) })).toHaveLength(32);
  });
});
