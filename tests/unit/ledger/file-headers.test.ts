import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { concatBytes, encodeHex } from '../../../src/base/bytes.ts';
import { VaultError } from '../../../src/base/errors.ts';
import {
  blobHeaderLength,
  encodeBlobHeader,
  maxPartLength,
  parseBlobHeader,
} from '../../../src/ledger/blob-header.ts';
import { encodeKeysHeader, keysHeaderLength, parseKeysHeader } from '../../../src/ledger/keys-codec.ts';
import { logContext } from '../../../src/ledger/log-context.ts';
import { encodePreamble, parsePreamble, type FileKind } from '../../../src/ledger/preamble.ts';
import { encodePublicPart, parsePublicPart } from '../../../src/ledger/public-part.ts';
import { flipBit, hash } from './arbitraries.ts';

const malformed = expect.objectContaining({ code: 'format.malformed' });
const unknown = expect.objectContaining({ code: 'format.unknown' });
const tooNew = expect.objectContaining({ code: 'format.too-new' });

const kinds: readonly FileKind[] = ['BLOB', 'SEGM', 'KEYS', 'SETT'];
const vault = 'ab'.repeat(32);
const u32 = fc.nat({ max: 2 ** 32 - 1 });

describe('a preamble', () => {
  it('gives its epoch and vault back, whatever follows', () => {
    fc.assert(
      fc.property(fc.constantFrom(...kinds), u32, hash, fc.uint8Array(), (kind, epoch, id, rest) => {
        const bytes = encodePreamble({ kind, epoch, vault: encodeHex(id) });
        expect(bytes).toHaveLength(48);
        expect(parsePreamble(concatBytes(bytes, rest), kind)).toEqual({ epoch, vault: encodeHex(id) });
      }),
    );
  });

  it('of one kind of file is not taken for another’s', () => {
    for (const kind of kinds)
      for (const other of kinds)
        if (other !== kind)
          expect(() => parsePreamble(encodePreamble({ kind, epoch: 1, vault }), other)).toThrow(unknown);
  });

  it('of a later version or suite is too new, and of none unknown', () => {
    const bytes = encodePreamble({ kind: 'SEGM', epoch: 1, vault });
    for (const position of [8, 9]) {
      expect(() => parsePreamble(bytes.with(position, 2), 'SEGM')).toThrow(tooNew);
      expect(() => parsePreamble(bytes.with(position, 255), 'SEGM')).toThrow(tooNew);
      expect(() => parsePreamble(bytes.with(position, 0), 'SEGM')).toThrow(unknown);
    }
  });

  it('is refused when cut short, with set bytes that must be zero, or after a transfer as text', () => {
    const bytes = encodePreamble({ kind: 'SEGM', epoch: 1, vault });
    for (let length = 0; length < 48; length += 1)
      expect(() => parsePreamble(bytes.subarray(0, length), 'SEGM')).toThrow(malformed);
    expect(() => parsePreamble(bytes.with(10, 1), 'SEGM')).toThrow(malformed);
    expect(() => parsePreamble(bytes.with(11, 1), 'SEGM')).toThrow(malformed);
    expect(() => parsePreamble(bytes.with(7, 0x0d), 'SEGM')).toThrow(unknown);
    expect(() => parsePreamble(bytes.with(0, 0x09), 'SEGM')).toThrow(unknown);
  });

  it('with any bit flipped is refused or says something else', () => {
    const bytes = encodePreamble({ kind: 'KEYS', epoch: 7, vault });
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const parsed = (() => {
        try {
          return parsePreamble(flipBit(bytes, bit), 'KEYS');
        } catch (error) {
          expect(error).toBeInstanceOf(VaultError);
          return undefined;
        }
      })();
      expect(parsed).not.toEqual({ epoch: 7, vault });
    }
  });

  it('is not made for an id of a wrong length', () => {
    expect(() => encodePreamble({ kind: 'SEGM', epoch: 1, vault: 'ab' })).toThrow(malformed);
    expect(() => logContext(vault, 'ab'.repeat(15))).toThrow(malformed);
    expect(() => logContext('AB'.repeat(32), 'ab'.repeat(16))).toThrow(malformed);
  });
});

