import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { utf8 } from '../../../src/base/bytes.ts';
import { isBundlePath } from '../../../src/bundle/layout.ts';
import { planBundle } from '../../../src/bundle/plan-bundle.ts';
import { findNameProblem, findNameSetProblem } from '../../../src/bundle/zip/zip-names.ts';
import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import { makeBundle } from '../../support/bundle/make-bundle.ts';
import { textIn, unzipFiles } from '../../support/bundle/rezip.ts';
import { samsVault } from '../../support/bundle/sam.ts';
import { at, SmallVault } from '../../support/bundle/small-vault.ts';
import { verifyBytes } from '../../support/bundle/verify-memory.ts';

const pathsOf = (vault: SmallVault) =>
  planBundle(hashes, vault.input()).layout.members.map(({ name }) => name.split('/').slice(1).join('/'));
const evidenceOf = (vault: SmallVault) =>
  pathsOf(vault)
    .filter((path) => path.startsWith('data/evidence/'))
    .map((path) => path.slice(14));
const document = (vault: SmallVault, item: string, name: string, record = {}, version = 1) =>
  vault.capture({
    item,
    kind: 'document',
    name,
    version,
    bytes: utf8(`${item} ${name} ${version}`),
    record: { name, role: 'file', ...record },
  });

describe('the order of the files', () => {
  it('puts what says what it is first, then what holds it together, then the page, records and evidence', () => {
    const paths = pathsOf(samsVault());
    expect(paths.slice(0, 14)).toEqual([
      'bagit.txt',
      'bag-info.txt',
      'manifest-sha256.txt',
      'manifest-sha512.txt',
      'tagmanifest-sha256.txt',
      'tagmanifest-sha512.txt',
      'signatures/vault.ed25519',
      'evidence-vault/bundle.json',
      'evidence-vault/ledger.json',
      'evidence-vault/root-key.pem',
      `evidence-vault/checkpoints/${samsVault().log.id}.txt`,
      'data/index.html',
      'data/index.csv',
      'data/ro-crate-metadata.json',
    ]);
    const groups = paths.slice(14).map((path) => path.split('/')[1]);
    expect(groups).toEqual(groups.toSorted().reverse());
  });

  it('tells the exact length beforehand', async () => {
    const vault = samsVault();
    const input = vault.input();
    expect((await makeBundle(vault, input)).length).toBe(planBundle(hashes, input).size);
  });

  it('gives the same bytes for the same input', async () => {
    const vault = samsVault();
    expect(await makeBundle(vault)).toEqual(await makeBundle(vault));
  });
});

