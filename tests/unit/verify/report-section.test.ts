import { describe, expect, it } from 'vitest';

import { standingLeavesOpen } from '../../../src/verify/origin/say-origin.ts';
import { publishedSchemas } from '../../../src/verify/published-schemas.ts';
import { renderReportSection } from '../../../src/verify/report-page/report-section.ts';
import { sayVerificationCode } from '../../../src/verify/verification-codes.ts';
import type {
  CardResult,
  CheckResult,
  Finding,
  ItemResult,
  VerificationReport,
} from '../../../src/verify/verification-report.ts';

const missing = { what: 'Photo', code: 'gone', reason: 'Gone.', noticedAt: '2026-05-01T09:00:00.000Z' };
const bundle = {
  id: 'b-1',
  madeAt: '2026-05-01T09:00:00.000Z',
  app: 'evidence-vault/1',
  vault: 'v',
  items: 3,
  logs: [],
  missing: [],
};
const item = (id: string, more: Partial<ItemResult> = {}): ItemResult => ({
  id,
  kind: 'document',
  entry: { log: 'log', index: 0 },
  result: 'pass',
  files: [],
  standing: 'kept',
  ...more,
});

/** The words of a section, one blank between them. */
function words(more: Partial<VerificationReport> = {}): string {
  const report: VerificationReport = {
    ok: true,
    verdict: 'incomplete',
    signer: null,
    practice: false,
    bundle,
    checks: [],
    items: [],
    attempts: null,
    ...more,
  };
  const text = renderReportSection('sam.zip', report).text.replaceAll(/<[^>]*>/gu, ' ');
  return text.replaceAll(/\s+/gu, ' ').trim();
}
/** The same words, as the page escapes them. */
const said = (text: string) => text.replaceAll("'", '&#39;');

