import { createHash } from 'node:crypto';
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { memoryAccess } from '../../../src/bundle/zip/random-access.ts';
import { readEntryFields } from '../../../src/ledger/kinds/entry-kinds.ts';
import { nodeHashes } from '../../../src/platform/node-hashes.ts';
import { exportBundle, type ExportOptions, type ExportReport } from '../../../src/vault/export-bundle.ts';
import { listItems, searchItems } from '../../../src/vault/items.ts';
import { rekey } from '../../../src/vault/passphrase.ts';
import { setEnrolment, addNote, addUnit, mapItem, setProfile } from '../../../src/vault/statements.ts';
import { storedEntry } from '../../../src/vault/stored-entry.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import { verifyBundle } from '../../../src/verify/verify-bundle.ts';
import type { VerificationReport } from '../../../src/verify/verification-report.ts';
import { PracticeLearner } from '../../support/vault/practice-learner.ts';
import { codeOf, entriesOf, noStop, passphrase } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

interface Exported {
  readonly report: ExportReport;
  readonly bytes: Buffer;
  readonly verified: VerificationReport;
}

let count = 0;
/** Exports, reads the bundle back and verifies it in full, knowing the vault's key from elsewhere. */
async function exported(vault: WritableVault, choice: Partial<ExportOptions> = {}): Promise<Exported> {
  count += 1;
  const out = join(vault.dir, '..', `bundle-${count}.zip`);
  const report = await exportBundle(vault, { out, signal: noStop(), ...choice });
  const bytes = await readFile(report.out);
  return { report, bytes, verified: await verify(bytes, vault.id) };
}
const verify = (bytes: Buffer, expectKey?: string): Promise<VerificationReport> =>
  verifyBundle(memoryAccess(new Uint8Array(bytes)), {
    hashes: nodeHashes,
    full: true,
    ...(expectKey === undefined ? {} : { expectKey }),
  });
const results = ({ checks }: VerificationReport): Record<string, string> =>
  Object.fromEntries(checks.map(({ id, result }) => [id, result]));
const proven = {
  zip: 'pass',
  layout: 'pass',
  integrity: 'pass',
  'integrity-sha512': 'pass',
  'tag-integrity': 'pass',
  signature: 'pass',
  checkpoint: 'pass',
  history: 'pass',
  identity: 'pass',
};
const names = ({ verified }: Exported): string[] => verified.items.map(({ name = '' }) => name).sort();

