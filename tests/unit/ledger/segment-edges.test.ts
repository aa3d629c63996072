import { describe, expect, it } from 'vitest';

import { concatBytes } from '../../../src/base/bytes.ts';
import { createKeyPair } from '../../../src/crypto/sign.ts';
import { parseBlobHeader, encodeBlobHeader } from '../../../src/ledger/blob-header.ts';
import { signCheckpoint } from '../../../src/ledger/checkpoint.ts';
import { encodeEntry, type EncodedEntry } from '../../../src/ledger/entry.ts';
import {
  encodeCheckpointFrame,
  encodeClosingFrame,
  encodeEntryFrame,
  encodeErasedFrame,
} from '../../../src/ledger/frame.ts';
import {
  encodeKeysHeader,
  findKeyRecord,
  unwrapEntryKey,
  wrapEntryKey,
} from '../../../src/ledger/keys-codec.ts';
import { logContext } from '../../../src/ledger/log-context.ts';
import { encodePreamble, parsePreamble } from '../../../src/ledger/preamble.ts';
import { encodePublicPart, parsePublicPart } from '../../../src/ledger/public-part.ts';
import { openEntry, sealEntry } from '../../../src/ledger/sealed-entry.ts';
import {
  encodeSegmentHeader,
  parseSegmentHeader,
  type SegmentHeader,
} from '../../../src/ledger/segment-header.ts';
import { scanFrames } from '../../../src/ledger/segment-scan.ts';
import { nodeHashes as hashes } from '../../../src/platform/node-hashes.ts';
import { frame as rawFrame } from './reference-format.ts';

const keys = createKeyPair(new Uint8Array(32).fill(1));
const vault = 'ab'.repeat(32);
const log = 'cd'.repeat(16);
const refusal = (code: string, what: string): unknown => expect.objectContaining({ code, details: { what } });

const entry = (seed: number): Uint8Array =>
  encodeEntryFrame(hashes, {
    leafHash: new Uint8Array(32).fill(seed),
    publicPart: new Uint8Array(0),
    sealed: new Uint8Array(20).fill(9),
  });
const signed = (size: number): Uint8Array =>
  encodeCheckpointFrame(hashes, signCheckpoint({ log, ...keys, size, root: new Uint8Array(32).fill(size) }));
const closing = encodeClosingFrame(hashes, new Uint8Array(32).fill(5));
const erased = encodeErasedFrame(hashes, new Uint8Array(32).fill(5));
/** One byte of the body is another: the length still says where the next frame begins. */
const spoilt = (frame: Uint8Array): Uint8Array => frame.with(20, 77);
/** The length is beyond every file. */
const lost = (frame: Uint8Array): Uint8Array => frame.with(1, 255);

/** What is found in frames that follow each other, each place by the number of its frame. */
function scan(...parts: readonly Uint8Array[]) {
  const starts = parts.map((_, place) => concatBytes(...parts.slice(0, place)).length);
  const bytes = concatBytes(...parts);
  const placeOf = (at: number) => (at === bytes.length ? parts.length : starts.indexOf(at));
  const found = scanFrames(hashes, bytes, 0);
  return {
    frames: found.frames.map(({ start }) => placeOf(start)),
    damage: found.damage.map(({ start, end }) => [placeOf(start), placeOf(end)]),
    tail: [placeOf(found.tail.start), placeOf(found.tail.end)],
    signedTo: placeOf(found.checkpointEnd),
    closed: found.closing !== undefined,
  };
}