describe('what a report page says of one bundle', () => {
  it('begins with its name, the verdict, and what the bundle says of itself', () => {
    expect(words()).toMatch(
      /^sam\.zip No check failed, and not everything could be checked\. 3 items, made 2026-05-01T09:00:00\.000Z with evidence-vault\/1 Unchanged Open /u,
    );
    expect(words({ bundle: null })).toMatch(/checked\. Unchanged Open /u);
    expect(words({ practice: true })).toMatch(
      /^sam\.zip Practice: nothing in this bundle is real evidence\. /u,
    );
    expect(words()).not.toContain('Practice');
  });

  it('shows the signer where there is one', () => {
    const signer = { vault: 'VAULT', publicKey: 'KEY', keyPhrase: 'six plain words' };
    expect(words({ signer })).toContain(
      'Key phrase, to compare with the learner: six plain words Vault id VAULT Public key KEY Every check',
    );
    expect(words()).not.toContain('Key phrase');
  });

  it('lists every check, with its code where it has one', () => {
    const checks: CheckResult[] = [
      { id: 'zip', result: 'pass' },
      { id: 'layout', result: 'not-checked', code: 'not-reached', detail: 'Later.' },
    ];
    expect(words({ checks })).toMatch(/What was found zip pass layout not-checked Later\. not-reached$/u);
  });

  it('lists what was found where a check failed, with the place of each', () => {
    const code = 'payload-altered';
    const sentence = sayVerificationCode(code);
    const findings: Finding[] = [
      { code, file: 'a.txt' },
      { code, file: 'b.txt', other: 'c.txt' },
      { code, file: 'd.txt', entry: { log: 'log', index: 7 } },
      { code, entry: { log: 'log', index: 8 } },
      { code },
    ];
    const check = { id: 'integrity', code, detail: 'One.', findings } as const;
    const found = ['a.txt: ', 'b.txt, c.txt: ', 'd.txt: ', 'record 8: ', ''].map(
      (place) => `${place}${said(sentence)} ${code}`,
    );
    expect(words({ checks: [{ ...check, result: 'fail' }] })).toContain(
      `Unchanged No One. ${found.join(' ')} One history`,
    );
    expect(words({ checks: [{ ...check, result: 'not-checked' }] })).toContain(
      'Unchanged Open One. One history',
    );
    expect(words({ checks: [{ ...check, result: 'pass' }] })).toMatch(
      /Unchanged Yes Every file is the one that was signed; none was added, taken out or renamed\. One history/u,
    );
  });

  it.each([
    [20, undefined, ''],
    [21, undefined, 'and 1 more'],
    [20, 20, ''],
    [20, 100, 'and 80 more'],
    [100, 500, 'and 480 more'],
  ])('shows twenty of %d findings, of which there are %s', (length, count, more) => {
    const findings = Array.from({ length }, (_, at) => ({
      code: 'payload-altered' as const,
      file: `file-${String(at)}.txt`,
    }));
    const text = words({
      checks: [{ id: 'integrity', result: 'fail', findings, ...(count === undefined ? {} : { count }) }],
    });
    expect(text.match(/file-\d+\.txt/gu)).toHaveLength(20);
    expect(/and -?\d+ more/u.exec(text)?.[0] ?? '').toBe(more);
  });

  it('lists what the bundle says is missing, two hundred of it', () => {
    expect(words()).not.toContain('says itself');
    expect(words({ bundle: null })).not.toContain('says itself');
    const withMissing = (length: number) =>
      words({ bundle: { ...bundle, missing: Array.from({ length }, () => missing) } });
    expect(withMissing(1)).toContain(
      'The bundle says itself that this is missing: Photo: Gone. 2026-05-01T09:00:00.000Z gone Every check',
    );
    expect(withMissing(200)).not.toMatch(/and -?\d+ more/u);
    expect(withMissing(201)).toContain('gone and 1 more Every check');
  });

  it('lists vault cards and who signed them, twenty of them', () => {
    expect(words()).not.toContain('Vault cards');
    expect(words({ cards: [] })).not.toContain('Vault cards');
    const signer = {
      name: 'College',
      key: 'K',
      signedAt: '2026-11-20T10:10:00.000Z',
      result: 'pass',
    } as const;
    const card: CardResult = { name: 'Sam Reed', signers: [signer], result: 'pass' };
    expect(words({ cards: [card] })).toContain(
      'Vault cards in it: Sam Reed Signed on 2026-11-20 by College, key K. Every check',
    );
    expect(words({ cards: Array.from({ length: 25 }, () => card) }).match(/Sam Reed/gu)).toHaveLength(20);
  });

  it('lists items with what stands behind them, since when, and what that leaves open', () => {
    expect(words()).not.toContain('What is in it');
    const text = words({
      items: [
        item('i-1', { name: 'Essay', dated: { by: '2026-11-20T10:00:00.000Z', authority: 'Clock' } }),
        item('i-2', { standing: 'none', result: 'fail', code: 'payload-altered' }),
        item('i-3', {
          name: 'Badge',
          kind: 'credential',
          standing: 'signed',
          origin: [{ proof: 'credential', result: 'pass', by: 'College', covers: 'file' }],
        }),
      ],
    });
    expect(text).toContain(
      said(
        'Name Kind Standing Result ' +
          'Essay document kept by the vault, dated by 2026-11-20T10:00:00.000Z (Clock) pass ' +
          'i-2 document not proven fail payload-altered ' +
          'Badge credential signed by the provider (College) Signed: the file, byte for byte. pass ' +
          `${standingLeavesOpen.signed} ${standingLeavesOpen.kept} Every check`,
      ),
    );
  });

  it('shows a thousand items and counts the rest', () => {
    const many = (length: number) => words({ items: Array.from({ length }, () => item('i-many')) });
    expect(many(1000).match(/i-many/gu)).toHaveLength(1000);
    expect(many(1000)).not.toMatch(/and -?\d+ more/u);
    expect(many(1003).match(/i-many/gu)).toHaveLength(1000);
    expect(many(1003)).toContain('and 3 more Kept by the vault');
  });
});

describe('the published schemas', () => {
  it('are of draft 2020-12, each with an id and a title of its own, and refuse what is none', () => {
    const schemas = publishedSchemas();
    expect([...schemas.keys()]).toEqual([
      'bundle',
      'ledger',
      'record',
      'policy',
      'recipient-card',
      'vault-card',
      'report',
    ]);
    for (const [name, schema] of schemas)
      expect(schema).toMatchObject({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: `urn:evidence-vault:schema:${name}:1`,
        title: expect.stringMatching(/^Evidence Vault: ./u) as unknown,
        type: 'object',
      });
    // What may be left out on the way in is not asked for.
    expect(schemas.get('policy')?.required).toEqual(['format', 'version']);
  });
});
