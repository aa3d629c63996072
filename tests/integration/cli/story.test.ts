import { createHash } from 'node:crypto';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CliHouse } from '../../support/cli.ts';
import { sampleFiles, writeSampleFiles } from '../../support/sample-files.ts';
import {
  addDocument,
  checkDocument,
  exportDocument,
  getDocument,
  historyDocument,
  initDocument,
  listDocument,
  showDocument,
  statedDocument,
  statusDocument,
  verifyDocument,
} from './documents.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('a vault of real files, from beginning to end', () => {
  let house: CliHouse;
  let made: ReturnType<typeof initDocument.parse>;

  beforeAll(async () => {
    house = await CliHouse.make();
    await writeSampleFiles(house.path('work', 'coursework'));
    made = initDocument.parse((await house.spawnJson(['init'])).document);
  });
  afterAll(() => house.remove());

  const idOf = async (name: string): Promise<string> => {
    const { items } = listDocument.parse((await house.json(['list'])).document);
    const found = items.find((item) => item.name === name);
    if (found === undefined) throw new Error(`${name} is not listed`);
    return found.id;
  };

  it('makes a vault where it was told to, and shows a recovery key of words', () => {
    expect(made.path).toBe(house.vault);
    expect(made.recoveryKey.split(' ').length).toBeGreaterThanOrEqual(12);
    expect(Buffer.from(made.publicKey, 'base64')).toHaveLength(32);
  });

  it('keeps every file of a folder, with its own digest', async () => {
    const { code, document, stderr } = await house.spawnJson(['add', 'coursework']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const added = addDocument.parse(document);
    const names = Object.keys(sampleFiles);
    expect(added.captured).toBe(names.length);
    expect(added.failed).toBe(0);
    expect(added.bytes).toBe(Object.values(sampleFiles).reduce((sum, bytes) => sum + bytes.length, 0));
    expect(added.items.map(({ sha256: digest }) => digest).sort()).toEqual(
      Object.values(sampleFiles).map(sha256).sort(),
    );
  });

  it('captures nothing twice, and says so in plain words', async () => {
    const { code, stdout } = await house.spawn(['add', 'coursework']);
    expect(code).toBe(0);
    expect(stdout).toBe(
      `0 items kept (0 bytes), ${Object.keys(sampleFiles).length} as before, 0 not kept.\n`,
    );
  });

  it('keeps a changed file as a new version beside the old one', async () => {
    await appendFile(house.path('work', 'coursework', 'notes.txt'), 'And on Tuesday.\n');
    const added = addDocument.parse((await house.json(['add', 'coursework'])).document);
    expect(added).toMatchObject({ captured: 1, changed: 1, failed: 0 });
    const { versions } = historyDocument.parse(
      (await house.json(['history', await idOf('notes.txt')])).document,
    );
    expect(versions.map(({ version }) => version)).toEqual([1, 2]);
  });

  it('gives back the bytes of any version, and never overwrites unasked', async () => {
    const id = await idOf('notes.txt');
    const first = getDocument.parse(
      (await house.json(['get', id, '--version', '1', '--out', 'first.txt'])).document,
    );
    const original = sampleFiles['notes.txt'];
    expect(await readFile(house.path('work', 'first.txt'))).toEqual(original);
    expect(first).toMatchObject({ out: house.path('work', 'first.txt'), size: original?.length });
    const again = await house.json(['get', id, '--out', 'first.txt']);
    expect(again.code).toBe(2);
    expect(again.document).toMatchObject({ error: { code: 'input.exists' } });
    expect(await readFile(house.path('work', 'first.txt'))).toEqual(original);
    expect((await house.run(['get', id, '--out', 'first.txt', '--force'])).code).toBe(0);
    expect(await readFile(house.path('work', 'first.txt'), 'utf8')).toContain('Tuesday');
  });

  it('finds an item by the beginning of a word of its name', async () => {
    const { items } = listDocument.parse((await house.json(['search', 'zoe évi'])).document);
    expect(items.map(({ name }) => name)).toEqual(['Zoë’s évidence 👷.txt']);
    expect((await house.run(['search', 'nowhere'])).stdout).toBe(
      '0 items.\nSearch could not look into 2 files, or not to the end: 2 malformed.\n',
    );
  });

  it('takes what the learner states, and only warns of a doubtful number', async () => {
    const profile = statedDocument.parse(
      (await house.json(['profile', 'set', '--name', 'Sam Taylor', '--uln', '1234567890'])).document,
    );
    expect(profile.record).toMatchObject({ name: 'Sam Taylor', uln: '1234567890' });
    expect(profile.warnings.map(({ field }) => field)).toEqual(['uln']);
    const enrolment = statedDocument.parse(
      (
        await house.json([
          'enrolment',
          'add',
          '--provider',
          'Northfield',
          '--qan',
          '603/2240/1',
          '--start',
          '2026-09-01',
        ])
      ).document,
    );
    expect(enrolment.record).toMatchObject({
      provider: { name: 'Northfield' },
      qualification: { qan: '603/2240/1' },
      start: { said: '2026-09-01', means: '2026-09-01' },
    });
  });

  it('maps evidence to units and criteria, keeps notes, and shows all of it', async () => {
    const id = await idOf('report.pdf');
    await writeFile(
      house.path('work', 'units.csv'),
      'unit,title,criterion,text\nUnit 1,Risk assessment,P1,Names hazards\nUnit 1,Risk assessment,P2,Ranks them\n',
    );
    expect((await house.json(['unit', 'import', 'units.csv'])).document).toMatchObject({
      ok: true,
      units: 1,
      criteria: 2,
    });
    statedDocument.parse(
      (await house.json(['unit', 'add', 'Unit 2', '--title', 'Design', '--credit', '10'])).document,
    );
    statedDocument.parse((await house.json(['map', id, 'Unit 1/P1', '--at', '3-5'])).document);
    statedDocument.parse((await house.json(['note', id], { input: 'My own words.\nTwo lines.' })).document);
    const shown = showDocument.parse((await house.json(['show', id])).document);
    expect(shown.mappings).toMatchObject([
      { unit: 'Unit 1', criterion: 'P1', at: { kind: 'page', page: 3, to: 5 } },
    ]);
    expect(shown.notes).toMatchObject([{ text: 'My own words.\nTwo lines.' }]);
    const text = (await house.run(['show', id])).stdout;
    expect(text).toContain('Unit 1/P1, pages 3 to 5');
    const listed = listDocument.parse((await house.json(['list', '--unit', 'unit 1'])).document);
    expect(listed.items.map((item) => item.id)).toEqual([id]);
  });

  it('takes a mapping back, and the history keeps that it was there', async () => {
    const id = await idOf('notes.txt');
    const made = statedDocument.parse((await house.json(['map', id, 'Unit 2'])).document);
    expect((await house.json(['withdraw', made.id])).document).toEqual({ ok: true });
    expect(showDocument.parse((await house.json(['show', id])).document).mappings).toEqual([]);
    expect((await house.json(['withdraw', made.id])).code).toBe(2);
  });

  it('says how well each unit is protected, and never more than it knows', async () => {
    const { units } = statusDocument.parse((await house.json(['status'])).document);
    expect(units.map(({ ref, level }) => [ref, level])).toEqual([
      ['Unit 1', 'attention'],
      ['Unit 2', 'risk'],
    ]);
    const text = (await house.spawn(['status'])).stdout;
    expect(text).toContain('Needs attention: Unit 1  Risk assessment, 1 item kept');
    expect(text).toContain('At risk: Unit 2  Design');
  });

  it('can be checked without any key, as whoever keeps a copy of it would', async () => {
    const noPassphrase = { env: { EVIDENCE_VAULT_PASSPHRASE: undefined } };
    const { document, code } = await house.json(['check', '--full', '--without-key'], noPassphrase);
    expect(code).toBe(0);
    expect(checkDocument.parse(document)).toMatchObject({ ok: true, damaged: [] });
    expect((await house.run(['check', '--without-key', '--full'], noPassphrase)).stdout).toContain(
      'every one read.',
    );
  });

  it('finds everything in order', async () => {
    const fast = checkDocument.parse((await house.json(['check'])).document);
    expect(fast).toMatchObject({ ok: true, damaged: [] });
    const { code, stdout } = await house.run(['check', '--full']);
    expect({ code, last: stdout.trimEnd().split('\n').at(-1) }).toEqual({
      code: 0,
      last: 'Everything is as it was kept.',
    });
  });

  it('exports a bundle that verifies with and without the key', async () => {
    const bundle = exportDocument.parse((await house.spawnJson(['export', '--out', 'bundle.zip'])).document);
    const bytes = await readFile(house.path('work', 'bundle.zip'));
    expect(bundle).toMatchObject({ bytes: bytes.length, sha256: sha256(bytes) });
    expect((await house.run(['export', '--out', 'bundle.zip'])).code).toBe(2);

    const nowhere = { EVIDENCE_VAULT_DIR: house.path('no-vault'), EVIDENCE_VAULT_PASSPHRASE: undefined };
    const open = await house.spawnJson(['verify', 'bundle.zip'], { env: nowhere });
    expect(open.code).toBe(0);
    expect(verifyDocument.parse(open.document)).toMatchObject({
      ok: true,
      verdict: 'incomplete',
      signer: { publicKey: made.publicKey },
    });
    for (const key of [made.publicKey, made.vaultId]) {
      const known = await house.json(['verify', 'bundle.zip', '--full', '--expect-key', key], {
        env: nowhere,
      });
      const { checks } = verifyDocument.parse(known.document);
      expect(checks.find(({ id }) => id === 'identity')).toMatchObject({ result: 'pass' });
      expect(checks.filter(({ result }) => result === 'fail')).toEqual([]);
    }
    const stranger = await house.json(['verify', 'bundle.zip', '--expect-key', '0'.repeat(64)], {
      env: nowhere,
    });
    expect(stranger.code).toBe(1);
    expect(verifyDocument.parse(stranger.document)).toMatchObject({ ok: false, verdict: 'fail' });
  });

  it('tells people each answer on its own, and what it does not show', async () => {
    const { stdout, code } = await house.spawn(['verify', 'bundle.zip']);
    expect(code).toBe(0);
    for (const answer of [
      'Unchanged',
      'One history',
      'Since when',
      'From whom',
      'Anything missing',
      'Who sent it',
    ])
      expect(stdout).toMatch(new RegExp(`^\\[(yes|open)\\] +${answer} `, 'mu'));
    expect(stdout).toContain('It does not show that the work is the learner’s own');
  });

  it('exports only what was chosen', async () => {
    const id = await idOf('photo.png');
    const one = exportDocument.parse(
      (await house.json(['export', '--item', id, '--out', 'one.zip'])).document,
    );
    expect(one.items).toBe(1);
    const unit = exportDocument.parse(
      (await house.json(['export', '--unit', 'Unit 1', '--out', 'unit.zip'])).document,
    );
    expect(unit.items).toBe(1);
  });

  it('verifies several files in one line each, and goes on after one that is not there', async () => {
    await writeFile(house.path('work', 'not-a-zip.zip'), 'This is no zip.');
    const { code, stdout } = await house.run([
      'verify',
      'bundle.zip',
      'missing.zip',
      'not-a-zip.zip',
      'one.zip',
      '--json',
    ]);
    const documents = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(documents).toMatchObject([
      { verdict: 'incomplete' },
      { file: house.path('work', 'missing.zip'), error: { code: 'input.path-missing' } },
      { verdict: 'fail' },
      { verdict: 'incomplete' },
      { summary: { bundles: 4, good: 0, incomplete: 2, failed: 1, unreadable: 1 } },
    ]);
    expect(code).toBe(2);
  });
});

