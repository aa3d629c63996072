import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { VaultError } from '../../../../src/base/errors.ts';
import { readTimestamp } from '../../../../src/ledger/timestamps/read-timestamp.ts';
import { parseTimestampResponse } from '../../../../src/ledger/timestamps/timestamp-response.ts';
import { verifyTimestamp } from '../../../../src/ledger/timestamps/verify-timestamp.ts';
import { makeToken } from '../../../support/timestamps/made-token.ts';

const made = makeToken();
const good = await verifyTimestamp(made.token, made.options);
const content = readTimestamp(made.token);

function flip(at: number, mask: number): Uint8Array {
  const altered = made.token.slice();
  altered[at] = (altered[at] ?? 0) ^ mask;
  return altered;
}

/** Whatever was altered: refused, or a part that says nothing (e.g. the envelope's list of digests) and all else as it was. */
async function expectSameOrRefused(altered: Uint8Array): Promise<boolean> {
  const verdict = await verifyTimestamp(altered, made.options);
  if (!verdict.ok) return false;
  expect(verdict).toEqual(good);
  expect(readTimestamp(altered)).toEqual(content);
  return true;
}

describe('an altered token', () => {
  it('never proves another time or imprint, whichever byte was altered', async () => {
    expect(good.ok).toBe(true);
    let unnoticed = 0;
    for (let at = 0; at < made.token.length; at += 1)
      if (await expectSameOrRefused(flip(at, 1))) unnoticed += 1;
    // Version numbers, the list of digests, algorithm parameters: not signed, and read by nobody.
    expect(unnoticed).toBeLessThan(made.token.length / 20);
  });

  it('never proves another time or imprint, whichever bits were altered', async () => {
    const place = fc.tuple(fc.nat(made.token.length - 1), fc.integer({ min: 1, max: 255 }));
    await fc.assert(
      fc.asyncProperty(place, async ([at, mask]) => {
        await expectSameOrRefused(flip(at, mask));
      }),
      { numRuns: 500 },
    );
  });

  it('is refused without an error when bytes were cut out, put in or made up', async () => {
    const piece = fc.tuple(fc.nat(made.token.length), fc.nat(30), fc.uint8Array({ maxLength: 30 }));
    await fc.assert(
      fc.asyncProperty(piece, async ([at, gone, put]) => {
        const [head, tail] = [made.token.subarray(0, at), made.token.subarray(at + gone)];
        const altered = Uint8Array.of(...head, ...put, ...tail);
        await expectSameOrRefused(altered);
        parseTimestampResponse(altered);
        try {
          readTimestamp(altered);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(VaultError);
        }
      }),
      { numRuns: 300 },
    );
  });
});
