import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { expect } from 'vitest';

import { parseStrictJson } from '../../../src/base/parse-json.ts';
import { parseAgeIdentities } from '../../../src/crypto/age/age-keys.ts';
import { parsePolicy } from '../../../src/verify/policy.ts';
import type { VerifyOptions } from '../../../src/verify/verify-bundle.ts';
import type { VerificationReport } from '../../../src/verify/verification-report.ts';
import { indexSchema, type Asking, type Row } from './vector-set.ts';

const folder = new URL('../../vectors/', import.meta.url);

export function vectorPath(path: string): string {
  return fileURLToPath(new URL(path, folder));
}

function readBytes(path: string): Uint8Array {
  return new Uint8Array(readFileSync(vectorPath(path)));
}

export function readVectors(): readonly Row[] {
  return indexSchema.parse(JSON.parse(readFileSync(vectorPath('index.json'), 'utf8'))).vectors;
}

/** A vector's bundle, and what its reader knows. */
export function readVector(row: Row): {
  readonly bundle: Uint8Array;
  readonly options: Partial<VerifyOptions>;
} {
  const { policy, identity, expectKey, at, full } = row;
  return {
    bundle: readBytes(row.file),
    options: {
      ...(policy === undefined ? {} : { policy: parsePolicy(parseStrictJson(readBytes(policy))) }),
      ...(identity === undefined
        ? {}
        : { identities: parseAgeIdentities(new TextDecoder().decode(readBytes(identity))) }),
      expectKey,
      at,
      full,
    },
  };
}

/** What of a report an index tells. */
type Judged = Pick<VerificationReport, 'verdict' | 'checks' | 'items'>;

/** Fails unless the report says what the vector expects. */
export function expectAsVector(
  report: Judged,
  { expected: { verdict, check, result, code, item }, what }: Row,
): void {
  const found = report.checks.find(({ id }) => id === check);
  expect({ what, result: found?.result, code: found?.code, verdict: report.verdict }).toEqual({
    what,
    result,
    code,
    verdict,
  });
  if (item === undefined) return;
  const judged = report.items.find(({ id }) => id === item.id);
  expect({ what, result: judged?.result, code: judged?.code }).toEqual({
    what,
    result: item.result,
    code: item.code,
  });
  if (item.standing !== undefined)
    expect({ what, standing: judged?.standing }).toEqual({ what, standing: item.standing });
  if (item.origin !== undefined) expect(judged?.origin?.map(({ code }) => code)).toContain(item.origin);
}

/** Vectors that are judged under the same circumstances. */
export function byAsking(rows: readonly Row[]): readonly (readonly [asking: Asking, rows: readonly Row[]])[] {
  const groups = Map.groupBy(rows, ({ policy, identity, expectKey, at, full }) =>
    JSON.stringify({ policy, identity, expectKey, at, full }),
  );
  return [...groups.values()].flatMap((group) =>
    group[0] === undefined ? [] : [[group[0], group] as const],
  );
}
