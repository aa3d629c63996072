import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { concatBytes, equalBytes } from '../../../../src/base/bytes.ts';
import { createKeyPair } from '../../../../src/crypto/sign.ts';
import { signCheckpoint } from '../../../../src/ledger/checkpoint.ts';
import { CompactRange } from '../../../../src/ledger/compact-range.ts';
import { encodeCheckpointFrame, encodeClosingFrame, encodeEntryFrame } from '../../../../src/ledger/frame.ts';
import { certifyLog, logIdOf } from '../../../../src/ledger/log-identity.ts';
import { encodeSegmentHeader } from '../../../../src/ledger/segment-header.ts';
import { vaultIdOf } from '../../../../src/ledger/vault-id.ts';
import { nodeHashes as hashes } from '../../../../src/platform/node-hashes.ts';
import { LogIdentity } from '../../../../src/store/ledger-files/log-identity.ts';
import { judgeCopy } from '../../../../src/store/ledger-files/segment-judge.ts';
import { mergeCopies, salvageSegment } from '../../../../src/store/ledger-files/segment-salvage.ts';

// A closed segment of 12 entries in batches of 3, whose sealed parts are only bytes.
const root = createKeyPair();
const pair = createKeyPair();
const vault = vaultIdOf(hashes, root.publicKey);
const log = logIdOf(hashes, pair.publicKey);
const identity = new LogIdentity(hashes, vault, root.publicKey, log);
const leaves = Array.from({ length: 12 }, (_, i) => hashes.sha256(Uint8Array.of(i)));
const { bytes, start } = segment();

function segment(): { bytes: Uint8Array; start: number } {
  const certificate = certifyLog(root.seed, root.publicKey, vault, pair.publicKey);
  const header = encodeSegmentHeader(hashes, {
    vault,
    epoch: 1,
    number: 1,
    firstIndex: 0,
    logPublicKey: pair.publicKey,
    certificate,
    previous: new Uint8Array(32),
    frontier: [],
  });
  const range = CompactRange.empty(hashes);
  const parts = [header];
  for (const [i, leafHash] of leaves.entries()) {
    range.append(leafHash);
    const sealed = new Uint8Array(50 + i).fill(i);
    parts.push(encodeEntryFrame(hashes, { leafHash, publicPart: new Uint8Array(0), sealed }));
    if (i % 3 !== 2) continue;
    const text = signCheckpoint({ log, ...pair, size: range.size, root: range.root() });
    parts.push(encodeCheckpointFrame(hashes, text));
  }
  const before = concatBytes(...parts);
  return {
    bytes: concatBytes(before, encodeClosingFrame(hashes, hashes.sha256(before))),
    start: header.length,
  };
}

function spoil(from: number, length: number): Uint8Array {
  const spoiled = bytes.slice();
  for (let at = from; at < Math.min(from + length, bytes.length); at += 1)
    spoiled[at] = (spoiled[at] ?? 0) ^ 0x5a;
  return spoiled;
}

const place = { firstIndex: 0, endIndex: 12, frontier: [], logPublicKey: pair.publicKey };

test('a whole segment is sound', () => {
  const judged = judgeCopy(identity, 1, bytes, true);
  expect(judged?.sound).toBe(true);
  expect(judged?.entries).toHaveLength(12);
  expect(judged?.reached.size).toBe(12);
});

/** Magic, version and suite: what is changed there is a file of another kind or a newer version. */
const past = 10;

describe('whatever is spoiled', () => {
  test('a sound copy is a beginning of the segment that was signed, and what follows is taken for torn', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: past, max: bytes.length - 1 }),
        fc.integer({ min: 1, max: 200 }),
        (at, length) => {
          const judged = judgeCopy(identity, 1, spoil(at, length), true);
          if (judged?.sound !== true) return;
          const { end, size } = judged.reached;
          expect(end).toBeLessThanOrEqual(at);
          expect(judged.closing).toBeUndefined();
          expect(judged.entries).toHaveLength(size);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('damage before a later checkpoint is never sound', () => {
    const before = bytes.length - 41 - 300;
    fc.assert(
      fc.property(fc.integer({ min: past, max: before }), fc.integer({ min: 1, max: 20 }), (at, length) => {
        expect(judgeCopy(identity, 1, spoil(at, length), true)?.sound ?? false).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('two copies that are spoiled at different frames give the whole segment', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: start, max: bytes.length - 500 }),
        fc.integer({ min: 1, max: 60 }),
        (at, length) => {
          const merged = mergeCopies(identity, spoil(at, length), spoil(at + 450, 10), start);
          expect(equalBytes(merged, bytes)).toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('entries that are salvaged keep their places, and a leaf that is not in doubt is the right one', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: start, max: bytes.length - 1 }),
        fc.integer({ min: 1, max: 600 }),
        (at, length) => {
          const entries = salvageSegment(identity, spoil(at, length), start, place);
          expect(entries).toHaveLength(12);
          for (const [i, entry] of entries.entries())
            if (entry.type === 'sealed' && !entry.doubtful) expect(entry.leafHash).toEqual(leaves[i]);
          const lost = entries.filter((entry) => entry.type === 'lost').length;
          // A loss reaches at most from the spoiled frame to the next checkpoint.
          expect(lost).toBeLessThanOrEqual(Math.ceil(length / 90) + 4);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('a segment that was cut short gives what stands before the cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: start, max: bytes.length }), (length) => {
        const entries = salvageSegment(identity, bytes.subarray(0, length), start, place);
        expect(entries).toHaveLength(12);
        const firstLost = entries.findIndex((entry) => entry.type === 'lost');
        const kept = firstLost === -1 ? entries : entries.slice(0, firstLost);
        for (const [i, entry] of kept.entries())
          if (entry.type !== 'lost') expect(entry.leafHash).toEqual(leaves[i]);
      }),
      { numRuns: 100 },
    );
  });
});
