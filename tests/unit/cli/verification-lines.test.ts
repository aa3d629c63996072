import { describe, expect, it } from 'vitest';
import { verificationLines } from '../../../src/cli/format/verification-lines.ts';
import {
  checkIds,
  type CheckId,
  type CheckResult,
  type VerificationReport,
} from '../../../src/verify/verification-report.ts';

/** A report in which every check passed but for those that are given. */
function reportWith(
  others: Partial<Record<CheckId, Omit<CheckResult, 'id'>>>,
  more: Partial<VerificationReport> = {},
): VerificationReport {
  const checks = checkIds.map((id): CheckResult => ({ id, result: 'pass', ...others[id] }));
  const failed = checks.some(({ result }) => result === 'fail');
  const isComplete = checks.every(({ result }) => result === 'pass');
  return {
    ok: !failed,
    verdict: failed ? 'fail' : isComplete ? 'pass' : 'incomplete',
    signer: { vault: 'ab'.repeat(32), publicKey: 'key', keyPhrase: 'copper · lantern' },
    practice: false,
    bundle: {
      id: 'b-1',
      madeAt: '2026-11-21T12:00:00.000Z',
      app: 'evidence-vault/1',
      vault: 'ab'.repeat(32),
      items: 3,
      logs: [],
      missing: [],
    },
    checks,
    items: [],
    attempts: null,
    ...more,
  };
}

const answersOf = (report: VerificationReport): string[] =>
  verificationLines('x.zip', report).filter((line) => line.startsWith('['));

describe('the verifier’s report in words', () => {
  it('gives six separate answers under their fixed names', () => {
    expect(answersOf(reportWith({})).map((line) => line.slice(7, 23).trim())).toEqual([
      'Unchanged',
      'One history',
      'Since when',
      'From whom',
      'Anything missing',
      'Who sent it',
    ]);
  });

  it('never says yes to what was not checked', () => {
    const lines = answersOf(
      reportWith({
        identity: { result: 'not-checked', code: 'identity-not-asked', detail: 'Nobody said which key.' },
        time: { result: 'not-checked', code: 'time-not-proven', detail: 'No independent date.' },
      }),
    );
    expect(lines.filter((line) => line.startsWith('[open]'))).toEqual([
      '[open] Since when       No independent date.',
      '[open] Who sent it      Nobody said which key.',
    ]);
  });

  it('says no to one answer, names the file, and leaves the other answers alone', () => {
    const report = reportWith({
      integrity: {
        result: 'fail',
        code: 'payload-altered',
        detail: 'A file was changed.',
        findings: [{ code: 'payload-altered', file: 'data/evidence/report.pdf' }],
        count: 3,
      },
    });
    const lines = verificationLines('x.zip', report);
    expect(lines).toContain('[NO]   Unchanged        A file was changed.');
    expect(
      lines.some((line) => line.includes('data/evidence/report.pdf') && line.includes('payload-altered')),
    ).toBe(true);
    expect(lines).toContain('         and 2 more');
    expect(answersOf(report).filter((line) => line.startsWith('[yes]'))).toHaveLength(5);
    expect(lines).toContain('Something in this bundle does not hold. Do not rely on it.');
  });

  it('is not made unsure by a second fingerprint that nobody asked for', () => {
    const [unchanged] = answersOf(
      reportWith({ 'integrity-sha512': { result: 'not-checked', code: 'full-not-asked', detail: '' } }),
    );
    expect(unchanged).toMatch(/^\[yes\]/u);
  });

  it('says no where only the second fingerprint, the page or a witness speaks against it', () => {
    const against = { result: 'fail', code: 'sha512-differs', detail: 'It does not fit.' } as const;
    for (const [id, title] of [
      ['integrity-sha512', 'Unchanged'],
      ['page', 'One history'],
      ['witnesses', 'One history'],
    ] as const)
      expect(answersOf(reportWith({ [id]: against })).filter((line) => line.startsWith('[NO]'))).toEqual([
        `[NO]   ${title.padEnd(16)} It does not fit.`,
      ]);
  });

  it('tells what the bundle itself says is missing, and marks practice', () => {
    const whole = reportWith({});
    const { bundle } = whole;
    if (bundle === null) throw new Error('a bundle is there');
    const lines = verificationLines('x.zip', {
      ...whole,
      practice: true,
      bundle: {
        ...bundle,
        missing: [
          { what: 'Unit 5', code: 'not-released', reason: 'Never released.', noticedAt: '2026-11-21' },
        ],
      },
    });
    expect(lines).toContain('  - Unit 5: Never released. Noticed 21 November 2026. [not-released]');
    expect(lines).toContain('Practice: nothing in this bundle is real evidence.');
  });

  it('always ends its answers with what it does not show', () => {
    for (const report of [reportWith({}), reportWith({}, { bundle: null, signer: null })])
      expect(verificationLines('x.zip', report).join('\n')).toContain('that is for an assessor');
  });
});
