import fc from 'fast-check';

import type { JsonValue } from '../../../src/base/json.ts';
import type { EntryFields } from '../../../src/ledger/entry.ts';

/** Numbers that have a canonical form: finite, and no integer beyond 2^53 - 1. */
const number = fc
  .double({ noNaN: true, noDefaultInfinity: true })
  .filter((value) => !Number.isInteger(value) || Number.isSafeInteger(value));
const text = fc.string({ unit: 'binary', maxLength: 20 });
const scalar: fc.Arbitrary<JsonValue> = fc.oneof(fc.constant(null), fc.boolean(), number, text);

/** Any JSON that can be hashed, nested a little. */
const json: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4 }),
  ),
})).value;

const fieldName = fc.stringMatching(/^[A-Za-z][A-Za-z0-9._-]{0,63}$/);

export const entryFields: fc.Arbitrary<EntryFields> = fc.dictionary(fieldName, json, {
  maxKeys: 8,
  noNullPrototype: true,
});

export const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });

/** `bytes` with one bit turned over. */
export function flipBit(bytes: Uint8Array, bit: number): Uint8Array {
  return bytes.with(bit >> 3, (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7)));
}
