import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { encodeBase64, utf8 } from '../../../src/base/bytes.ts';
import { escapeText, html } from '../../../src/bundle/page/markup.ts';
import { saySize, sayTime } from '../../../src/bundle/page/words.ts';
import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import { makeBundle } from '../../support/bundle/make-bundle.ts';
import { textIn, unzipFiles } from '../../support/bundle/rezip.ts';
import { samsVault } from '../../support/bundle/sam.ts';
import { at, SmallVault } from '../../support/bundle/small-vault.ts';

const pageOf = async (vault: SmallVault, missing: Parameters<SmallVault['input']>[1] = []) =>
  textIn((await unzipFiles(await makeBundle(vault, vault.input({}, missing)))).files, 'data/index.html');

const evil = `"><script>alert(1)</script><img src=x onerror=alert(2)>' & \u202egnp.exe\u0007`;

describe('the page of a bundle', () => {
  it('shows each attempt with its own submission, feedback and grade, in this order', async () => {
    const page = await pageOf(samsVault());
    const words = [
      'Unit 3 assignment: portfolio',
      'Attempt 1',
      'unit-3-attempt-1-report.pdf',
      'Attempt 1: well done',
      'Refer',
      'Attempt 2',
      'unit-3-attempt-2-report.pdf',
      'Attempt 2: well done',
      'Pass',
      'Merit',
    ];
    const places = words.map((word) => page.indexOf(`>${word}`));
    expect(places.filter((place) => place === -1)).toEqual([]);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('says who, what for, where from, what is gone, and how to check', async () => {
    const page = await pageOf(samsVault());
    for (const words of [
      'Sam Taylor',
      '4471',
      'Level 3 Diploma in Engineering',
      'Northfield Training',
      'not at its source any more',
      'Practical portfolio',
      'get the verifier from its publisher',
      samsVault().id,
    ])
      expect(page).toContain(words);
  });

  it('says what is missing, why, and when that was noticed', async () => {
    const missing = [
      {
        what: 'Unit 4 feedback',
        code: 'not-released',
        why: 'not-released' as const,
        reason: 'The provider has not released it.',
        noticedAt: at,
      },
    ];
    const page = await pageOf(samsVault(), missing);
    for (const words of ['Unit 4 feedback', 'The provider has not released it.', '20 November 2026'])
      expect(page).toContain(words);
  });

  it('has no script, fetches nothing, and forbids both by its own policy', async () => {
    const page = await pageOf(samsVault());
    expect(page).not.toMatch(
      /<script|<img|<link|<iframe|<object|<embed|<base|<form|@import|url\(|javascript:| on\w+=/i,
    );
    expect(page).not.toMatch(/https?:|\/\//i);
    const [, policy] = /Content-Security-Policy" content="([^"]*)"/.exec(page) ?? [];
    const [, style] = /<style>([^]*)<\/style>/.exec(page) ?? [];
    const digest = encodeBase64(hashes.sha256(utf8(style ?? '')));
    expect(policy).toBe(
      `default-src &#39;none&#39;; style-src &#39;sha256-${digest}&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;`,
    );
    expect(page.indexOf('Content-Security-Policy')).toBeLessThan(page.indexOf('<style>'));
  });

  it('links to nothing but the files of the bundle', async () => {
    const page = await pageOf(samsVault());
    const links = [...page.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
    expect(links).toEqual(['evidence/unit-3-attempt-1-report.pdf', 'evidence/unit-3-attempt-2-report.pdf']);
  });

  it('names but does not link files that a browser would run', async () => {
    const vault = new SmallVault();
    for (const [n, name] of ['work.html', 'work.svg', 'work.exe'].entries())
      vault.capture({
        item: `i-${n}`,
        kind: 'document',
        name,
        bytes: utf8(name),
        record: { name, role: 'file' },
      });
    const page = await pageOf(vault);
    expect(page).not.toContain('href=');
    expect(page).toContain('evidence/work.html');
  });

  it('lets no name, title, comment, grade or reason become markup', async () => {
    const vault = new SmallVault();
    vault.log.append({ kind: 'source-added', at, source: 's-0000000001', type: evil, name: evil });
    vault.state('e-p', 'profile', { name: evil, uln: evil });
    vault.state('u-1', 'unit', { reference: evil, title: evil });
    vault.state('m-1', 'mapping', { item: 'i-a', unit: 'u-1' });
    vault.capture({
      item: 'i-a',
      kind: 'assignment',
      name: evil,
      record: { title: evil, due: { said: evil } },
    });
    const link = { assignment: 'i-a', attempt: 'i-t' };
    vault.capture({
      item: 'i-t',
      kind: 'attempt',
      name: evil,
      record: { assignment: 'i-a', number: 1, status: { said: evil } },
    });
    vault.capture({
      item: 'i-d',
      kind: 'document',
      name: evil,
      bytes: utf8('x'),
      record: { ...link, role: evil },
    });
    vault.capture({
      item: 'i-f',
      kind: 'feedback',
      name: evil,
      record: {
        ...link,
        comments: [{ said: evil }, { said: evil, format: { means: 'plain' } }],
        by: { name: evil },
        rubric: [{ title: evil, level: evil, points: evil, of: evil, comment: evil }],
      },
    });
    vault.capture({
      item: 'i-g',
      kind: 'grade',
      name: evil,
      record: { ...link, value: { said: evil }, title: evil },
    });
    vault.capture({
      item: 'i-m',
      kind: 'message',
      name: evil,
      record: { subject: evil, text: [{ said: evil }] },
    });
    vault.capture({ item: 'i-x', kind: evil, name: evil, record: { anything: evil } });
    const page = await pageOf(vault, [
      { what: evil, code: evil, why: 'failed', reason: evil, noticedAt: evil },
    ]);
    expect(page).not.toMatch(/<script|<img/);
    expect([...page.matchAll(/<[a-z][^>]*\sonerror\s*=/gi)]).toEqual([]);
    expect(page).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    expect(page).toContain('[U+202E]');
  });

  it('survives records of shapes that nobody expects', async () => {
    const kinds = [
      'assignment',
      'attempt',
      'submission',
      'document',
      'feedback',
      'grade',
      'message',
      'page',
      'decision',
      'declaration',
      'profile',
    ];
    const shapes: fc.Arbitrary<null | number | string | boolean | object> = fc.oneof(
      fc.constant(null),
      fc.integer(),
      fc.string().map((text) => text.toWellFormed()),
      fc.constant([]),
      fc.constant([null, 1, 'x', {}]),
      fc.constant({}),
      fc.constant({ said: null, means: 3 }),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...kinds),
        fc.dictionary(
          fc.constantFrom(
            'title',
            'value',
            'comments',
            'rubric',
            'text',
            'by',
            'due',
            'number',
            'assignment',
            'attempt',
            'items',
            'status',
            'released',
            'name',
            'partOf',
          ),
          shapes,
        ),
        async (kind, record) => {
          const vault = new SmallVault();
          vault.capture({
            item: 'i-1',
            kind,
            name: 'x',
            record: JSON.parse(JSON.stringify(record)) as Record<string, never>,
          });
          vault.state('e-1', kind, JSON.parse(JSON.stringify(record)) as Record<string, never>);
          expect(await pageOf(vault)).toContain('</html>');
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is marked as practice at its top, its end and in its title', async () => {
    const page = await pageOf(samsVault(2, true));
    expect(page).toContain('<title>Practice: ');
    expect([...page.matchAll(/class="practice"/g)]).toHaveLength(2);
    expect(await pageOf(samsVault())).not.toContain('class="practice"');
  });

  it('shows declarations and notes, and says of unknown kinds what can be said', async () => {
    const vault = new SmallVault();
    vault.state('d-1', 'declaration', {
      wording: 'This is my own work.',
      form: 'typed-name',
      name: 'Sam Taylor',
    });
    vault.state('h-1', 'hologram', { depthOfField: 3, about: { said: 'a bridge' } });
    const page = await pageOf(vault);
    for (const words of [
      'This is my own work.',
      'typed-name',
      'Unknown (hologram)',
      'Depth of field',
      'a bridge',
    ])
      expect(page).toContain(words);
  });
});

describe('markup', () => {
  it('escapes every value and nothing that it made itself', () => {
    expect(html`<p>${'<b>'}${html`<i>${'&'}</i>`}${undefined}${7}</p>`.text).toBe(
      '<p>&lt;b&gt;<i>&amp;</i>7</p>',
    );
  });

  it('leaves no character that ends a text or an attribute, for any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/[<>"']/.test(escapeText(text))));
  });
});

describe('words', () => {
  it('say sizes as people do', () => {
    expect([0, 1, 999, 1000, 9949, 9950, 999_499, 999_500, 1_500_000, 2e9, 5e12].map(saySize)).toEqual([
      '0 bytes',
      '1 byte',
      '999 bytes',
      '1.0 kB',
      '9.9 kB',
      '10 kB',
      '999 kB',
      '1.0 MB',
      '1.5 MB',
      '2.0 GB',
      '5.0 TB',
    ]);
  });

  it('say times as people do, with the exact time behind', () => {
    expect(sayTime('2026-11-21T09:30:00.000Z')?.text).toContain('>21 November 2026, 09:30 UTC<');
    expect(sayTime('2026-11-21')?.text).toContain('>21 November 2026<');
    expect(sayTime('soon')?.text).toBe('soon');
  });
});
