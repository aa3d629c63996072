import { beforeAll, describe, expect, it } from 'vitest';

import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import { ReportPage } from '../../../src/verify/report-page/report-page.ts';
import type { VerificationReport } from '../../../src/verify/verification-report.ts';
import { makeBundle } from '../../support/bundle/make-bundle.ts';
import { samsVault } from '../../support/bundle/sam.ts';
import { verifyBytes } from '../../support/bundle/verify-memory.ts';

let report: VerificationReport;
let failed: VerificationReport;
beforeAll(async () => {
  const bundle = await makeBundle(samsVault());
  report = await verifyBytes(bundle);
  const altered = bundle.slice();
  const at = bundle.length >> 1;
  altered[at] = (altered[at] ?? 0) ^ 1;
  failed = await verifyBytes(altered);
});

const told = { madeAt: '2026-05-01T09:00:00.000Z', app: 'evidence-vault/test' };
const tally = { good: 2, incomplete: 3, failed: 5, unreadable: 7 };
const textOf = (page: ReportPage): string => new TextDecoder().decode(page.render(hashes, told, tally));

describe('the report page', () => {
  it('tells of each bundle its answers one by one, and what no check can show', () => {
    const page = new ReportPage();
    page.add('sam.zip', report);
    page.add('altered.zip', failed);
    page.addUnreadable('gone.zip', { code: 'input.path-missing', message: 'There is no file.' });
    const text = textOf(page);
    for (const words of ['sam.zip', 'altered.zip', 'gone.zip', 'Unchanged', 'One history', 'Since when'])
      expect(text).toContain(words);
    expect(text).toContain('Do not rely on it');
    expect(text).toContain('that is for an assessor');
    expect(text).toContain(report.signer?.keyPhrase);
    const failing = failed.checks.filter(({ result }) => result === 'fail');
    expect(failing).not.toEqual([]);
    for (const { code = 'none' } of failing) expect(text).toContain(`<code>${code}</code>`);
  });

  it('counts what is missing beyond the first two hundred', () => {
    if (report.bundle === null) throw new Error('a bundle');
    const missing = Array.from({ length: 1_234 }, (_, at) => ({
      what: `Lost ${String(at)}.`,
      code: 'gone',
      reason: 'Gone.',
      noticedAt: '2026-05-01T09:00:00.000Z',
    }));
    const page = new ReportPage();
    page.add('sam.zip', { ...report, bundle: { ...report.bundle, missing } });
    const text = textOf(page);
    expect(text.match(/Lost \d+\./gu)).toHaveLength(200);
    expect(text).toContain('and 1034 more');
  });

  it('runs nothing, fetches nothing and allows neither', () => {
    const page = new ReportPage();
    page.add('sam.zip', report);
    const text = textOf(page);
    expect(text).toContain('default-src &#39;none&#39;');
    expect(text).not.toMatch(/<script|<img|<link|<iframe|<form|\ssrc=|\shref=|\son[a-z]+=/iu);
  });

  it('shows whatever a bundle says as words', () => {
    const wild = '<script>alert(1)</script>"\'&\u202e';
    const hostile: VerificationReport = {
      ...report,
      bundle:
        report.bundle === null
          ? null
          : {
              ...report.bundle,
              app: wild,
              madeAt: wild,
              missing: [{ what: wild, code: wild, reason: wild, noticedAt: wild }],
            },
      checks: report.checks.map((check) => ({
        ...check,
        result: 'fail' as const,
        detail: wild,
        findings: [{ code: 'payload-altered' as const, file: wild, other: wild }],
      })),
      items: report.items.map((item) => ({ ...item, name: wild, kind: wild })),
    };
    const page = new ReportPage();
    page.add(wild, hostile);
    page.addUnreadable(wild, { code: wild, message: wild });
    const text = textOf(page);
    expect(text).not.toContain('<script');
    expect(text).not.toContain('\u202e');
    expect(text).toContain('&lt;script&gt;');
  });

  it('says how many came out how', () => {
    const rows = textOf(new ReportPage()).matchAll(/<dt>([^<]*)<\/dt>\s*<dd>([^<]*)<\/dd>/gu);
    expect([...rows].map(([, name, count]) => [name, count])).toEqual([
      ['Every check passed', '2'],
      ['Nothing wrong, not everything checked', '3'],
      ['Does not hold', '5'],
      ['Could not be read', '7'],
    ]);
  });
});
