import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { asVaultError } from '../../../../src/base/errors.ts';
import { openContent } from '../../../../src/vault/get-content.ts';
import { listItems } from '../../../../src/vault/items.ts';
import { openVault } from '../../../../src/vault/open-vault.ts';
import { CliHouse } from '../../../support/cli.ts';
import { collect, filesBelow } from '../../../support/vault/vault-world.ts';

/** `full` is what the project promises: a gigabyte in 5,000 items. */
const size =
  process.env.EVIDENCE_VAULT_TEST_LAPTOP_LOST === 'full'
    ? { items: 5000, bytes: 200_000 }
    : { items: 60, bytes: 5000 };

/** What stands in a file, from its number: nothing that could be taken for another's. */
function contentOf(number: number): Buffer {
  const block = createHash('sha512')
    .update(`laptop lost ${String(number)}`)
    .digest();
  return Buffer.alloc(size.bytes + (number % 97), block);
}

interface Report {
  readonly items: number;
  readonly whole: boolean;
  readonly opened: number;
  readonly missing: readonly { readonly id: string; readonly name: string }[];
  readonly replicaDamage: readonly { readonly problem: string }[];
}

let house: CliHouse;
let stick: string;
let disk: string;
let recoveryKey: string;

beforeAll(async () => {
  house = await CliHouse.make();
  [stick, disk] = [house.path('stick'), house.path('disk')];
  for (const folder of [stick, disk, house.path('work', 'files')]) await mkdir(folder);
  for (let number = 0; number < size.items; number += 1)
    await writeFile(house.path('work', 'files', `item-${String(number)}.bin`), contentOf(number));
  const init = await house.run(['init', '--json']);
  ({ recoveryKey } = JSON.parse(init.stdout) as { recoveryKey: string });
  expect((await house.run(['add', 'files'])).code).toBe(0);
  expect((await house.run(['replica', 'add', stick, '--name', 'USB-STICK'])).code).toBe(0);
  expect((await house.run(['replica', 'add', disk, '--name', 'DISK'])).code).toBe(0);
  expect((await house.run(['replica', 'sync'])).code).toBe(0);
  // The laptop is gone, with what it remembered; the stick did not come through whole either.
  await rm(house.vault, { recursive: true });
  await rm(house.path('state'), { recursive: true, force: true });
  const blobs = (await filesBelow(stick)).filter((name) => name.endsWith('.blob'));
  const [first = '', second = '', third = ''] = [1, 2, 3].map(
    (part) => blobs[Math.floor((blobs.length * part) / 4)],
  );
  const changed = await readFile(join(stick, first));
  changed[Math.floor(changed.length / 2)] = (changed[Math.floor(changed.length / 2)] ?? 0) ^ 1;
  await writeFile(join(stick, first), changed);
  await truncate(join(stick, second), 1000);
  await rm(join(stick, third));
}, 600_000);

afterAll(async () => {
  await house.remove();
});

async function restore(
  name: string,
  places: readonly string[],
): Promise<{ code: number | null; report: Report }> {
  const { code, stdout } = await house.run(
    [
      'restore',
      ...places,
      '--vault',
      house.path(name),
      '--state-dir',
      house.path(`${name}-state`),
      '--recovery-key',
      '--json',
    ],
    { env: { EVIDENCE_VAULT_RECOVERY_KEY: recoveryKey } },
  );
  return { code, report: JSON.parse(stdout) as Report };
}

/** Reads every item of a restored vault and compares it, byte for byte. @returns names of those that could not be had */
async function readAll(name: string): Promise<string[]> {
  const vault = await openVault({
    dir: house.path(name),
    stateDir: house.path(`${name}-state`),
    unlock: { recoveryWords: recoveryKey },
  });
  try {
    const items = listItems(vault);
    expect(items).toHaveLength(size.items);
    const lacking: string[] = [];
    for (const { name: file, sha256 = '', size: length = 0 } of items) {
      const number = Number(/\d+/u.exec(file)?.[0]);
      try {
        const bytes = await collect(openContent(vault, { sha256, size: length }));
        expect(bytes.equals(contentOf(number)), file).toBe(true);
      } catch (error) {
        if (asVaultError(error).code !== 'integrity.blob-missing') throw error;
        lacking.push(file);
      }
    }
    return lacking.sort();
  } finally {
    await vault.close();
  }
}

describe('a lost laptop', () => {
  it(
    'comes back from a stick with three damaged files: everything else is readable, and the three are named',
    { timeout: 600_000 },
    async () => {
      const { code, report } = await restore('alone', [stick]);
      expect(code).toBe(1);
      expect(report).toMatchObject({ items: size.items, whole: false, opened: size.items - 3 });
      expect(report.missing).toHaveLength(3);
      expect(await readAll('alone')).toEqual(report.missing.map(({ name }) => name).sort());
    },
  );

  it('comes back whole where there is a second copy', { timeout: 600_000 }, async () => {
    const { code, report } = await restore('both', [stick, disk]);
    expect(code).toBe(0);
    expect(report).toMatchObject({ items: size.items, whole: true, missing: [], opened: size.items });
    expect(report.replicaDamage).toHaveLength(2);
    expect(await readAll('both')).toEqual([]);
  });
});
