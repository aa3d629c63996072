import { chmod, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { binPath, CliHouse, outcomeOf } from '../../support/cli.ts';
import { writeSampleFiles } from '../../support/sample-files.ts';
import { checkDocument, errorDocument, listDocument } from './documents.ts';

let house: CliHouse;

beforeAll(async () => {
  house = await CliHouse.make();
  await writeSampleFiles(house.path('work', 'coursework'));
  await house.run(['init']);
  await house.run(['add', 'coursework']);
});
afterAll(() => house.remove());

/** The code of the error and the exit code, the same with `--json` and without. */
async function refusal(
  words: readonly string[],
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<unknown> {
  const json = await house.json(words, { env });
  const { error } = errorDocument.parse(json.document);
  const text = await house.run(words, { env });
  expect(text.code).toBe(json.code);
  expect(text.stdout).toBe('');
  expect(text.stderr.split('\n')[0]).toBe(`${error.message} [${error.code}]`);
  return [error.code, json.code];
}

describe('the process itself', () => {
  it.each([
    [['list', '--nonsense'], {}, 2],
    [['list'], { EVIDENCE_VAULT_PASSPHRASE: 'not this one' }, 3],
    [['verify', 'notes-that-are-not-there.zip'], {}, 2],
    [['verify', 'coursework/report.pdf'], {}, 1],
  ])('%j with %j ends with %d', async (words, env, code) => {
    expect((await house.spawnJson(words, { env })).code).toBe(code);
  });
});

describe('wrong use, exit code 2', () => {
  it.each([
    [['nonsense']],
    [[]],
    [['list', '--nonsense']],
    [['get', 'i-0000000000']],
    [['source']],
    [['source', 'add', 'moodle', '--url', 'https://portal.example']],
    [['get', 'i-0000000000', '--out', 'x', '--version', '0']],
    [['map', 'i-0000000000', 'Unit 1', '--at', 'somewhere']],
    [['verify', 'coursework/report.pdf', '--expect-key', 'no key']],
  ])('%j', async (words) => {
    expect(await refusal(words)).toEqual(['input.usage', 2]);
  });

  it('an item, a unit or a source that is not there', async () => {
    expect(await refusal(['show', 'i-0000000000'])).toEqual(['input.not-found', 2]);
    expect(await refusal(['list', '--unit', 'Unit 9'])).toEqual(['input.not-found', 2]);
    expect(await refusal(['sync', '--source', 's-0000000000'])).toEqual(['input.not-found', 2]);
    expect(await refusal(['source', 'remove', 's-0000000000'])).toEqual(['input.not-found', 2]);
    expect(await refusal(['alert', 'settle', 'a-0000000000'])).toEqual(['input.not-found', 2]);
  });

  it('an id that could mean several items', async () => {
    expect(await refusal(['show', 'i-'])).toEqual(['input.ambiguous', 2]);
  });

  it('a file that is not there', async () => {
    expect(await refusal(['add', 'missing.txt'])).toEqual(['input.path-missing', 2]);
    expect(await refusal(['verify', 'missing.zip'])).toEqual(['input.path-missing', 2]);
    expect(await refusal(['unit', 'import', 'missing.csv'])).toEqual(['input.path-missing', 2]);
    expect(await refusal(['source', 'add', 'folder', 'missing'])).toEqual(['input.path-missing', 2]);
    expect(await refusal(['list', '--passphrase-file', 'missing'])).toEqual(['input.path-unreadable', 2]);
  });

  it('a table that is none', async () => {
    await writeFile(house.path('work', 'bad.csv'), 'colour,shape\nred,round\n');
    expect(await refusal(['unit', 'import', 'bad.csv'])).toEqual(['input.csv-invalid', 2]);
  });

  it('no passphrase, and nobody to ask', async () => {
    expect(await refusal(['list'], { EVIDENCE_VAULT_PASSPHRASE: undefined })).toEqual([
      'input.passphrase-missing',
      2,
    ]);
  });

  it('no password for a portal, and nobody to ask', async () => {
    expect(
      await refusal(['source', 'add', 'moodle', '--url', 'https://portal.example', '--username', 'sam']),
    ).toEqual(['input.secret-missing', 2]);
  });

  it('a passphrase that is too short for a new vault, of which nothing is left', async () => {
    const dir = house.path('short');
    expect(await refusal(['init', '--vault', dir], { EVIDENCE_VAULT_PASSPHRASE: 'short' })).toEqual([
      'input.passphrase-weak',
      2,
    ]);
    expect(await readdir(house.folder)).not.toContain('short');
  });

  it('a second vault at the same place', async () => {
    expect(await refusal(['init'])).toEqual(['access.vault-exists', 2]);
  });

  it('nothing to state, nothing to export', async () => {
    expect(await refusal(['profile', 'set'])).toEqual(['input.nothing-chosen', 2]);
    expect(await refusal(['enrolment', 'add'])).toEqual(['input.nothing-chosen', 2]);
  });
});

describe('a vault that cannot be opened, exit code 3', () => {
  it('a wrong passphrase', async () => {
    expect(await refusal(['list'], { EVIDENCE_VAULT_PASSPHRASE: 'not this one' })).toEqual([
      'access.wrong-passphrase',
      3,
    ]);
  });

  it('no vault at that place', async () => {
    expect(await refusal(['list', '--vault', 'nowhere'])).toEqual(['access.no-vault', 3]);
    expect(await refusal(['add', 'coursework', '--vault', 'nowhere'])).toEqual(['access.no-vault', 3]);
  });

  it('a vault of a newer version', async () => {
    const other = house.path('newer');
    await house.run(['init', '--vault', other]);
    for (const name of (await readdir(other)).filter((file) => file.endsWith('.json'))) {
      const path = join(other, name);
      const text = await readFile(path, 'utf8');
      expect(text).toMatch(/"version":\s*1/u);
      await writeFile(path, text.replace(/"version":(\s*)1/u, '"version":$12'));
    }
    expect(await refusal(['list', '--vault', other])).toEqual(['format.too-new', 3]);
  });
});

describe('findings, exit code 1', () => {
  it('damage in the vault, with the items that it touches', async () => {
    const other = house.path('damaged');
    await house.run(['init', '--vault', other]);
    await house.run(['add', 'coursework/report.pdf', '--vault', other]);
    const [item] = listDocument.parse((await house.json(['list', '--vault', other])).document).items;
    const blobs = await findFiles(other, (path) => path.endsWith('.blob'));
    expect(blobs.length).toBeGreaterThan(0);
    for (const path of blobs) await truncate(path, 10);
    const { code, document } = await house.json(['check', '--vault', other]);
    expect(code).toBe(1);
    const found = checkDocument.parse(document);
    expect(found.ok).toBe(false);
    expect(found.damaged.flatMap(({ items }) => items)).toContain(item?.id);
    const text = await house.run(['check', '--vault', other]);
    expect(text.code).toBe(1);
    expect(text.stdout).toContain('Not everything is as it was kept.');
  });

  it('a file that is no bundle', async () => {
    await writeFile(house.path('work', 'no.zip'), 'PK but no zip');
    const { code, stdout } = await house.run(['verify', 'no.zip']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^\[NO\] +Unchanged /mu);
  });

  it('a file that could not be read, beside others that could', async ({ skip }) => {
    skip(process.getuid?.() === 0, 'SKIPPED: root reads every file');
    const path = house.path('work', 'coursework', 'locked.txt');
    await writeFile(path, 'secret');
    await chmod(path, 0o000);
    const { code, document } = await house.json(['add', 'coursework']);
    expect(code).toBe(1);
    expect(document).toMatchObject({ failed: 1 });
  });
});

describe.skipIf(process.platform === 'win32')('storage, exit code 4', () => {
  it('a disk that takes no more, after which everything acknowledged is still there', async () => {
    await writeFile(house.path('work', 'large.bin'), Buffer.alloc(3_000_000, 7));
    const words = [process.execPath, binPath, 'add', 'large.bin', '--json'];
    const child = house.startWith('/bin/sh', ['-c', 'ulimit -f 1000; exec "$@"', 'sh', ...words]);
    const result = await outcomeOf(child);
    expect(result.code).toBe(4);
    expect(errorDocument.parse(JSON.parse(result.stdout)).error.code).toMatch(/^storage\./u);
    expect((await house.json(['check', '--full'])).document).toMatchObject({ ok: true });
    expect((await house.json(['add', 'large.bin'])).document).toMatchObject({ captured: 1 });
  });
});

async function findFiles(folder: string, isWanted: (path: string) => boolean): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(isWanted);
}
