import { createHash } from 'node:crypto';
import { readFile, truncate } from 'node:fs/promises';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { afterEach, describe, expect, it } from 'vitest';

import { encodeHex } from '../../../src/base/bytes.ts';
import { checkVaultNow } from '../../../src/vault/check.ts';
import { exportBundle } from '../../../src/vault/export-bundle.ts';
import { openContent } from '../../../src/vault/get-content.ts';
import { listItems, searchItems } from '../../../src/vault/items.ts';
import { openVault } from '../../../src/vault/open-vault.ts';
import { changePassphrase, rekey } from '../../../src/vault/passphrase.ts';
import { addNote } from '../../../src/vault/statements.ts';
import type { OpenVault } from '../../../src/vault/vault-context.ts';
import { readVerifyChoice, verifyFile } from '../../../src/vault/verify-file.ts';
import { atEveryStep } from '../../support/vault/at-every-step.ts';
import { collect, filesBelow, noStop, type VaultWorld } from '../../support/vault/vault-world.ts';
import { describeVault } from '../../support/vaults/describe-vault.ts';
import { frozenSamples, type FrozenSample } from '../../support/vaults/frozen-sample.ts';

/** Vaults of every released format, made by their releases, open in this version: for good. */
const copies: VaultWorld[] = [];
afterEach(async () => {
  for (const copy of copies.splice(0)) await copy.remove();
});

async function copyOf(sample: FrozenSample): Promise<VaultWorld> {
  const copy = await sample.copy();
  copies.push(copy);
  return copy;
}

/** Everything of the sample is there, whatever came later. */
async function expectAll(vault: OpenVault, { expected }: FrozenSample): Promise<void> {
  const found = await describeVault(vault);
  expect(found.vault).toBe(expected.vault);
  expect(found.entries).toBeGreaterThanOrEqual(expected.entries);
  expect(found.heads).toEqual(expect.arrayContaining(expected.heads));
  expect(found.items).toEqual(expected.items);
  expect(found.sources).toEqual(expected.sources);
  expect(found.statements).toEqual(expect.arrayContaining(expected.statements));
  for (const { content } of expected.items.flatMap(({ id }) => vault.index.items.versions(id))) {
    if (content === undefined) continue;
    const bytes = await collect(openContent(vault, content));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(content.sha256);
  }
}

async function bytesOfAll(dir: string): Promise<Map<string, string>> {
  const all = new Map<string, string>();
  for (const file of await filesBelow(dir))
    all.set(file, (await readFile(join(dir, file))).toString('base64'));
  return all;
}

it('has a sample of every released format', () => {
  expect(frozenSamples.map(({ name }) => name)).toEqual(['1']);
});

describe.each(frozenSamples)('the sample vault $name', (sample) => {
  const { passphrase, recoveryKey } = sample.expected;

  it('opens as it lies there, by passphrase and by recovery key, and nothing of it changes', async () => {
    const before = await bytesOfAll(sample.dir);
    const copy = await copyOf(sample);
    for (const unlock of [{ passphrase }, { recoveryWords: recoveryKey }]) {
      const vault = await openVault({ dir: sample.dir, stateDir: copy.stateDir, unlock });
      expect(vault.findings).toEqual([]);
      expect(vault.practice).toBe(true);
      await expectAll(vault, sample);
      expect(searchItems(vault, 'essay').length).toBeGreaterThan(0);
      await vault.close();
    }
    expect(await bytesOfAll(sample.dir)).toEqual(before);
  });

  it('is whole, and a bundle of it can be verified', async () => {
    const copy = await copyOf(sample);
    const vault = await copy.write({}, passphrase);
    expect(await checkVaultNow(vault, { full: true, signal: noStop() })).toMatchObject({
      ok: true,
      damaged: [],
    });
    const out = join(copy.root, 'bundle.zip');
    const { items } = await exportBundle(vault, {
      out,
      includeFlagged: listItems(vault).map(({ id }) => id),
      signal: noStop(),
    });
    expect(items).toBe(sample.expected.items.length);
    const report = await verifyFile(out, await readVerifyChoice({ full: true, identities: [] }), {
      signal: noStop(),
    });
    expect(report.ok).toBe(true);
  });

  it('can be written on, with a new passphrase and new keys', async () => {
    const copy = await copyOf(sample);
    const vault = await copy.write({}, passphrase);
    await copy.add(vault, { 'later.txt': 'Written by a later version.' });
    const [first] = listItems(vault);
    await addNote(vault, first?.id ?? '', 'A later note.');
    await copy.close(vault);
    await changePassphrase(copy.place, { old: passphrase, new: 'another four plain words' });
    await rekey(copy.place, { passphrase: 'another four plain words' });
    const again = await copy.read({}, 'another four plain words');
    expect(searchItems(again, 'later').length).toBe(1);
    const { items } = await describeVault(again);
    expect(items).toEqual(expect.arrayContaining([...sample.expected.items]));
  });

  it('makes its index anew where one of another version lies there, or one that was not made to its end', async () => {
    const copy = await copyOf(sample);
    const first = await copy.write({}, passphrase);
    const key = first.keys.index().use((bytes) => encodeHex(bytes));
    await copy.close(first);
    const index = join(copy.dir, 'index', 'index.db');
    const database = new Database(index);
    database.pragma("cipher = 'aegis'");
    database.pragma(`key = 'raw:${key}'`);
    database.pragma('user_version = 0');
    database.close();
    await copy.close(await expectAllOf(copy, sample));
    await truncate(index, 8192);
    await copy.close(await expectAllOf(copy, sample));
  });

  it('is the old vault or the new one, and opens, at whatever step its first opening by this version ends', async () => {
    const steps = await atEveryStep({
      prepare: () => sample.copy(),
      act: async (world, port) => {
        const vault = await world.write({ port }, passphrase);
        await world.close(vault);
      },
      every: 5,
      check: async (world) => {
        await world.close(await expectAllOf(world, sample));
      },
    });
    expect(steps).toBeGreaterThan(10);
  }, 300_000);
});

/** Opens to write, as a new version does with what an old one left. */
async function expectAllOf(world: VaultWorld, sample: FrozenSample): Promise<OpenVault> {
  const vault = await world.write({}, sample.expected.passphrase);
  await expectAll(vault, sample);
  return vault;
}