describe('a frame that is damaged', () => {
  it('begins the tail where no checkpoint follows, whole frames after it and all', () => {
    expect(scan(entry(1), signed(1), spoilt(entry(2)), entry(3))).toEqual({
      frames: [0, 1],
      damage: [],
      tail: [2, 4],
      signedTo: 2,
      closed: false,
    });
    expect(scan(spoilt(entry(1)), entry(2))).toMatchObject({ frames: [], damage: [], tail: [0, 2] });
  });

  it('is damage where a checkpoint follows, and what comes after that is not', () => {
    expect(scan(spoilt(entry(1)), signed(1), entry(2), spoilt(entry(3)), entry(4))).toEqual({
      frames: [1, 2],
      damage: [[0, 1]],
      tail: [3, 5],
      signedTo: 2,
      closed: false,
    });
  });

  it('is one range up to the next checkpoint that is whole, where its length is lost', () => {
    expect(scan(lost(entry(1)), entry(2), spoilt(signed(2)), entry(3), signed(3))).toMatchObject({
      frames: [4],
      damage: [[0, 4]],
      tail: [5, 5],
    });
  });

  it('reaches up to the closing frame where no checkpoint is left, and to no other', () => {
    expect(scan(lost(entry(1)), entry(2), closing)).toEqual({
      frames: [2],
      damage: [[0, 2]],
      tail: [3, 3],
      signedTo: 3,
      closed: true,
    });
    expect(scan(lost(entry(1)), entry(2), erased)).toMatchObject({ frames: [], damage: [], tail: [0, 3] });
    expect(scan(lost(entry(1)), entry(2), spoilt(closing))).toMatchObject({ frames: [], tail: [0, 3] });
    expect(scan(entry(1), lost(closing))).toMatchObject({ frames: [0], tail: [1, 2], closed: false });
  });

  it('is damage after the closing frame, whatever it is', () => {
    expect(scan(entry(1), closing, entry(2))).toEqual({
      frames: [0, 1],
      damage: [[2, 3]],
      tail: [3, 3],
      signedTo: 2,
      closed: true,
    });
  });
});

describe('a frame', () => {
  it('may be as short as its kind allows, and no shorter', () => {
    const least = concatBytes(new Uint8Array(32), Uint8Array.of(0, 0));
    expect(scan(rawFrame(1, least)).frames).toEqual([0]);
    expect(scan(rawFrame(1, least.subarray(1))).frames).toEqual([]);
    // A public part that fills all the rest, and one that is longer than it.
    const [all, more] = [5, 6].map((length) =>
      rawFrame(1, concatBytes(new Uint8Array(32), Uint8Array.of(0, length), new Uint8Array(5))),
    );
    expect(scan(all ?? erased).frames).toEqual([0]);
    expect(scan(more ?? erased).frames).toEqual([]);
    expect(scan(rawFrame(3, new Uint8Array(31))).frames).toEqual([]);
  });

  it('of a later kind is too new', () => {
    const later = () => scan(rawFrame(9, new Uint8Array(4)));
    expect(later).toThrow(
      expect.objectContaining({ code: 'format.too-new', details: { what: 'frame', found: 9 } }),
    );
  });
});

describe('a segment’s header', () => {
  const header: SegmentHeader = {
    epoch: 1,
    vault,
    number: 2,
    firstIndex: 1,
    logPublicKey: keys.publicKey,
    certificate: new Uint8Array(64),
    previous: new Uint8Array(32),
    frontier: [new Uint8Array(32)],
  };

  it.each<[string, Partial<SegmentHeader>]>([
    ['a short key', { logPublicKey: new Uint8Array(31) }],
    ['a short certificate', { certificate: new Uint8Array(63) }],
    ['a short digest', { previous: new Uint8Array(31) }],
    ['a short hash', { frontier: [new Uint8Array(31)] }],
    ['a hash too many', { frontier: [new Uint8Array(32), new Uint8Array(32)] }],
  ])('is not made with %s', (_, change) => {
    expect(() => encodeSegmentHeader(hashes, { ...header, ...change })).toThrow(
      refusal('internal.bug', 'segment-header'),
    );
  });

  it('is refused with a number or hashes that no segment has, sound as it is otherwise', () => {
    const bytes = encodeSegmentHeader(hashes, header);
    expect(parseSegmentHeader(hashes, bytes)).toEqual({ header, length: bytes.length });
    const none = encodeSegmentHeader(hashes, { ...header, number: 0 });
    const malformed = refusal('format.malformed', 'segment-header');
    expect(() => parseSegmentHeader(hashes, none)).toThrow(malformed);
    // A tree of three has two perfect subtrees.
    const other = bytes.slice();
    const view = new DataView(other.buffer);
    view.setBigUint64(52, 3n);
    expect(() => parseSegmentHeader(hashes, other)).toThrow(
      refusal('integrity.ledger-damaged', 'segment-header'),
    );
    view.setUint32(other.length - 4, hashes.crc32(other.subarray(0, -4)));
    expect(() => parseSegmentHeader(hashes, other)).toThrow(malformed);
  });
});

