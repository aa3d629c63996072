import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { concatBytes, encodeHex } from '../../../src/base/bytes.ts';
import { VaultError } from '../../../src/base/errors.ts';
import { createKeyPair } from '../../../src/crypto/sign.ts';
import { signCheckpoint } from '../../../src/ledger/checkpoint.ts';
import {
  encodeCheckpointFrame,
  encodeClosingFrame,
  encodeEntryFrame,
  encodeErasedFrame,
  type Frame,
} from '../../../src/ledger/frame.ts';
import { logIdOf } from '../../../src/ledger/log-identity.ts';
import { frontierLength } from '../../../src/ledger/merkle-hash.ts';
import { encodeSegmentHeader, parseSegmentHeader } from '../../../src/ledger/segment-header.ts';
import { scanFrames, scanSegment, type SegmentScan } from '../../../src/ledger/segment-scan.ts';
import { nodeHashes as hashes } from '../../../src/platform/node-hashes.ts';
import { flipBit, hash } from './arbitraries.ts';
import { frame as rawFrame } from './reference-format.ts';

const log = createKeyPair(new Uint8Array(32).fill(1));
const logId = logIdOf(hashes, log.publicKey);
const header = encodeSegmentHeader(hashes, {
  epoch: 1,
  vault: 'ab'.repeat(32),
  number: 1,
  firstIndex: 0,
  logPublicKey: log.publicKey,
  certificate: new Uint8Array(64),
  previous: new Uint8Array(32),
  frontier: [],
});

const entry = (seed: number, length = 30): Uint8Array =>
  encodeEntryFrame(hashes, {
    leafHash: new Uint8Array(32).fill(seed),
    publicPart: new Uint8Array(seed % 3).fill(seed),
    // Bytes that look like the beginnings of frames.
    sealed: new Uint8Array(length).map((_, index) => [1, 0, 0, 0, 2][index % 5] ?? 0),
  });
const checkpoint = (size: number): Uint8Array =>
  encodeCheckpointFrame(
    hashes,
    signCheckpoint({ log: logId, ...log, size, root: new Uint8Array(32).fill(size) }),
  );
const closing = (before: readonly Uint8Array[]): Uint8Array =>
  encodeClosingFrame(hashes, hashes.sha256(concatBytes(...before)));

/** Two batches that were acknowledged. */
const acknowledged = [header, entry(1), entry(2), checkpoint(2), entry(3), checkpoint(3)];
const file = concatBytes(...acknowledged);
const whole = scanSegment(hashes, file);
const typesOf = ({ frames }: { frames: readonly Frame[] }): string =>
  frames.map(({ type }) => type).join(' ');

/** Where each frame of `parts` begins; the first part is the header. */
function offsets(parts: readonly Uint8Array[]): number[] {
  let at = 0;
  return parts.map((part) => (at += part.length)).slice(0, -1);
}

/** Everything that must hold of a scan, whatever happened to the file. */
function checkSound(scan: SegmentScan, bytes: Uint8Array): void {
  // Frames, damage and tail cover the file once and without a gap.
  const ranges = [
    { start: 0, end: scan.headerLength },
    ...scan.frames.map(({ start, end }) => ({ start, end })),
    ...scan.damage,
    scan.tail,
  ]
    .filter(({ start, end }) => end > start)
    .sort((a, b) => a.start - b.start);
  let at = 0;
  for (const { start, end } of ranges) {
    expect(start).toBe(at);
    at = end;
  }
  expect(at).toBe(bytes.length);
}

