import { cp, mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CliHouse } from '../../support/cli.ts';
import { filesBelow } from '../../support/vault/vault-world.ts';

let house: CliHouse;
let stick: string;
let recoveryKey: string;
let vaultId: string;

beforeAll(async () => {
  house = await CliHouse.make();
  stick = house.path('stick');
  await mkdir(stick);
  const init = await house.run(['init', '--json']);
  ({ recoveryKey, vaultId } = JSON.parse(init.stdout) as { recoveryKey: string; vaultId: string });
  for (const name of ['one.txt', 'two.txt', 'three.txt'])
    await writeFile(house.path('work', name), `What ${name} says.`);
  expect((await house.run(['add', 'one.txt', 'two.txt', 'three.txt'])).code).toBe(0);
  expect((await house.run(['replica', 'add', stick, '--name', 'USB-STICK'])).code).toBe(0);
  expect((await house.run(['replica', 'sync'])).code).toBe(0);
});

afterAll(async () => {
  await house.remove();
});

async function copiesOf(dir: string): Promise<unknown> {
  const { document } = await house.json(['replica', 'list', '--vault', dir]);
  return (document as { replicas: unknown }).replicas;
}

describe('restore and rehearse', () => {
  it('a rehearsal says how many items came back, and the list of copies keeps it', async () => {
    const { code, stdout } = await house.run(['rehearse', '--all']);
    expect(stdout).toContain('USB-STICK: restored 3 of 3 items');
    expect(code).toBe(0);
    expect((await house.run(['replica', 'list'])).stdout).toContain('3 of 3 items');
  });

  it('a lost laptop comes back with the recovery key, and opens with the passphrase', async () => {
    const dir = house.path('new-laptop');
    await writeFile(house.path('words.txt'), `${recoveryKey}\n`);
    const restored = await house.run([
      'restore',
      stick,
      '--vault',
      dir,
      '--recovery-key-file',
      house.path('words.txt'),
      '--json',
    ]);
    expect(restored.code).toBe(0);
    expect(JSON.parse(restored.stdout)).toMatchObject({ vault: vaultId, items: 3, whole: true, missing: [] });
    const listed = await house.run(['list', '--vault', dir, '--json']);
    expect((JSON.parse(listed.stdout) as { items: unknown[] }).items).toHaveLength(3);
    expect((await house.run(['restore', stick, '--vault', dir])).code).toBe(2);
  });

  it('goes on copying to where it came from, as the app does', async () => {
    const dir = house.path('goes-on');
    const second = house.path('second');
    await cp(stick, second, { recursive: true });
    const { code, stdout } = await house.run(['restore', stick, second, '--vault', dir]);
    expect(code).toBe(0);
    expect(stdout).toContain('USB-STICK is a second copy from now on.');
    expect(await copiesOf(dir)).toMatchObject([
      { name: 'USB-STICK', reachable: true, schedule: { everyHours: 24, whenPluggedIn: true } },
    ]);
    const json = await house.json(['restore', stick, '--vault', house.path('told')]);
    expect(json.document).toMatchObject({ copies: [{ name: 'USB-STICK', kept: true }] });
    await writeFile(house.path('work', 'four.txt'), 'What came later.');
    expect((await house.run(['add', 'four.txt', '--vault', dir])).code).toBe(0);
    expect((await house.run(['replica', 'sync', '--vault', dir])).stdout).toContain('USB-STICK');
  });

  it('leaves the places alone if it is told to', async () => {
    const dir = house.path('alone');
    const { code, document } = await house.json(['restore', stick, '--vault', dir, '--no-keep-copies']);
    expect([code, document]).toMatchObject([0, { whole: true, copies: [] }]);
    expect(await copiesOf(dir)).toMatchObject([{ name: 'USB-STICK', reachable: false }]);
  });

  it('names what a damaged copy lacks, with exit code 1', async () => {
    const blob = (await filesBelow(stick)).find((name) => name.endsWith('.blob')) ?? '';
    await truncate(join(stick, blob), 60);
    const { code, stdout } = await house.run(['restore', stick, '--vault', house.path('partly')]);
    expect(code).toBe(1);
    expect(stdout).toContain('2 items of 3 are here again');
    expect(stdout).toMatch(/- Missing: (one|two|three)\.txt/u);
  });

  it('says that a place holds no copy', async () => {
    await mkdir(house.path('empty'));
    const { code, stderr } = await house.run(['restore', house.path('empty'), '--vault', house.path('none')]);
    expect(code).toBe(3);
    expect(stderr).toContain('access.no-vault');
    await rm(house.path('empty'), { recursive: true });
  });
});
