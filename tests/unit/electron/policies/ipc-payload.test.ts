import { describe, expect, it } from 'vitest';

import { isModestData, payloadLimits } from '../../../../electron/main/policies/ipc-payload.ts';

function nested(depth: number): unknown {
  let value: unknown = 'deep';
  for (let level = 0; level < depth; level += 1) value = [value];
  return value;
}
const circle: Record<string, unknown> = {};
circle.again = circle;

describe('what a message may be', () => {
  it.each([
    [null],
    [undefined],
    [true],
    [0],
    ['text'],
    [[1, [2, { three: null }]]],
    [{ type: 'call', id: 1, method: 'shell.state', input: {} }],
    [{}],
  ])('is %j', (message) => {
    expect(isModestData(message)).toBe(true);
  });

  it.each<[string, unknown]>([
    ['not a number', Number.NaN],
    ['endless', { id: Number.POSITIVE_INFINITY }],
    ['a big integer', 1n],
    ['a symbol', Symbol('x')],
    ['a function', () => 1],
    ['bytes', new Uint8Array(4)],
    ['a buffer', new ArrayBuffer(4)],
    ['a map', new Map([['a', 1]])],
    ['a set', new Set([1])],
    ['a date', new Date(0)],
    ['a pattern', /x/u],
    ['an error', new Error('x')],
    ['an instance of some class', new URL('https://example.org')],
    ['an object without a prototype', Object.create(null)],
    ['an object with another prototype', Object.create({ type: 'call' })],
    ['something inside that is none', { input: [{ at: new Date(0) }] }],
    ['a circle', circle],
    ['too deep', nested(payloadLimits.depth + 2)],
    ['too long a text', 'x'.repeat(payloadLimits.characters + 1)],
    ['too much text in parts', Array.from({ length: 1000 }, () => 'x'.repeat(2001))],
    ['too long a name', { ['x'.repeat(payloadLimits.characters + 1)]: 1 }],
    ['too many values', Array.from({ length: payloadLimits.values + 1 }, () => 0)],
    ['an endless empty array', new Array(4_000_000_000)],
  ])('is not %s', (_what, message) => {
    expect(isModestData(message)).toBe(false);
  });
});
