import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { BufferPool } from '../../../src/store/blob/buffer-pool.ts';

const largest = 1_048_704;

describe('a pool of buffers', () => {
  it('gives a buffer that holds what was asked for, hardly more than twice of it, and never more than the largest', () => {
    const pool = new BufferPool(largest);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: largest }), (length) => {
        const buffer = pool.take(length);
        expect(buffer.length).toBeGreaterThanOrEqual(length);
        expect(buffer.length).toBeLessThanOrEqual(Math.min(largest, Math.max(32_768, 2 * length)));
        pool.give(buffer);
      }),
    );
  });

  it('gives the largest where nothing is said', () => {
    expect(new BufferPool(largest).take().length).toBe(largest);
  });

  it('gives a buffer again that was given back, to whoever needs one of its size', () => {
    const pool = new BufferPool(largest);
    const [small, large] = [pool.take(20_000), pool.take()];
    pool.give(small);
    pool.give(large);
    expect(pool.take(30_000)).toBe(small);
    expect(pool.take(30_000)).not.toBe(small);
    expect(pool.take(largest)).toBe(large);
  });

  it('overwrites what was given back when it is cleared, and gives it to nobody any more', () => {
    const pool = new BufferPool(largest);
    const [small, large] = [pool.take(5).fill(7), pool.take().fill(7)];
    pool.give(small);
    pool.give(large);
    pool.clear();
    expect([small.some((byte) => byte !== 0), large.some((byte) => byte !== 0)]).toEqual([false, false]);
    expect([pool.take(5) === small, pool.take() === large]).toEqual([false, false]);
  });
});
