import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { ByteReader } from '../../../src/base/byte-reader.ts';
import { ByteWriter } from '../../../src/base/byte-writer.ts';
import {
  compareBytes,
  concatBytes,
  encodeBase64,
  encodeHex,
  equalBytes,
  parseBase64,
  parseHex,
  parseUtf8,
  utf8,
} from '../../../src/base/bytes.ts';
import { VaultError } from '../../../src/base/errors.ts';

const bytes = fc.uint8Array({ maxLength: 300 });
const malformed = expect.objectContaining({ code: 'format.malformed' }) as Error;

type Written =
  | { readonly type: 'u8' | 'u16' | 'u32' | 'u64'; readonly value: number }
  | { readonly type: 'raw'; readonly value: Uint8Array };

const limits = { u8: 0xff, u16: 0xffff, u32: 0xffff_ffff, u64: Number.MAX_SAFE_INTEGER } as const;
const written: fc.Arbitrary<Written> = fc.oneof(
  fc
    .constantFrom('u8' as const, 'u16' as const, 'u32' as const, 'u64' as const)
    .chain((type) => fc.integer({ min: 0, max: limits[type] }).map((value) => ({ type, value }))),
  bytes.map((value) => ({ type: 'raw' as const, value })),
);

describe('bytes written one after the other', () => {
  it('are read back as they were, whatever the writer began with', () => {
    fc.assert(
      fc.property(
        fc.array(written, { maxLength: 60 }),
        fc.integer({ min: 0, max: 40 }),
        (items, expected) => {
          const writer = new ByteWriter(expected);
          for (const item of items) {
            if (item.type === 'raw') writer.raw(item.value);
            else writer[item.type](item.value);
          }
          const frame = writer.finish();
          expect(frame.length).toBe(writer.length);
          const reader = new ByteReader(frame);
          for (const item of items) {
            expect(item.type === 'raw' ? reader.raw(item.value.length) : reader[item.type]()).toEqual(
              item.value,
            );
          }
          reader.end();
        },
      ),
    );
  });

  it('are refused when cut short anywhere, and when anything is left over', () => {
    const frame = new ByteWriter().u16(7).u64(9).finish();
    for (let length = 0; length < frame.length; length += 1) {
      const reader = new ByteReader(frame.subarray(0, length));
      expect(() => [reader.u16(), reader.u64()]).toThrow(malformed);
    }
    expect(() => {
      new ByteReader(frame).end();
    }).toThrow(malformed);
  });

  it('hold no integer beyond 2^53 - 1', () => {
    expect(() => new ByteReader(new Uint8Array(8).fill(0xff)).u64()).toThrow(malformed);
  });
});

describe('encodings of bytes', () => {
  it('are undone exactly', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        expect(parseHex(encodeHex(value))).toEqual(value);
        expect(parseBase64(encodeBase64(value))).toEqual(value);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parseUtf8(utf8(text))).toBe(text);
      }),
    );
  });

  it.each(['0', 'AB', 'zz', ' 00', '0x00'])('refuse %j as hexadecimal', (text) => {
    expect(() => parseHex(text)).toThrow(malformed);
  });

  it.each(['A', 'AAA', 'AB==', 'AAAA\n', 'A-_A', 'QQ'])(
    'refuse %j as base64: each value has one form only',
    (text) => {
      expect(() => parseBase64(text)).toThrow(malformed);
    },
  );

  it('refuse overlong and broken UTF-8, and keep a byte order mark', () => {
    for (const broken of [[0xc0, 0x80], [0xed, 0xa0, 0x80], [0xff], [0xe2, 0x82]]) {
      expect(() => parseUtf8(Uint8Array.from(broken))).toThrow(VaultError);
    }
    expect(parseUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41))).toBe('\ufeffA');
  });
});

describe('comparing bytes', () => {
  it('orders as their hexadecimal does, and calls equal only what is', () => {
    fc.assert(
      fc.property(bytes, bytes, (a, b) => {
        const [x, y] = [encodeHex(a), encodeHex(b)];
        expect(Math.sign(compareBytes(a, b))).toBe(x < y ? -1 : x > y ? 1 : 0);
        expect(equalBytes(a, b)).toBe(x === y);
        expect(encodeHex(concatBytes(a, b))).toBe(x + y);
      }),
    );
  });
});