describe('the names of evidence files', () => {
  it('say unit, attempt and what it is', () => {
    expect(evidenceOf(samsVault())).toEqual(['unit-3-attempt-1-report.pdf', 'unit-3-attempt-2-report.pdf']);
  });

  it('say feedback, version and assignment where that is what is known', () => {
    const vault = new SmallVault();
    vault.capture({ item: 'i-a', kind: 'assignment', name: 'A', record: { title: 'Risk assessment!' } });
    document(vault, 'i-1', 'Marked.PDF', { assignment: 'i-a', role: 'annotated-copy' });
    document(vault, 'i-1', 'Marked.PDF', { assignment: 'i-a', role: 'annotated-copy' }, 2);
    document(vault, 'i-2', 'Holiday photo.jpeg');
    expect(evidenceOf(vault)).toEqual([
      'risk-assessment-feedback-marked.pdf',
      'risk-assessment-feedback-marked-version-2.pdf',
      'holiday-photo.jpeg',
    ]);
  });

  it('are told apart by a number, whatever the capitals and accents were', () => {
    const vault = new SmallVault();
    ['Résumé.pdf', 'resume.pdf', 'RESUME.PDF', 'resume-2.pdf'].forEach((name, n) =>
      document(vault, `i-${n}`, name),
    );
    expect(evidenceOf(vault)).toEqual(['resume.pdf', 'resume-2.pdf', 'resume-3.pdf', 'resume-2-2.pdf']);
  });

  it('keep out of the way of device names, hidden files and nothing at all', () => {
    const vault = new SmallVault();
    [
      'CON',
      'nul.txt',
      '.htaccess',
      '...',
      '作業',
      '../../etc/passwd',
      'a'.repeat(300) + '.pdf',
      'x.' + 'y'.repeat(40),
    ].forEach((name, n) => document(vault, `i-${n}`, name));
    expect(evidenceOf(vault)).toEqual([
      'file-con',
      'file-nul.txt',
      'htaccess',
      'file',
      'file-2',
      'etc-passwd',
      `${'a'.repeat(40)}.pdf`,
      `x-${'y'.repeat(38)}`,
    ]);
  });

  it('are plain, unique and safe for any names there are, and the originals stay in the description', () => {
    const hostile = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.constantFrom('..', '/', '\\', 'COM1.pdf', 'a:b', '\u202efdp.exe', 'a\0b', 'é', 'e\u0301'),
    );
    fc.assert(
      fc.property(fc.array(hostile, { maxLength: 12 }), (found) => {
        const names = found.map((name) => name.toWellFormed());
        const vault = new SmallVault();
        names.forEach((name, n) => document(vault, `i-${n}`, name));
        const members = planBundle(hashes, vault.input()).layout.members.map(({ name }) => name);
        expect(members.map(findNameProblem).filter((problem) => problem !== undefined)).toEqual([]);
        expect(findNameSetProblem(members)).toBeUndefined();
        expect(members.every((name) => isBundlePath(name))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('give back the original name', async () => {
    const vault = new SmallVault();
    document(vault, 'i-1', 'Prüfung \u202e(1).pdf');
    const { items } = await verifyBytes(await makeBundle(vault));
    expect(items.map(({ name }) => name)).toEqual(['Prüfung \u202e(1).pdf']);
  });
});

describe('what is closed', () => {
  it('appears nowhere in the bundle', async () => {
    const text = new TextDecoder('latin1').decode(await makeBundle(samsVault()));
    expect(text).toContain('Sam Taylor');
    for (const secret of ['sam@example.org', 'sam4471', 'secret-key-of', 'words for search'])
      expect(text).not.toContain(secret);
  });

  it('is a grade that the provider had not released, even where the portal let it slip', async () => {
    const vault = new SmallVault();
    vault.capture({
      item: 'i-g',
      kind: 'grade',
      name: 'Grade',
      record: {
        value: { said: '17.25 / 50' },
        raw: { said: '17.25' },
        released: false,
        releasedBecause: 'not-shown',
      },
    });
    const bundle = await makeBundle(vault);
    expect(new TextDecoder('latin1').decode(bundle)).not.toContain('17.25');
    const { files } = await unzipFiles(bundle);
    expect(textIn(files, 'data/index.html')).toContain('Not released by the provider');
    expect((await verifyBytes(bundle)).ok).toBe(true);
  });
});

describe('a content that stays at home', () => {
  const without = (vault: SmallVault) =>
    vault.input().entries.map((entry) => ({ ...entry, withContent: false }));

  it('is listed as missing, though nobody said so', () => {
    const vault = samsVault();
    const plan = planBundle(hashes, vault.input({ entries: without(vault) }));
    expect(plan.contents).toEqual([]);
    expect(plan.missing.map(({ item, code }) => [item, code])).toEqual([
      ['i-file-1', 'left-out'],
      ['i-file-2', 'left-out'],
    ]);
  });

  it('keeps the reason that was given', () => {
    const vault = samsVault();
    const missing = [
      {
        what: 'Report.pdf',
        code: 'integrity.blob-corrupt',
        why: 'damaged' as const,
        reason: 'The stored copy is damaged.',
        noticedAt: at,
        item: 'i-file-1',
      },
    ];
    const plan = planBundle(hashes, vault.input({ entries: without(vault), missing }));
    expect(plan.missing.map(({ item, code }) => [item, code])).toEqual([
      ['i-file-1', 'integrity.blob-corrupt'],
      ['i-file-2', 'left-out'],
    ]);
  });
});

describe('an item without a file', () => {
  it('may be asked to bring its content along; there is none', () => {
    const vault = samsVault();
    const entries = vault.input().entries.map((entry, index) => ({
      ...entry,
      withContent: vault.log.fields[index]?.kind === 'item-captured',
    }));
    const plan = planBundle(hashes, vault.input({ entries }));
    expect(plan.contents.map(({ item }) => item)).toEqual(['i-file-1', 'i-file-2']);
    expect(plan.missing).toEqual([]);
  });
});

describe('input that breaks its contract', () => {
  const refused = (change: (vault: SmallVault) => Parameters<SmallVault['input']>[0], what: string) => {
    const vault = samsVault();
    expect(() => planBundle(hashes, vault.input(change(vault)))).toThrow(
      expect.objectContaining({ code: 'internal.bug', details: { what } }),
    );
  };

  it('is refused: keys of blobs, or words for search, among the entries', () => {
    for (const entry of [
      { kind: 'blob-stored', at, parts: [] },
      { kind: 'document-examined', at, text: 'words' },
    ])
      refused((vault) => {
        vault.log.append(entry);
        return vault.input();
      }, 'entry-never-leaves');
  });

  it('is refused: an entry twice, or beyond its checkpoint', () => {
    refused((vault) => ({ entries: [...vault.input().entries, ...vault.input().entries] }), 'entry-twice');
    refused(
      (vault) => ({ logs: vault.input().logs.map((log) => ({ ...log, size: 3 })) }),
      'entry-beyond-checkpoint',
    );
    refused(() => ({ logs: [] }), 'entry-beyond-checkpoint');
  });

  it('is refused: a content that is not disclosed, or of something that is no item', () => {
    refused(
      (vault) => ({
        entries: vault
          .input()
          .entries.map((entry) => ({ ...entry, discloses: (name: string) => name !== 'content' })),
      }),
      'content-not-disclosed',
    );
    refused(
      (vault) => ({ entries: vault.input().entries.map((entry) => ({ ...entry, withContent: true })) }),
      'content-without-item',
    );
  });

  it('is refused: an id that is none, a key that is not the vault’s, a signature that is none', () => {
    refused(() => ({ bundleId: '../b' }), 'bundle-id');
    refused((vault) => ({ vault: { id: vault.id, rootPublicKey: vault.log.keys.publicKey } }), 'vault-id');
    refused(() => ({ sign: () => new Uint8Array(63) }), 'signature');
  });
});
