import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import type { VerificationReport } from '../../../src/verify/verification-report.ts';
import { CliHouse } from '../../support/cli.ts';
import {
  byAsking,
  expectAsVector,
  readVectors,
  vectorPath,
} from '../../support/rule-vectors/read-vectors.ts';

/** The report's own words; that they are these is what the vectors look at. */
const reportSchema = z.custom<VerificationReport & { readonly file: string }>(
  (value) => z.looseObject({ file: z.string(), checks: z.array(z.unknown()) }).safeParse(value).success,
);

let house: CliHouse;
beforeAll(async () => {
  house = await CliHouse.make();
});
afterAll(() => house.remove());

describe('the command line judges the vectors of every rule as it should', () => {
  for (const [asking, rows] of byAsking(readVectors())) {
    const { policy, identity, expectKey, at, full } = asking;
    const words = [
      ...(policy === undefined ? [] : ['--policy', vectorPath(policy)]),
      ...(identity === undefined ? [] : ['--identity', vectorPath(identity)]),
      ...(expectKey === undefined ? [] : ['--expect-key', expectKey]),
      ...(at === undefined ? [] : ['--at', at]),
      ...(full === undefined ? [] : ['--full']),
    ];
    const named = [policy, identity, expectKey?.slice(0, 8), at, full && 'a full check'].filter(Boolean);
    it(`for a reader with ${named.join(', ') || 'nothing'}: ${rows.length} vectors`, async () => {
      const files = [...new Set(rows.map(({ file }) => vectorPath(file)))];
      const { stdout } = await house.run(['verify', ...files, ...words, '--jobs', '1', '--json']);
      const lines = stdout.trimEnd().split('\n');
      // After them come what sets their parts make, and a summary.
      const documents = files.length === 1 ? [stdout] : lines.slice(0, files.length);
      const reports = new Map(
        documents.map((text) => {
          const report = reportSchema.parse(JSON.parse(text));
          return [report.file, report];
        }),
      );
      expect(reports.size).toBe(files.length);
      for (const row of rows) {
        const report = reports.get(vectorPath(row.file));
        if (report === undefined) throw new Error(`no report of ${row.file}`);
        expectAsVector(report, row);
      }
    });
  }
});
