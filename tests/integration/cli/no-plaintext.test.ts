import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

import { afterAll, beforeAll, expect, it } from 'vitest';

import { findCanaries } from '../../support/canary/find-canaries.ts';
import { CliHouse, outcomeOf, type CliResult } from '../../support/cli.ts';
import { makeDocx, paragraph } from '../../support/extract/make-documents.ts';

/** Words that stand nowhere by chance; one for each way into a vault. */
const canaries = {
  passphrase: 'qzpassphrasecanary7',
  name: 'qznamecanary7',
  bytes: 'qzbytescanary7',
  office: 'qzofficecanary7',
  large: 'qzlargecanary7',
  note: 'qznotecanary7',
  person: 'qzpersoncanary7',
  unit: 'qzunitcanary7',
  answer: 'qzrecoveredcanary7',
};
const all = Object.values(canaries);

let house: CliHouse;
/** What the learner has anyway: outside of everything that the vault writes to. */
let outside: string;
let surroundings: Record<string, string>;

beforeAll(async () => {
  house = await CliHouse.make();
  outside = await mkdtemp(join(tmpdir(), 'evidence-vault-outside-'));
  const temporary = house.path('tmp');
  await mkdir(temporary);
  surroundings = {
    EVIDENCE_VAULT_PASSPHRASE: `${canaries.passphrase} and more`,
    TMPDIR: temporary,
    TMP: temporary,
    TEMP: temporary,
    SQLITE_TMPDIR: temporary,
    XDG_DATA_HOME: house.path('xdg', 'data'),
    XDG_STATE_HOME: house.path('xdg', 'state'),
    XDG_CONFIG_HOME: house.path('xdg', 'config'),
    XDG_CACHE_HOME: house.path('xdg', 'cache'),
  };
});
afterAll(async () => {
  await house.remove();
  await rm(outside, { recursive: true, force: true });
});

async function run(words: readonly string[], env: Record<string, string> = {}): Promise<CliResult> {
  const result = await house.spawn(words, { env: { ...surroundings, ...env } });
  expect({ words, code: result.code, stderr: result.code === 0 ? '' : result.stderr }).toEqual({
    words,
    code: 0,
    stderr: '',
  });
  return result;
}

async function put(name: string, bytes: string | Uint8Array): Promise<string> {
  const path = join(outside, name);
  await writeFile(path, bytes);
  return path;
}

/** Begins a command and ends its process without warning once the vault has grown, as a power failure would. */
async function killed(words: readonly string[]): Promise<void> {
  const before = await sizeBelow(house.vault);
  const child = house.start(words, { env: surroundings });
  const ended = outcomeOf(child);
  while (child.exitCode === null && (await sizeBelow(house.vault)) - before < 1_500_000) await wait(5);
  child.kill('SIGKILL');
  expect((await ended).signal).toBe('SIGKILL');
}

async function sizeBelow(folder: string): Promise<number> {
  let size = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile())
      size += (await stat(join(entry.parentPath, entry.name)).catch(() => ({ size: 0 }))).size;
  }
  return size;
}

it('leaves nothing of what is kept, searched or said on the disk in plain, after crashes too', async () => {
  await run(['init']);
  const essay = await put(`${canaries.name}.txt`, `My words: ${canaries.bytes}. `.repeat(50));
  const office = await put('report.docx', makeDocx(paragraph(`In a report: ${canaries.office}.`)));
  const large = await put('large.bin', `${canaries.large} `.repeat(500_000));
  await run(['add', essay, office]);
  await killed(['add', large]);
  expect(await findCanaries(house.folder, all)).toEqual([]);
  await run(['add', large]);
  for (const wanted of [canaries.bytes, canaries.office, canaries.name]) {
    const { stdout } = await run(['search', wanted]);
    expect(stdout).toMatch(/txt|docx/);
  }
  const listed = JSON.parse((await run(['list', '--json'])).stdout) as {
    items: { id: string; name: string }[];
  };
  const id = listed.items.find(({ name }) => name.includes(canaries.name))?.id ?? '';
  await run(['note', id, `A note: ${canaries.note}`]);
  await run(['profile', 'set', '--name', `Sam ${canaries.person}`]);
  await run(['unit', 'add', 'A/502/0812', '--title', canaries.unit]);
  await run(['map', id, 'A/502/0812/1.1']);
  await writeFile(essay, `Other words: ${canaries.bytes}.`);
  await run(['add', essay]);
  await run(['show', id]);
  await run(['status']);
  await run(['rebuild-index']);
  await run(['check', '--full']);
  await run(['passphrase', 'change'], { EVIDENCE_VAULT_NEW_PASSPHRASE: `${canaries.answer} and more` });
  await run(['list'], { EVIDENCE_VAULT_PASSPHRASE: `${canaries.answer} and more` });
  surroundings.EVIDENCE_VAULT_PASSPHRASE = `${canaries.answer} and more`;
  const stick = house.path('stick');
  await mkdir(stick);
  await run(['replica', 'add', stick]);
  await run(['replica', 'sync']);
  await run(['rehearse', '--all']);
  await run(['restore', stick, '--vault', house.path('restored')]);
  await run(['list', '--vault', house.path('restored')]);
  const index = await stat(house.path('vault', 'index', 'index.db'));
  expect(index.size).toBeGreaterThan(100_000);

  expect(await findCanaries(house.folder, all)).toEqual([]);

  // The search itself: what was kept is found where it lies in plain, and in what the learner takes out.
  const known = await findCanaries(outside, [canaries.name, canaries.bytes, canaries.large]);
  expect(new Set(known.map(({ form, canary }) => `${form} ${canary}`))).toEqual(
    new Set([`name ${canaries.name}`, `utf-8 ${canaries.bytes}`, `utf-8 ${canaries.large}`]),
  );
  await run(['get', id, '--out', house.path('work', 'copy.txt')]);
  expect((await findCanaries(house.folder, all)).map(({ file, canary }) => [file, canary])).toEqual([
    [house.path('work', 'copy.txt'), canaries.bytes],
  ]);
}, 600_000);

it('finds a word in each form in which a program might write it', async () => {
  const forms = {
    'utf16.bin': Buffer.from(`x${canaries.note}`, 'utf16le'),
    'upper.txt': Buffer.from(canaries.note.toUpperCase()),
    'hex.txt': Buffer.from(Buffer.from(canaries.note).toString('hex')),
    ...Object.fromEntries(
      [0, 1, 2].map((shift) => [
        `base64-${String(shift)}.txt`,
        Buffer.from(Buffer.from(`${'a'.repeat(shift)}${canaries.note} and more`).toString('base64')),
      ]),
    ),
  };
  const folder = await mkdtemp(join(tmpdir(), 'evidence-vault-forms-'));
  for (const [name, bytes] of Object.entries(forms)) await writeFile(join(folder, name), bytes);
  const found = await findCanaries(folder, [canaries.note]);
  await rm(folder, { recursive: true });
  expect(new Set(found.map(({ file }) => file.slice(folder.length + 1)))).toEqual(
    new Set(Object.keys(forms)),
  );
});
