import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, describe, expect, it } from 'vitest';

import { answersOf, countItems } from '../../../../renderer/report/answers.ts';
import { findingWords } from '../../../../renderer/report/finding-words.ts';
import { ReportView } from '../../../../renderer/report/report-view.tsx';
import type { VerificationReport } from '../../../../src/verify/verification-report.ts';
import { CountedVault } from '../../../support/bundle/counted-vault.ts';
import { makeBundle } from '../../../support/bundle/make-bundle.ts';
import { samsVault } from '../../../support/bundle/sam.ts';
import type { SmallVault } from '../../../support/bundle/small-vault.ts';
import { tamperings } from '../../../support/bundle/tamperings.ts';
import { verifyBytes } from '../../../support/bundle/verify-memory.ts';

let vault: SmallVault;
let bundle: Uint8Array;

beforeAll(async () => {
  vault = samsVault();
  bundle = await makeBundle(vault);
});

const shown = (report: VerificationReport, name = 'sam.zip'): string =>
  renderToStaticMarkup(createElement(ReportView, { report, name }));
const outcomes = (report: VerificationReport): Record<string, string> =>
  Object.fromEntries(answersOf(report).map(({ id, outcome }) => [id, outcome]));

describe('the report of a good bundle', () => {
  it('keeps six answers apart, and passes only what was proven', async () => {
    expect(outcomes(await verifyBytes(bundle))).toEqual({
      unchanged: 'pass',
      history: 'pass',
      time: 'not-checked',
      origin: 'not-checked',
      missing: 'not-checked',
      sender: 'not-checked',
    });
    expect(outcomes(await verifyBytes(bundle, { expectKey: vault.id })).sender).toBe('pass');
    expect(outcomes(await verifyBytes(bundle, { expectKey: 'ab'.repeat(32) })).sender).toBe('fail');
  });

  it('says what it stands on, gives the key words, and ends with what it does not show', async () => {
    const report = await verifyBytes(bundle);
    const page = shown(report);
    expect(page).toContain('sam.zip');
    expect(page).toContain(`${String(countItems(report.items))} items`);
    expect(page).toContain(report.signer?.keyPhrase);
    expect(page).toContain('Report.pdf');
    expect(page).toContain('attempt 2');
    expect(page).toContain('It does not');
    expect(page.match(/data-outcome="/gu)).toHaveLength(6);
    expect(page).not.toContain('Do not rely');
    expect(page).not.toMatch(/\{\w+\}/u);
  });

  it('counts the attempts, by the vault’s own word', async () => {
    const counted = new CountedVault();
    counted.assignment('welding');
    counted.attempt('welding');
    const hidden = counted.attempt('welding');
    counted.assignment('drawing');
    counted.attempt('drawing');
    counted.close();
    const whole = shown(await verifyBytes(await makeBundle(counted.vault, counted.input())));
    expect(whole).toContain('Assignment welding: all 2 attempts on record are in here.');
    expect(whole).toContain('Assignment drawing: the 1 attempt on record is in here.');
    const part = await verifyBytes(
      await makeBundle(
        counted.vault,
        counted.input([hidden, 'i-drawing', 'i-drawing-attempt-1'], ['welding']),
      ),
    );
    expect(outcomes(part).missing).toBe('not-checked');
    expect(shown(part)).toContain('Assignment welding: 1 of 2 attempts on record are not shown.');
    expect(shown(part)).toContain('There is 1 more piece of work with attempts');
    expect(shown(part)).toContain('the vault’s own count');
  });

  it('marks practice', async () => {
    const practice = await verifyBytes(await makeBundle(samsVault(2, true)));
    expect(shown(practice)).toContain('practice bundle');
    expect(shown(await verifyBytes(bundle))).not.toContain('practice bundle');
  });

  it('counts what the learner states apart from what was kept', async () => {
    const report = await verifyBytes(bundle);
    const page = shown(report);
    expect(page).toContain('What the learner states');
    expect(page).toContain('Stated by the learner');
  });
});

describe('the report of a bundle that was tampered with', () => {
  it.each(tamperings.map((tampering) => [tampering.name, tampering] as const))(
    'says no and what is wrong: %s',
    async (_name, { make, code, file }) => {
      const report = await verifyBytes(await make(bundle, vault), { full: true, expectKey: vault.id });
      const answers = answersOf(report);
      expect(report.verdict).toBe('fail');
      const findings = answers.flatMap((answer) => (answer.outcome === 'fail' ? answer.findings : []));
      expect(findings.map((finding) => finding.code)).toContain(code);
      const page = shown(report);
      expect(page).toContain('Do not rely on this file');
      expect(page).toContain(escapeHtml(findingWords.en[code]));
      if (file !== undefined) expect(page).toContain(escapeHtml(file));
      expect(page).not.toMatch(/\{\w+\}/u);
    },
  );

  it('names the learner’s file beside its place in the bundle', async () => {
    const tampering = tamperings.find(({ name }) => name === 'a payload byte');
    if (tampering === undefined) throw new Error('no such tampering');
    const report = await verifyBytes(await tampering.make(bundle, vault));
    const [finding] = answersOf(report)[0]?.findings ?? [];
    expect(finding?.item).toMatchObject({ name: 'Report.pdf', attempt: 1 });
    const page = shown(report);
    expect(page.indexOf('Does not hold')).toBeGreaterThan(0);
    expect(page).toContain('In the file: data/evidence/unit-3-attempt-1-report.pdf');
  });

  it('says of a file that is no bundle that it could not be read, and leaves the rest open', async () => {
    const report = await verifyBytes(new TextEncoder().encode('not a bundle'));
    expect(outcomes(report)).toEqual({
      unchanged: 'fail',
      history: 'not-checked',
      time: 'not-checked',
      origin: 'not-checked',
      missing: 'not-checked',
      sender: 'not-checked',
    });
    expect(shown(report)).toContain('could not be read as a bundle');
  });

  it('shows hostile names as text', async () => {
    const report = await verifyBytes(bundle);
    const page = shown(report, '<img src=x onerror=alert(1)>\u202Egpj.exe');
    expect(page).not.toContain('<img');
    expect(page).toContain('<bdi');
  });
});

describe('the answers', () => {
  it('never take a check that is not there for a pass', async () => {
    const report = await verifyBytes(bundle);
    const without = { ...report, checks: report.checks.filter(({ id }) => id !== 'signature') };
    expect(answersOf(without)[0]).toMatchObject({ outcome: 'not-checked', reasons: ['not-reached'] });
  });

  it('fail with the second fingerprint, which takes nothing away when it was not asked for', async () => {
    const report = await verifyBytes(bundle);
    const differing = {
      ...report,
      checks: report.checks.map((check) =>
        check.id === 'integrity-sha512'
          ? {
              id: check.id,
              result: 'fail' as const,
              code: 'sha512-differs' as const,
              findings: [{ code: 'sha512-differs' as const, file: 'data/index.html' }],
              count: 30,
            }
          : check,
      ),
    };
    expect(answersOf(differing)[0]).toMatchObject({ outcome: 'fail', more: 29 });
  });
});

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll("'", '&#x27;').replaceAll('"', '&quot;');
}
