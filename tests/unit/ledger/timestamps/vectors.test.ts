import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

import { parseBase64, parseHex } from '../../../../src/base/bytes.ts';
import { verifyTimestamp } from '../../../../src/ledger/timestamps/verify-timestamp.ts';
import { tokenCases } from '../../../support/timestamps/broken-tokens.ts';
import { vectorFile, vectorSet } from './make-vectors.ts';

const { vectors } = vectorSet.parse(JSON.parse(readFileSync(vectorFile, 'utf8')));

/** What openssl says, of those of which it says something else; the table of cases says why. */
const differing = new Map(
  tokenCases.flatMap(({ name, openssl }) => (openssl === undefined ? [] : [[name, openssl] as const])),
);

describe('the frozen timestamps', () => {
  it.each(vectors.map((one) => [one.name, one] as const))(
    'are judged as they were: %s',
    async (_name, one) => {
      const verdict = await verifyTimestamp(parseBase64(one.token), {
        message: parseBase64(one.message),
        nonce: one.nonce === undefined ? undefined : parseHex(one.nonce),
        trusted: one.trusted.map(({ name, certificate }) => ({
          name,
          certificate: parseBase64(certificate),
        })),
        chain: one.chain?.map(parseBase64),
      });
      expect(verdict).toMatchObject(one.expected);
      expect(one.openssl).toBe(differing.get(one.name) ?? (verdict.ok ? 'accepts' : 'refuses'));
    },
  );

  it('hold good and bad ones of both makers', () => {
    const kinds = new Set(vectors.map(({ madeBy, expected }) => `${madeBy}: ${String(expected.ok)}`));
    expect([...kinds].sort()).toEqual([
      'openssl ts: true',
      'practice authority: false',
      'practice authority: true',
    ]);
    expect(vectors.length).toBeGreaterThan(50);
    expect(vectors.map(({ name }) => name)).toEqual(expect.arrayContaining([...differing.keys()]));
  });
});
