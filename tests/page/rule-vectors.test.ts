import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';

import { expect, it } from 'vitest';
import { z } from 'zod';

import type { VerificationReport } from '../../src/verify/verification-report.ts';
import { byAsking, expectAsVector, readVectors, vectorPath } from '../support/rule-vectors/read-vectors.ts';
import type { Asking } from '../support/rule-vectors/vector-set.ts';
import { describeBrowser } from './support/describe-browser.ts';
import { OpenedPage } from './support/open-page.ts';
import { setChromiumStage } from './support/stage.ts';

const reportsSchema = z.array(
  z.custom<VerificationReport & { readonly file: string }>(
    (value) => z.looseObject({ file: z.string(), checks: z.array(z.unknown()) }).safeParse(value).success,
  ),
);

/** So that there are always several, and the page lists them. */
const companions = ['rules/good.zip', 'rules/good-dated.zip'];

describeBrowser('chromium', 'the verifier page judges the vectors of every rule as it should', (program) => {
  const stage = setChromiumStage(program);

  for (const [asking, rows] of byAsking(readVectors())) {
    const { policy, identity, expectKey, at, full } = asking;
    const named = [policy, identity, expectKey?.slice(0, 8), at, full && 'a full check'].filter(Boolean);
    it(`for a reader with ${named.join(', ') || 'nothing'}: ${rows.length} vectors`, async () => {
      const opened = await OpenedPage.open(stage().browser);
      try {
        await tell(opened, asking);
        const files = [...new Set([...rows.map(({ file }) => file), ...companions])];
        await opened.bring(...files.map(vectorPath));
        await opened.page.getByText(`${files.length} files done.`).first().waitFor({ timeout: 100_000 });
        const [saved] = await Promise.all([
          opened.page.waitForEvent('download'),
          opened.page.getByRole('button', { name: 'Save all as JSON' }).click(),
        ]);
        const reports = reportsSchema.parse(JSON.parse(await readFile(await saved.path(), 'utf8')));
        for (const row of rows) {
          const report = reports.find(({ file }) => file === basename(row.file));
          if (report === undefined) throw new Error(`no report of ${row.file}`);
          expectAsVector(report, row);
        }
        expect(opened.troubles).toEqual([]);
      } finally {
        await opened.close();
      }
    }, 120_000);
  }
});

/** Tells the page what the reader knows, as a reader does. */
async function tell({ page }: OpenedPage, { policy, identity, expectKey, at, full }: Asking): Promise<void> {
  if (policy !== undefined) {
    await page.setInputFiles('input[name=policy]', vectorPath(policy));
    await page.getByRole('button', { name: 'Put it away' }).waitFor();
  }
  if (identity !== undefined) {
    await page.setInputFiles('input[name=identities]', vectorPath(identity));
    await page.getByText('1 key is open.').waitFor();
  }
  if (expectKey !== undefined) await page.getByLabel('The key that you expect').fill(expectKey);
  if (at !== undefined) {
    await page.locator('input[type=date]').fill(at.slice(0, 10));
    await page.locator('input[type=time]').fill(at.slice(11, 16));
  }
  if (full === true) await page.getByText('Take the second fingerprint').click();
  if (expectKey !== undefined || at !== undefined || full === true)
    await page.getByRole('button', { name: 'Use this' }).click();
}