describe('a segment', () => {
  it('is read frame by frame', () => {
    expect(typesOf(whole)).toBe('entry entry checkpoint entry checkpoint');
    expect(whole.frames.map(({ start }) => start)).toEqual(offsets(acknowledged));
    expect(whole).toMatchObject({
      headerLength: header.length,
      checkpointEnd: file.length,
      damage: [],
      tail: { start: file.length, end: file.length },
    });
    expect(whole.closing).toBeUndefined();
    expect(whole.frames[0]).toMatchObject({
      leafHash: new Uint8Array(32).fill(1),
      publicPart: new Uint8Array(1).fill(1),
    });
  });

  it('cut at any byte gives exactly its whole frames and calls the rest a tail', () => {
    for (let length = header.length; length < file.length; length += 1) {
      const scan = scanSegment(hashes, file.subarray(0, length));
      const expected = whole.frames.filter(({ end }) => end <= length);
      expect(scan.frames).toEqual(expected);
      expect(scan.damage).toEqual([]);
      expect(scan.tail).toEqual({ start: expected.at(-1)?.end ?? header.length, end: length });
      const signed = expected.findLast(({ type }) => type === 'checkpoint');
      expect(scan.checkpointEnd).toBe(signed?.end ?? header.length);
    }
    for (let length = 0; length < header.length; length += 1)
      expect(() => scanSegment(hashes, file.subarray(0, length))).toThrow(
        expect.objectContaining({ code: 'format.malformed' }),
      );
  });

  it('never gives a frame that a flipped bit touched, and says where it was hit', () => {
    const starts = new Set(whole.frames.map(({ start }) => start));
    for (let bit = header.length * 8; bit < file.length * 8; bit += 1) {
      const bytes = flipBit(file, bit);
      const scan = scanSegment(hashes, bytes);
      checkSound(scan, bytes);
      const hit = bit >> 3;
      for (const frame of scan.frames) {
        expect(frame.start <= hit && hit < frame.end).toBe(false);
        expect(starts.has(frame.start)).toBe(true);
      }
      const touched = whole.frames.findIndex(({ start, end }) => start <= hit && hit < end);
      const isLast = touched === whole.frames.length - 1;
      // The last checkpoint itself: to this copy it looks like a write that was cut short.
      if (isLast) expect(scan.damage).toEqual([]);
      else expect(scan.damage.some(({ start, end }) => start <= hit && hit < end)).toBe(true);
      if (isLast) expect(scan.tail.start).toBe(whole.frames.at(-1)?.start);
      else expect(scan.checkpointEnd).toBe(file.length);
    }
  });

  it('gives all frames but the damaged one where its length is whole', () => {
    const [, second] = whole.frames;
    const bytes = file.with((second?.end ?? 0) - 10, 255);
    const scan = scanSegment(hashes, bytes);
    expect(typesOf(scan)).toBe('entry checkpoint entry checkpoint');
    expect(scan.damage).toEqual([{ start: second?.start, end: second?.end }]);
  });

  it('gives the frames from the next checkpoint on where a length was damaged', () => {
    const [, second, signed] = whole.frames;
    const bytes = file.with((second?.start ?? 0) + 4, 255);
    const scan = scanSegment(hashes, bytes);
    expect(typesOf(scan)).toBe('entry checkpoint entry checkpoint');
    expect(scan.damage).toEqual([{ start: second?.start, end: signed?.start }]);
  });

  it('tells several damaged places apart', () => {
    const [first, , , fourth] = whole.frames;
    const bytes = file.with((first?.start ?? 0) + 20, 255).with((fourth?.start ?? 0) + 20, 255);
    const scan = scanSegment(hashes, bytes);
    expect(typesOf(scan)).toBe('entry checkpoint checkpoint');
    expect(scan.damage).toEqual([first, fourth].map((frame) => ({ start: frame?.start, end: frame?.end })));
  });

  it('takes a hole for a tail if no checkpoint follows it', () => {
    const [three, four, five] = [entry(4), entry(5), entry(6)];
    const bytes = concatBytes(file, three, new Uint8Array(four.length), five);
    const scan = scanSegment(hashes, bytes);
    expect(typesOf(scan)).toBe('entry entry checkpoint entry checkpoint entry');
    expect(scan.damage).toEqual([]);
    expect(scan.checkpointEnd).toBe(file.length);
    expect(scan.tail).toEqual({ start: file.length + three.length, end: bytes.length });
  });

  it('takes zeros and noise at its end for a tail', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 400 }), (noise) => {
        for (const rest of [noise, new Uint8Array(noise.length)]) {
          const scan = scanSegment(hashes, concatBytes(file, rest));
          expect(scan.frames).toEqual(whole.frames);
          expect(scan.damage).toEqual([]);
          expect(scan.tail).toEqual({ start: file.length, end: file.length + rest.length });
        }
      }),
    );
  });

  it('is sound after any change of any bytes', () => {
    const closed = concatBytes(file, closing(acknowledged));
    fc.assert(
      fc.property(fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 60 }), (place, noise) => {
        const bytes = closed.slice();
        const at = header.length + (place % (closed.length - header.length));
        bytes.set(noise.subarray(0, bytes.length - at), at);
        const scan = scanSegment(hashes, bytes);
        checkSound(scan, bytes);
        for (const { start, end } of scan.frames)
          expect(bytes.subarray(start, end)).toEqual(closed.subarray(start, end));
      }),
      { numRuns: 300 },
    );
  });

  it('is refused with a whole frame of a type that it does not know', () => {
    for (const type of [0, 5, 255])
      expect(() => scanSegment(hashes, concatBytes(file, rawFrame(type, new Uint8Array(3))))).toThrow(
        expect.objectContaining({ code: 'format.too-new' }),
      );
    // Without a good checksum it is noise.
    const torn = rawFrame(5, new Uint8Array(3)).subarray(0, -1);
    expect(scanSegment(hashes, concatBytes(file, torn)).tail.end).toBe(file.length + torn.length);
  });

  it.each([
    ['an entry that ends in its leaf hash', rawFrame(1, new Uint8Array(33))],
    ['an entry whose public part is longer than itself', rawFrame(1, new Uint8Array(34).fill(255))],
    ['a checkpoint that is no text', rawFrame(2, Uint8Array.of(0xff, 0xfe))],
    ['a digest of another length', rawFrame(3, new Uint8Array(31))],
    ['an erased leaf of another length', rawFrame(4, new Uint8Array(33))],
  ])('takes %s for damage, whatever its checksum', (_, bad) => {
    const bytes = concatBytes(file, new Uint8Array(bad), checkpoint(4));
    const scan = scanSegment(hashes, bytes);
    expect(scan.damage).toEqual([{ start: file.length, end: file.length + bad.length }]);
    expect(scan.frames).toHaveLength(whole.frames.length + 1);
    checkSound(scan, bytes);
  });

  it('can be read from where the other copy’s header ends, its own being damaged', () => {
    const bytes = file.with(60, 255);
    expect(() => scanSegment(hashes, bytes)).toThrow(
      expect.objectContaining({ code: 'integrity.ledger-damaged' }),
    );
    expect(scanFrames(hashes, bytes, header.length).frames).toEqual(whole.frames);
  });
});