describe('the keys of a vault', () => {
  let house: CliHouse;
  let recoveryKey: string;

  beforeAll(async () => {
    house = await CliHouse.make();
    ({ recoveryKey } = initDocument.parse((await house.json(['init'])).document));
    await writeFile(house.path('work', 'a.txt'), 'a');
    await house.run(['add', 'a.txt']);
  });
  afterAll(() => house.remove());

  const listsWith = async (passphrase: string): Promise<unknown> => {
    const { code, document } = await house.json(['list'], { env: { EVIDENCE_VAULT_PASSPHRASE: passphrase } });
    return code === 0 ? listDocument.parse(document).items.length : code;
  };

  it('changes the passphrase', async () => {
    const changed = await house.json(['passphrase', 'change'], {
      env: { EVIDENCE_VAULT_NEW_PASSPHRASE: 'eight copper lanterns' },
    });
    expect(changed.document).toEqual({ ok: true, replicas: { done: [], pending: [] } });
    expect(await listsWith('eight copper lanterns')).toBe(1);
    expect(await listsWith('seven copper lanterns')).toBe(3);
  });

  it('reads the passphrase from the first line of a file, before the environment', async () => {
    await writeFile(house.path('work', 'passphrase'), '\ufeffeight copper lanterns\r\nnot this\n');
    expect((await house.run(['list', '--passphrase-file', 'passphrase'])).code).toBe(0);
  });

  it('gets back in with the recovery key, and tells a typo from a wrong key', async () => {
    const env = { EVIDENCE_VAULT_NEW_PASSPHRASE: 'nine copper lanterns' };
    const typo = await house.json(['recover'], {
      env: { ...env, EVIDENCE_VAULT_RECOVERY_KEY: recoveryKey.replace(/^\S+/u, 'zzzz') },
    });
    expect(typo.document).toMatchObject({ error: { code: 'input.recovery-key-typo' } });
    expect(typo.code).toBe(2);
    const recovered = await house.json(['recover'], {
      env: { ...env, EVIDENCE_VAULT_RECOVERY_KEY: recoveryKey },
    });
    expect(recovered.document).toEqual({ ok: true, replicas: { done: [], pending: [] } });
    expect(await listsWith('nine copper lanterns')).toBe(1);
  });

  it('begins a new epoch with a new recovery key, and still reads what came before', async () => {
    const env = { EVIDENCE_VAULT_PASSPHRASE: 'nine copper lanterns' };
    const rekeyed = await house.json(['rekey'], { env });
    expect(rekeyed.document).toMatchObject({ ok: true });
    expect(rekeyed.document).not.toMatchObject({ recoveryKey });
    await writeFile(house.path('work', 'b.txt'), 'b');
    expect((await house.run(['add', 'b.txt'], { env })).code).toBe(0);
    expect(await listsWith('nine copper lanterns')).toBe(2);
    expect((await house.json(['check', '--full'], { env })).document).toMatchObject({ ok: true });
  });

  it('makes another recovery key, and makes the index anew', async () => {
    const env = { EVIDENCE_VAULT_PASSPHRASE: 'nine copper lanterns' };
    expect((await house.json(['recovery-key', 'renew'], { env })).document).toMatchObject({ ok: true });
    expect((await house.json(['rebuild-index'], { env })).document).toEqual({ ok: true });
    expect(await listsWith('nine copper lanterns')).toBe(2);
  });
});