describe('a bundle of a synced vault', () => {
  let learner: PracticeLearner;
  let whole: Exported;
  beforeAll(async () => {
    learner = await PracticeLearner.connect();
    learner.provider.switches.corruptDownload('/late.docx', 'truncate');
    expect(await learner.sync()).toMatchObject({ state: 'partial', failed: 1 });
    const { vault } = learner;
    await setProfile(vault, { name: 'Sam Reed', uln: '9276308686', email: 'sam@example.org' });
    await setEnrolment(vault, { provider: { name: 'Northfield' } });
    await addUnit(vault, { reference: 'A/502/0812', title: 'Practical portfolio' });
    await addUnit(vault, { reference: 'U9', title: 'Another unit' });
    await mapItem(vault, learner.get('assignment/3').id, 'A/502/0812');
    await mapItem(vault, learner.get('assignment/22').id, 'U9');
    await addNote(vault, learner.get('assignment/3').id, 'Private thoughts.');
    whole = await exported(vault);
  });
  afterAll(() => learner.end());

  it('holds everything, and every check that can be made passes', () => {
    const { report, verified, bytes } = whole;
    expect(results(verified)).toMatchObject(proven);
    expect(verified).toMatchObject({ ok: true, verdict: 'incomplete', practice: true });
    expect(verified.checks.filter(({ result }) => result === 'fail')).toEqual([]);
    expect(verified.bundle).toMatchObject({ id: report.bundle, vault: learner.vault.id });
    expect(report).toMatchObject({
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    const kept = listItems(learner.vault).filter(({ versions }) => versions > 0);
    expect(
      new Set(verified.items.filter(({ standing }) => standing === 'kept').map(({ id }) => id)).size,
    ).toBe(kept.length);
    for (const item of verified.items) expect(item.result, item.name).toBe('pass');
    const attempt = verified.items.find(({ name }) => name === 'portfolio v2.docx');
    expect(attempt).toMatchObject({ files: [{ result: 'pass' }, { size: 953, result: 'pass' }] });
  });

  it('is a fact of the history, and does not cover itself', async () => {
    const entry = (await entriesOf(learner.vault)).find(({ bundle }) => bundle === whole.report.bundle);
    expect(entry).toMatchObject({
      kind: 'bundle-exported',
      sha256: whole.report.sha256,
      size: whole.report.bytes,
    });
    const { size = 0 } = whole.verified.bundle?.logs[0] ?? {};
    expect(learner.vault.writer.head().size).toBeGreaterThan(size);
  });

  it('counts the attempts of what it shows last in its history, and hides none of them unsaid', async () => {
    const { vault } = learner;
    const { attempts, bundle } = whole.verified;
    const chains = vault.index.chains.all();
    expect(attempts?.assignments).toHaveLength(chains.length);
    expect(attempts?.others).toBe(0);
    const kept = attempts?.assignments.reduce((sum, { recorded }) => sum + recorded, 0);
    expect(kept).toBe(
      listItems(vault).filter(({ kind, versions }) => kind === 'attempt' && versions > 0).length,
    );
    for (const { recorded, shown: here } of attempts?.assignments ?? []) expect(here).toBe(recorded);
    const closed = (await entriesOf(vault)).findIndex(({ kind }) => kind === 'history-closed');
    expect(bundle?.logs[0]?.size).toBe(closed + 1);

    const one = learner.get('assignment/3/attempt/0');
    const part = await exported(vault, { items: [one.id] });
    const recorded = learner.get('assignment/3').parts.filter(({ kind }) => kind === 'attempt').length;
    expect(recorded).toBeGreaterThan(1);
    expect(part.verified.attempts).toMatchObject({
      assignments: [{ assignment: learner.get('assignment/3').id, recorded, shown: 1 }],
      others: chains.length - 1,
    });
    expect(part.verified.checks.find(({ id }) => id === 'completeness')).toMatchObject({
      result: 'not-checked',
      code: 'attempts-not-shown',
    });
  });

  it('says what is missing and why: what could not be fetched, and what was not given out', () => {
    const { missing } = whole.report;
    expect(missing).toContainEqual(
      expect.objectContaining({ what: 'late.docx', code: expect.stringMatching(/^source\.download-/) }),
    );
    const withheld = missing.filter(({ code }) => code === 'not-released').map(({ what }) => what);
    for (const part of ['Blind marked exam paper', 'Unit 2 Assignment', 'Grade hidden in gradebook'])
      expect(
        withheld.some((what) => what.includes(part)),
        part,
      ).toBe(true);
    expect(whole.verified.bundle?.missing.map(({ what, code }) => [what, code])).toEqual(
      missing.map(({ what, code }) => [what, code]),
    );
    expect(results(whole.verified).completeness).not.toBe('pass');
  });

  it('holds no secret, no raw answer, and no mark that was not given out', () => {
    const { vault, provider, source } = learner;
    const token = vault.secrets.find(source) ?? 'none';
    for (const secret of [
      token,
      provider.learner.password,
      passphrase,
      'sam@example.org',
      'Private thoughts',
      '"61.00000"',
      '"privatetoken":',
      '"userprivateaccesskey":',
    ])
      expect(whole.bytes.includes(secret), secret).toBe(false);
    expect(whole.bytes.includes('Sam Reed')).toBe(true);
  });

  it('of one unit holds that unit, and what it lacks', async () => {
    const { vault } = learner;
    const unit = await exported(vault, { unit: 'a5020812' });
    expect(results(unit.verified)).toMatchObject(proven);
    expect(names(unit)).toContain('portfolio v2.docx');
    expect(names(unit)).not.toContain('method statement.pdf');
    expect(unit.bytes.includes('Another unit')).toBe(false);
    expect(unit.report.items).toBe(learner.get('assignment/3').parts.length + 1);
    const late = await exported(vault, { unit: 'U9' });
    expect(late.report.missing).toContainEqual(expect.objectContaining({ what: 'late.docx' }));
    expect(await codeOf(exported(vault, { unit: 'U77' }))).toBe('input.not-found');
  });

  it('of one item holds what belongs to it, shows what it belongs to, and nothing else', async () => {
    const item = learner.get('assignment/3/attempt/0/feedback');
    const one = await exported(learner.vault, { items: [item.id] });
    expect(results(one.verified)).toMatchObject(proven);
    const kinds = one.verified.items.map(({ kind }) => kind).sort();
    expect(kinds).toEqual([
      'assignment',
      'attempt',
      'document',
      'enrolment',
      'feedback',
      'mapping',
      'profile',
      'unit',
    ]);
    expect(one.bytes.includes('portfolio v2.docx')).toBe(false);
    // The feedback and its file.
    expect(one.report.items).toBe(2);
  });

  it('of one source holds only that', async () => {
    const { vault, world } = learner;
    await world.add(vault, { 'my own.txt': 'From my desk.' });
    const portal = await exported(vault, { source: learner.source });
    expect(names(portal)).not.toContain('my own.txt');
    const own = await exported(vault, { source: 'Added by you' });
    expect(names(own).filter((name) => name !== '')).toEqual(['my own.txt']);
    expect(own.verified.ok).toBe(true);
  });

  it('is refused after any change', async () => {
    const { vault } = learner;
    const { bytes } = await exported(vault, { unit: 'A/502/0812' });
    const findings = async (change: (copy: Buffer) => Buffer): Promise<string[]> => {
      const report = await verify(change(Buffer.from(bytes)), vault.id);
      expect(report).toMatchObject({ ok: false, verdict: 'fail' });
      return report.checks.flatMap(({ result, code }) =>
        result === 'fail' && code !== undefined ? [code] : [],
      );
    };
    const flip =
      (text: string) =>
      (copy: Buffer): Buffer => {
        const at = copy.indexOf(text);
        expect(at).toBeGreaterThan(0);
        copy.writeUInt8(copy.readUInt8(at + 1) ^ 1, at + 1);
        return copy;
      };
    expect(await findings(flip('%PDF'))).toContain('payload-altered');
    expect(await findings(flip('Refer: AC 3.2'))).not.toEqual([]);
    expect(await findings(flip('"format":"evidence-vault-ledger"'))).not.toEqual([]);
    expect(await findings((copy) => copy.subarray(0, copy.length - 1))).not.toEqual([]);
    const strangers = await verify(bytes, 'ab'.repeat(32));
    expect(strangers.ok).toBe(false);
    expect(results(strangers).identity).toBe('fail');
    const nobody = await verify(bytes);
    expect(nobody).toMatchObject({ ok: true, verdict: 'incomplete' });
    expect(results(nobody).identity).toBe('not-checked');
  });
});

const hostile = [
  '../../etc/passwd',
  'C:\\Windows\\evil.exe',
  'CON',
  'con.txt',
  ' leading and trailing ',
  '.hidden',
  '-rf',
  'tab\tand\nnewline.txt',
  '<script>alert(1)</script>.html',
  '"quoted" & \'apostrophed\'.txt',
  'é'.normalize('NFC'),
  'é'.normalize('NFD'),
  '\u202egpj.exe',
  '🧱'.repeat(30),
  'x'.repeat(240),
  'UPPER.TXT',
  'upper.txt',
  'ملف.pdf',
];
const fileNames = hostile.filter((name) => !name.includes('/')).map((name) => name.replaceAll('\0', ''));
const world = worlds(async (template) => {
  await template.using((vault) =>
    template.add(vault, {
      ...Object.fromEntries(fileNames.map((name) => [name, `The bytes of ${name}`])),
      'empty.txt': '',
      'large.bin': Buffer.alloc(3_000_000, 'large'),
    }),
  );
});

describe('a bundle of files', () => {
  it('keeps hostile names as they are, and gives their files plain ones', async () => {
    const at = await world();
    const vault = await at.write();
    const all = await exported(vault);
    expect(results(all.verified)).toMatchObject(proven);
    expect(names(all).filter((name) => name !== '')).toEqual([...fileNames, 'empty.txt', 'large.bin'].sort());
    const paths = all.verified.items.flatMap(({ files }) => files.map(({ path }) => path));
    for (const path of paths) expect(path).toMatch(/^data\/(?:records|evidence)\/[a-z0-9][a-z0-9._-]*$/);
    expect(new Set(paths).size).toBe(paths.length);
  });

  it('never gives the bytes of one file out as another that an entry leads to', async () => {
    const vault = await (await world()).write();
    const captured = (await entriesOf(vault))
      .map((fields) => readEntryFields(fields))
      .flatMap((read) => ('entry' in read && read.entry.kind === 'item-captured' ? [read.entry] : []))
      .find(({ name }) => name === 'upper.txt');
    const { sha256 = '', size = 0 } = captured?.content ?? {};
    const [stored] = vault.index.blobs.allByDigest(sha256, size);
    if (captured?.content === undefined || stored === undefined) throw new Error('not stored');
    const another = createHash('sha256').update('The bytes of Upper.txt').digest('hex');
    const content = { ...captured.content, sha256: another };
    await vault.recorder.record([
      storedEntry({ ...stored, sha256: another }, captured.at),
      { ...captured, version: 2, content },
    ]);
    const partial = await exported(vault);
    expect(partial.report.missing.map(({ what, code }) => [what, code])).toEqual([
      ['upper.txt', 'integrity.blob-corrupt'],
    ]);
    expect(results(partial.verified)).toMatchObject(proven);
  });

  it('is partial and says so where blobs are damaged or missing', async () => {
    const at = await world();
    const vault = await at.write();
    const blobOf = (name: string): string => {
      const item = listItems(vault).find((each) => each.name === name);
      const [part] = vault.index.blobs.allByDigest(item?.sha256 ?? '', item?.size ?? 0)[0]?.parts ?? [];
      return join(at.dir, 'blobs', '0000', `${part?.file ?? ''}.blob`);
    };
    await rm(blobOf('UPPER.TXT'));
    await rm(blobOf('ملف.pdf'));
    await writeFile(blobOf('.hidden'), 'cut short');
    const bytes = await readFile(blobOf('large.bin'));
    bytes.writeUInt8(bytes.readUInt8(2_000_000) ^ 1, 2_000_000);
    await writeFile(blobOf('large.bin'), bytes);
    const partial = await exported(vault);
    expect(results(partial.verified)).toMatchObject(proven);
    expect(partial.report.missing.map(({ what, code }) => [what, code]).sort()).toEqual([
      ['.hidden', 'integrity.blob-corrupt'],
      ['UPPER.TXT', 'integrity.blob-missing'],
      ['large.bin', 'integrity.blob-corrupt'],
      ['ملف.pdf', 'integrity.blob-missing'],
    ]);
    expect(results(partial.verified).completeness).not.toBe('pass');
    // Their records are there all the same, so that somebody can see that they were.
    expect(names(partial)).toContain('large.bin');
    expect(partial.verified.items.find(({ name }) => name === 'large.bin')?.files).toHaveLength(1);
    expect((await readdir(at.root)).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('replaces nothing unless told, and leaves nothing half-written', async () => {
    const at = await world();
    const vault = await at.write();
    const out = await at.file('taken.zip', 'something else');
    expect(await codeOf(exportBundle(vault, { out, signal: noStop() }))).toBe('input.exists');
    expect(await readFile(out, 'utf8')).toBe('something else');
    expect(await codeOf(exportBundle(vault, { out, force: true, signal: noStop() }))).toBe('nothing');
    expect((await verify(await readFile(out), vault.id)).ok).toBe(true);
    expect(
      await codeOf(exportBundle(vault, { out: join(at.root, 'nowhere', 'b.zip'), signal: noStop() })),
    ).toBe('input.path-missing');
    const other = join(at.root, 'files', 'stopped.zip');
    expect(await codeOf(exportBundle(vault, { out: other, signal: AbortSignal.abort() }))).toBe(
      'internal.cancelled',
    );
    expect((await readdir(join(at.root, 'files'))).filter((name) => /stopped|part/.test(name))).toEqual([]);
    const told = (await entriesOf(vault)).filter(({ kind }) => kind === 'bundle-exported');
    expect(told).toHaveLength(1);
  });

  it('of nothing is refused', async () => {
    const at = await world();
    const vault = await at.write();
    await addUnit(vault, { reference: 'U1' });
    expect(await codeOf(exported(vault, { unit: 'U1' }))).toBe('input.nothing-chosen');
    expect(await codeOf(exported(vault, { items: [] }))).toBe('input.nothing-chosen');
    expect(await codeOf(exported(vault, { items: ['i-0000000000'] }))).toBe('input.not-found');
  });

  it('holds every log of a vault that was copied, and every epoch of one that was rekeyed', async () => {
    const at = await world();
    await rekey(at.place, { passphrase });
    const dir = join(at.root, 'copy');
    await cp(at.dir, dir, { recursive: true });
    const copy = await at.write({ dir });
    await at.add(copy, { 'in the copy.txt': 'Only here.' });
    const [item] = searchItems(copy, 'in the copy');
    expect(item?.name).toBe('in the copy.txt');
    const both = await exported(copy);
    expect(results(both.verified)).toMatchObject(proven);
    expect(both.verified.bundle?.logs).toHaveLength(2);
    expect(names(both)).toEqual(expect.arrayContaining(['in the copy.txt', 'UPPER.TXT']));
  });
});
