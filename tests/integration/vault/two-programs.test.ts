import { execFile } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { afterEach, describe, expect, it } from 'vitest';

import { createVault } from '../../../src/vault/create-vault.ts';
import { listItems, searchItems } from '../../../src/vault/items.ts';
import { openVault } from '../../../src/vault/open-vault.ts';
import { addNote } from '../../../src/vault/statements.ts';
import { VaultChild } from '../../support/vault/child.ts';
import { codeOf, filesBelow, passphrase, type VaultWorld } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

const run = promisify(execFile);
const world = worlds(async (template) => {
  await template.using((vault) => template.add(vault, { 'essay.txt': 'Kept.', 'second.txt': 'Kept, too.' }));
});
const children: VaultChild[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) await child.kill();
});
function start(at: VaultWorld, work: string): VaultChild {
  const child = new VaultChild(at, work);
  children.push(child);
  return child;
}

describe('two programs at one vault', () => {
  it('lets one of them write, and lets the next in when that one is done', async () => {
    const at = await world();
    const holder = start(at, 'hold');
    await holder.says('open');
    expect(await codeOf(at.write())).toBe('access.in-use');
    const second = start(at, 'hold');
    expect(await second.says('error')).toBe('error access.in-use');
    await holder.finish();
    await at.close(await at.write());
  });

  it('lets the next in when the one was killed', async () => {
    const at = await world();
    const holder = start(at, 'hold');
    await holder.says('open');
    await holder.kill();
    const vault = await at.write();
    expect(vault.findings).toEqual([]);
  });

  it('reads beside a writer, and sees what the writer has finished', async () => {
    const at = await world();
    const writer = await at.write();
    const reader = await at.read();
    expect(listItems(reader)).toHaveLength(2);
    await at.add(writer, { 'third.txt': 'While you read.' });
    expect(await start(at, 'list').says('items')).toBe('items 3');
    const later = await at.read();
    expect(listItems(later)).toHaveLength(3);
    await at.close(reader);
    await at.close(later);
    await at.add(writer, { 'fourth.txt': 'The writer goes on.' });
    expect(listItems(writer)).toHaveLength(4);
  });

  it('opens two writers at once never, however they race', async () => {
    const at = await world();
    const racing = [start(at, 'hold'), start(at, 'hold'), start(at, 'hold')];
    const won = await Promise.all(
      racing.map(async (child) => Promise.any([child.says('open'), child.says('error')])),
    );
    expect(won.filter((line) => line === 'open')).toHaveLength(1);
    expect(won.filter((line) => line === 'error access.in-use')).toHaveLength(2);
  });

  it('makes only one vault where two are made at once', async () => {
    const at = await world();
    const place = { ...at.place, dir: join(at.root, 'new vault') };
    const made = await Promise.allSettled([
      at.track(createVault({ ...place, passphrase }).then(({ vault }) => vault)),
      at.track(createVault({ ...place, passphrase }).then(({ vault }) => vault)),
    ]);
    const refused = made.filter((result) => result.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(['access.in-use', 'access.vault-exists', 'input.exists']).toContain(
      await codeOf(Promise.reject(refused[0]?.reason as Error)),
    );
  });
});

describe('where a vault lies', () => {
  it('does not make a vault over a vault or among other things', async () => {
    const at = await world();
    expect(await codeOf(createVault({ ...at.place, passphrase }))).toBe('access.vault-exists');
    const dir = join(at.root, 'letters');
    await mkdir(dir);
    await writeFile(join(dir, 'letter.txt'), 'Dear all');
    expect(await codeOf(createVault({ ...at.place, dir, passphrase }))).toBe('input.exists');
    expect(await filesBelow(dir)).toEqual(['letter.txt']);
    expect(await codeOf(openVault({ ...at.place, dir, unlock: { passphrase } }))).toBe('access.no-vault');
  });

  it('says where no vault is', async () => {
    const at = await world();
    await rm(at.dir, { recursive: true });
    expect(await codeOf(at.read())).toBe('access.no-vault');
    expect(await codeOf(at.write())).toBe('access.no-vault');
  });

  it('is refused in a synced folder unless told, and read there all the same', async () => {
    const at = await world();
    const dir = join(at.root, 'Dropbox', 'vault');
    await cp(at.dir, dir, { recursive: true });
    expect(await codeOf(at.write({ dir }))).toBe('access.unsafe-place');
    expect(await codeOf(createVault({ ...at.place, dir: join(at.root, 'Dropbox', 'new'), passphrase }))).toBe(
      'access.unsafe-place',
    );
    expect(listItems(await at.read({ dir }))).toHaveLength(2);
    const vault = await at.write({ dir, allowUnsafePlace: true });
    expect(listItems(vault)).toHaveLength(2);
  });

  it('takes a copy in another place for another installation with a log of its own', async () => {
    const at = await world();
    const dir = join(at.root, 'copy');
    await cp(at.dir, dir, { recursive: true });
    const copy = await at.write({ dir });
    const original = await at.write();
    expect(copy.ledger.logs()).toHaveLength(2);
    expect(original.ledger.logs()).toHaveLength(1);
    await at.add(copy, { 'in the copy.txt': 'Only here.' });
    await at.add(original, { 'in the original.txt': 'Only there.' });
    expect(listItems(copy).map(({ name }) => name)).toContain('in the copy.txt');
    expect(listItems(original).map(({ name }) => name)).not.toContain('in the copy.txt');
    await at.close(copy);
    await at.close(original);
    // Each goes on with its own, and opens without a word.
    for (const place of [{ dir }, {}]) {
      const again = await at.write(place);
      expect(again.findings).toEqual([]);
      expect(again.ledger.logs()).toHaveLength('dir' in place ? 2 : 1);
      await at.close(again);
    }
    // Their logs put together are one vault: a union, not a fork.
    await cp(join(dir, 'ledger'), join(at.dir, 'ledger'), { recursive: true, force: false });
    await cp(join(dir, 'ledger-copy'), join(at.dir, 'ledger-copy'), { recursive: true, force: false });
    await cp(join(dir, 'blobs'), join(at.dir, 'blobs'), { recursive: true, force: false });
    const union = await at.write();
    expect(union.findings).toEqual([]);
    const names = listItems(union).map(({ name }) => name);
    expect(names.sort()).toEqual(['essay.txt', 'in the copy.txt', 'in the original.txt', 'second.txt']);
  });

  it('notices that the whole vault was put back to an older state, and begins a new log', async () => {
    const at = await world();
    await cp(at.dir, join(at.root, 'older'), { recursive: true });
    await at.using((vault) => at.add(vault, { 'lost.txt': 'Not in the older copy.' }));
    await rm(at.dir, { recursive: true });
    await cp(join(at.root, 'older'), at.dir, { recursive: true });
    const reader = await at.read();
    expect(reader.findings.map(({ code }) => code)).toContain('integrity.ledger-rolled-back');
    await at.close(reader);
    const vault = await at.write();
    expect(vault.findings.map(({ code }) => code)).toContain('integrity.ledger-rolled-back');
    expect(vault.ledger.logs()).toHaveLength(2);
    const [essay] = searchItems(vault, 'essay');
    await addNote(vault, essay?.id ?? '', 'Goes on in the new log.');
    await at.close(vault);
    const again = await at.write();
    expect(again.ledger.logs()).toHaveLength(2);
    expect(again.findings).toEqual([]);
  });

  const mounted = async (folder: string, options: string): Promise<boolean> => {
    try {
      await run('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
      mounts.push(folder);
      return true;
    } catch {
      return false;
    }
  };
  const mounts: string[] = [];
  afterEach(async () => {
    for (const folder of mounts.splice(0)) await run('umount', ['-l', folder]);
  });

  it('is read where nothing can be written', async ({ skip }) => {
    const at = await world();
    const dir = join(at.root, 'read-only');
    await mkdir(dir);
    if (!(await mounted(dir, 'size=32m'))) skip('SKIPPED: file systems cannot be mounted here');
    await cp(at.dir, dir, { recursive: true });
    await run('mount', ['-o', 'remount,ro', dir]);
    const reader = await at.read({ dir });
    expect(listItems(reader)).toHaveLength(2);
    expect(await codeOf(at.write({ dir }))).toBe('access.read-only');
    await at.close(reader);
  });

  it('tells a full disk by its name and keeps what was there', async ({ skip }) => {
    const at = await world();
    const folder = join(at.root, 'small');
    await mkdir(folder);
    if (!(await mounted(folder, 'size=3m'))) skip('SKIPPED: file systems cannot be mounted here');
    await cp(at.dir, join(folder, 'vault'), { recursive: true });
    const dir = join(folder, 'vault');
    const vault = await at.write({ dir });
    expect(await codeOf(at.add(vault, { 'too large.bin': Buffer.alloc(6_000_000, 1) }))).toBe('storage.full');
    // Until the last byte: small things are kept or refused, and never lost.
    const kept: string[] = [];
    let refusal = 'nothing';
    for (let number = 0; refusal === 'nothing' && number < 200; number += 1) {
      const name = `small ${number}.bin`;
      refusal = await codeOf(async () => {
        const { items } = await at.add(vault, { [name]: Buffer.alloc(60_000, number + 2) });
        if (items[0]?.outcome === 'captured') kept.push(name);
      });
    }
    expect(refusal).toBe('storage.full');
    await at.close(vault).catch(() => undefined);
    const reader = await at.read({ dir });
    const names = listItems(reader).map(({ name }) => name);
    for (const name of [...kept, 'essay.txt']) expect(names).toContain(name);
    await at.close(reader);
    await run('mount', ['-o', 'remount,size=32m', folder]);
    const again = await at.write({ dir });
    expect(await codeOf(at.add(again, { 'too large.bin': Buffer.alloc(6_000_000, 1) }))).toBe('nothing');
    await at.close(again);
  });
});

it('leaves nothing in the clear beside the vault, and says in it what the folder is', async () => {
  const at = await world();
  expect((await readFile(join(at.dir, 'README.txt'))).toString()).toContain('Evidence Vault');
  for (const folder of [at.dir, at.stateDir])
    for (const file of await filesBelow(folder)) {
      const bytes = await readFile(join(folder, file));
      for (const word of ['essay.txt', 'Kept', passphrase, at.recoveryWords.split(' ').slice(0, 2).join(' ')])
        expect(bytes.includes(word), `${file} holds '${word}'`).toBe(false);
    }
});