describe('a blob’s header', () => {
  it('gives its epoch, vault and part back', () => {
    fc.assert(
      fc.property(u32, hash, fc.nat({ max: 0xff_ff }), (epoch, id, part) => {
        const header = { epoch, vault: encodeHex(id), part };
        const bytes = encodeBlobHeader(header);
        expect(bytes).toHaveLength(blobHeaderLength);
        expect(parseBlobHeader(concatBytes(bytes, new Uint8Array(20)))).toEqual(header);
      }),
    );
  });

  it('is refused with another chunk size, set bytes that must be zero, or cut short', () => {
    const bytes = encodeBlobHeader({ epoch: 1, vault, part: 0 });
    expect(() => parseBlobHeader(bytes.with(48, 16))).toThrow(unknown);
    for (const position of [49, 52, 53, 54, 55])
      expect(() => parseBlobHeader(bytes.with(position, 1))).toThrow(malformed);
    for (let length = 48; length < 56; length += 1)
      expect(() => parseBlobHeader(bytes.subarray(0, length))).toThrow(malformed);
  });

  it('leaves room for contents of 2,048 chunks', () => {
    expect(maxPartLength).toBe(2048 * 262_144);
  });
});

describe('the header of a file of keys', () => {
  it('gives everything back', () => {
    fc.assert(
      fc.property(u32, hash, u32, fc.maxSafeNat(), (epoch, id, segment, firstIndex) => {
        const header = { epoch, vault: encodeHex(id), segment, firstIndex };
        const bytes = encodeKeysHeader(header);
        expect(bytes).toHaveLength(keysHeaderLength);
        expect(parseKeysHeader(bytes)).toEqual(header);
      }),
    );
  });

  it('is refused when cut short', () => {
    const bytes = encodeKeysHeader({ epoch: 1, vault, segment: 1, firstIndex: 0 });
    for (let length = 0; length < bytes.length; length += 1)
      expect(() => parseKeysHeader(bytes.subarray(0, length))).toThrow(malformed);
  });
});

describe('the public part of an entry', () => {
  const blob = fc.record({ shelf: u32, name: hash.map(encodeHex), sealedLength: fc.maxSafeNat() });
  const later = fc.record({ tag: fc.integer({ min: 2, max: 255 }), bytes: fc.uint8Array({ maxLength: 50 }) });

  it('gives blobs and unknown tags back', () => {
    fc.assert(
      fc.property(fc.array(blob), fc.array(later), (blobs, rest) => {
        expect(parsePublicPart(encodePublicPart({ blobs, unknown: rest }))).toEqual({ blobs, unknown: rest });
      }),
    );
    expect(encodePublicPart({ blobs: [] })).toHaveLength(0);
  });

  it('is refused when cut short inside, or with a blob of another length', () => {
    const bytes = encodePublicPart({ blobs: [{ shelf: 1, name: vault, sealedLength: 9 }] });
    for (let length = 1; length < bytes.length; length += 1)
      expect(() => parsePublicPart(bytes.subarray(0, length))).toThrow(malformed);
    expect(() => parsePublicPart(concatBytes(bytes.with(2, 45), new Uint8Array(1)))).toThrow(malformed);
    expect(() => encodePublicPart({ blobs: [{ shelf: 1, name: 'ab', sealedLength: 9 }] })).toThrow(malformed);
  });

  it('is not made longer than its length can say', () => {
    const blobs = Array.from({ length: 1395 }, () => ({ shelf: 1, name: vault, sealedLength: 9 }));
    expect(() => encodePublicPart({ blobs })).toThrow(
      expect.objectContaining({ code: 'input.record-invalid' }),
    );
    expect(parsePublicPart(encodePublicPart({ blobs: blobs.slice(1) })).blobs).toHaveLength(1394);
  });
});