describe('a closed segment', () => {
  const parts = [...acknowledged, closing(acknowledged)];
  const closed = concatBytes(...parts);

  it('says that its bytes are those that were closed', () => {
    const scan = scanSegment(hashes, closed);
    expect(scan.closing).toEqual({ digest: hashes.sha256(file), matches: true });
    expect(scan).toMatchObject({ damage: [], checkpointEnd: closed.length });
    expect(scan.tail).toEqual({ start: closed.length, end: closed.length });
  });

  it('says so if they are not', () => {
    const other = concatBytes(file, encodeClosingFrame(hashes, new Uint8Array(32)));
    const scan = scanSegment(hashes, other);
    expect(scan.closing).toEqual({ digest: new Uint8Array(32), matches: false });
    expect(scan.damage).toEqual([]);
  });

  it('keeps the digest it was closed with when an entry is erased', () => {
    const frame = encodeErasedFrame(hashes, new Uint8Array(32).fill(1));
    const erased = concatBytes(header, frame, ...parts.slice(2));
    const scan = scanSegment(hashes, erased);
    expect(typesOf(scan)).toBe('erased entry checkpoint entry checkpoint closing');
    expect(scan.closing).toEqual({ digest: hashes.sha256(file), matches: false });
    expect(scan.damage).toEqual([]);
  });

  it('holds nothing more: what follows the closing frame is damage, even good frames', () => {
    for (const more of [new Uint8Array(1), entry(9), checkpoint(9)]) {
      const scan = scanSegment(hashes, concatBytes(closed, more));
      expect(typesOf(scan)).toBe('entry entry checkpoint entry checkpoint closing');
      expect(scan.damage).toEqual([{ start: closed.length, end: closed.length + more.length }]);
    }
  });

  it('is known as closed though its last checkpoint is damaged beyond its length', () => {
    const last = whole.frames.at(-1);
    const bytes = closed.with((last?.start ?? 0) + 1, 255);
    const scan = scanSegment(hashes, bytes);
    expect(scan.damage).toEqual([{ start: last?.start, end: last?.end }]);
    expect(scan.closing?.matches).toBe(false);
  });
});

describe('a segment’s header', () => {
  const arbitrary = fc
    .record({
      epoch: fc.nat(),
      vault: hash.map(encodeHex),
      number: fc.integer({ min: 1, max: 2 ** 32 - 1 }),
      firstIndex: fc.oneof(fc.nat({ max: 100 }), fc.maxSafeNat()),
      logPublicKey: hash,
      certificate: fc.uint8Array({ minLength: 64, maxLength: 64 }),
      previous: hash,
    })
    .map((fields) => ({
      ...fields,
      frontier: Array.from({ length: frontierLength(fields.firstIndex) }, (_, index) =>
        new Uint8Array(32).fill(index),
      ),
    }));

  it('gives everything back', () => {
    fc.assert(
      fc.property(arbitrary, fc.uint8Array(), (fields, rest) => {
        const bytes = encodeSegmentHeader(hashes, fields);
        expect(parseSegmentHeader(hashes, concatBytes(bytes, rest))).toEqual({
          header: fields,
          length: bytes.length,
        });
      }),
    );
  });

  it('is refused with any bit flipped or cut short', () => {
    fc.assert(
      fc.property(arbitrary, (fields) => {
        const bytes = encodeSegmentHeader(hashes, fields);
        for (let bit = 0; bit < bytes.length * 8; bit += 1)
          expect(() => parseSegmentHeader(hashes, flipBit(bytes, bit))).toThrow(VaultError);
        for (let length = 0; length < bytes.length; length += 1)
          expect(() => parseSegmentHeader(hashes, bytes.subarray(0, length))).toThrow(
            expect.objectContaining({ code: 'format.malformed' }),
          );
      }),
      { numRuns: 5 },
    );
  });

  it('is not made with a frontier that does not fit', () => {
    const { header: fields } = parseSegmentHeader(hashes, header);
    const bug = expect.objectContaining({ code: 'internal.bug' });
    expect(() => encodeSegmentHeader(hashes, { ...fields, firstIndex: 1 })).toThrow(bug);
    expect(() => encodeSegmentHeader(hashes, { ...fields, previous: new Uint8Array(31) })).toThrow(bug);
  });
});
