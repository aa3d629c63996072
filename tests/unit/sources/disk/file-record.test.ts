import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { statedNanoseconds } from '../../../../src/sources/disk/file-record.ts';

describe('times of files', () => {
  it('are said with all nine decimals, and mean the moment to the millisecond', () => {
    expect(statedNanoseconds(1_795_253_009_123_456_789n)).toStrictEqual({
      said: '1795253009.123456789',
      means: '2026-11-21T09:23:29.123Z',
    });
  });

  it('before 1970 are read as well', () => {
    expect(statedNanoseconds(-1n)).toStrictEqual({ said: '-0.000000001', means: '1969-12-31T23:59:59.999Z' });
    expect(statedNanoseconds(-1_500_000_000n)).toStrictEqual({
      said: '-1.500000000',
      means: '1969-12-31T23:59:58.500Z',
    });
  });

  it('beyond what ISO 8601 can write are said and have no meaning', () => {
    expect(statedNanoseconds(1n << 62n)).toStrictEqual({
      said: '4611686018.427387904',
      means: '2116-02-20T23:53:38.427Z',
    });
    expect(statedNanoseconds(9_000_000_000_000n * 1_000_000_000n)).toStrictEqual({
      said: '9000000000000.000000000',
    });
  });

  it('can be read back exactly, whatever they are', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(1n << 63n), max: (1n << 63n) - 1n }), (nanoseconds) => {
        const { said } = statedNanoseconds(nanoseconds);
        expect(BigInt(String(said).replace('.', ''))).toBe(nanoseconds);
      }),
    );
  });
});