describe('the headers and parts of sealed files', () => {
  const preamble = encodePreamble({ kind: 'SEGM', epoch: 1, vault });
  const blob = encodeBlobHeader({ epoch: 1, vault, part: 0 });

  it.each<[string, string, () => unknown]>([
    ['format.malformed', 'id-length', () => encodePreamble({ kind: 'SEGM', epoch: 1, vault: 'ab' })],
    ['format.malformed', 'id-length', () => logContext('ab'.repeat(31), log)],
    ['format.malformed', 'id-length', () => logContext(vault, 'ab'.repeat(15))],
    ['format.unknown', 'magic', () => parsePreamble(preamble, 'KEYS')],
    ['format.malformed', 'preamble', () => parsePreamble(preamble.with(11, 1), 'SEGM')],
    ['format.unknown', 'chunk-size', () => parseBlobHeader(blob.with(48, 16))],
    ['format.malformed', 'blob-header', () => parseBlobHeader(blob.with(49, 1))],
    [
      'format.malformed',
      'blob-name',
      () => encodePublicPart({ blobs: [{ shelf: 1, name: 'ab', sealedLength: 1 }] }),
    ],
    [
      'input.record-invalid',
      'public-part',
      () => encodePublicPart({ blobs: [], unknown: [{ tag: 2, bytes: new Uint8Array(65_536) }] }),
    ],
    [
      'input.record-invalid',
      'public-part',
      () => encodePublicPart({ blobs: [], unknown: [{ tag: 2, bytes: new Uint8Array(65_533) }] }),
    ],
  ])('are refused as %s for their %s', (code, what, refused) => {
    expect(refused).toThrow(refusal(code, what));
  });

  it('say which version and suite were found', () => {
    for (const [place, what] of [
      [8, 'version'],
      [9, 'suite'],
    ] as const)
      expect(() => parsePreamble(preamble.with(place, 3), 'SEGM')).toThrow(
        expect.objectContaining({ code: 'format.too-new', details: { what, found: 3 } }),
      );
  });

  it('may be 65,535 bytes of public part', () => {
    const unknown = [{ tag: 2, bytes: new Uint8Array(65_532) }];
    const bytes = encodePublicPart({ blobs: [], unknown });
    expect(bytes).toHaveLength(65_535);
    expect(parsePublicPart(bytes)).toEqual({ blobs: [], unknown });
  });
});

describe('an entry’s key', () => {
  const context = logContext(vault, log);
  const wrapKey = new Uint8Array(32).fill(3);

  it('has 32 bytes', () => {
    const record = wrapEntryKey(wrapKey, context, 0, 1, new Uint8Array(31).fill(1));
    expect(() => unwrapEntryKey(wrapKey, context, 0, 1, record)).toThrow(
      refusal('integrity.entry-damaged', 'key-length'),
    );
  });

  it('is found by its entry’s place, if the file reaches so far', () => {
    const records = [1, 2].map((seed) => new Uint8Array(72).fill(seed));
    const file = concatBytes(encodeKeysHeader({ epoch: 1, vault, segment: 1, firstIndex: 0 }), ...records);
    expect(findKeyRecord(file, 0)).toEqual(records[0]);
    expect(findKeyRecord(file, 1)).toEqual(records[1]);
    expect(findKeyRecord(file, 2)).toBeUndefined();
    expect(findKeyRecord(file.subarray(0, -1), 1)).toBeUndefined();
  });

  it('opens no entry but its own, and says what is wrong', () => {
    const key = new Uint8Array(32).fill(4);
    const nothing = new Uint8Array(0);
    const made = encodeEntry(hashes, { kind: 'note' });
    const other = { leafHash: new Uint8Array(32), bytes: made.bytes };
    const open = (entryOf: Pick<EncodedEntry, 'leafHash' | 'bytes'>) => () => {
      const sealed = sealEntry(context, 0, entryOf, nothing, key);
      return openEntry(hashes, context, 0, { leafHash: entryOf.leafHash, publicPart: nothing, sealed }, key);
    };
    expect(open(made)).not.toThrow();
    expect(open(other)).toThrow(refusal('integrity.entry-damaged', 'leaf-hash'));
    expect(open({ ...other, bytes: nothing })).toThrow(refusal('integrity.entry-damaged', 'entry'));
  });
});
