import { copyFile, readdir, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { NodeDurable } from '../../../../src/store/durable/node-durable.ts';
import { FolderTarget } from '../../../../src/store/replica/folder-target.ts';
import { replicaFolderName } from '../../../../src/store/replica/replica-names.ts';
import type { TargetFile } from '../../../../src/store/replica/replica-target.ts';
import { openContent } from '../../../../src/vault/get-content.ts';
import { listItems } from '../../../../src/vault/items.ts';
import { changePassphrase } from '../../../../src/vault/passphrase.ts';
import { restoreVault, type RestoreReport } from '../../../../src/vault/restore/restore-vault.ts';
import type { OpenVault } from '../../../../src/vault/vault-context.ts';
import { placeIn, pushTo } from '../../../support/vault/second-copies.ts';
import {
  codeOf,
  collect,
  entriesOf,
  filesBelow,
  passphrase,
  temporaryRoot,
  VaultWorld,
} from '../../../support/vault/vault-world.ts';
import { worlds } from '../../../support/vault/worlds.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';

const kept: Readonly<Record<string, string | Uint8Array>> = {
  'essay.txt': 'An essay about bees.',
  'picture.png': Buffer.alloc(300_000, 7),
  'notes.txt': 'Some notes.',
};
const world = worlds(async (template) => {
  await template.using((vault) => template.add(vault, kept));
});
const folder = temporaryFolders();

/** The same learner at a clean computer. */
async function elsewhere(lost: VaultWorld): Promise<VaultWorld> {
  return new VaultWorld(await folder(), lost.vaultId, lost.recoveryWords);
}

async function restoreFrom(
  target: VaultWorld,
  folders: readonly string[],
  changes: Partial<Parameters<typeof restoreVault>[0]> = {},
): Promise<RestoreReport> {
  return restoreVault({
    ...target.place,
    from: folders.map((each, i) => placeIn(each, target.vaultId, `place ${String(i + 1)}`)),
    unlock: { recoveryWords: target.recoveryWords },
    ...changes,
  });
}

async function contentsOf(vault: OpenVault): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const { name, sha256, size } of listItems(vault))
    if (sha256 !== undefined && size !== undefined)
      found.set(name, (await collect(openContent(vault, { sha256, size }))).toString('latin1'));
  return found;
}

function bytesOf(value: string | Uint8Array | undefined): string {
  return Buffer.from(value ?? '').toString('latin1');
}

async function expectAll(restored: VaultWorld, more: typeof kept = {}): Promise<void> {
  const vault = await restored.read();
  const contents = await contentsOf(vault);
  for (const [name, bytes] of Object.entries({ ...kept, ...more }))
    expect(contents.get(name) === bytesOf(bytes), name).toBe(true);
  await restored.close(vault);
}

/** A stick that is pulled out as soon as everything on it was listed. */
class PulledOut extends FolderTarget {
  readonly #folder: string;

  constructor(place: string, vault: string) {
    const within = join(place, replicaFolderName(vault));
    super({ port: new NodeDurable(), folder: within });
    this.#folder = within;
  }

  override async *list(): AsyncGenerator<TargetFile> {
    yield* super.list();
    await rename(this.#folder, `${this.#folder} away`);
  }

  plugIn(): Promise<void> {
    return rename(`${this.#folder} away`, this.#folder);
  }
}

/** Files of a second copy below `blobs`, `ledger` or `headers`. */
async function piecesOf(place: string, id: string, top: string): Promise<string[]> {
  const root = join(place, replicaFolderName(id));
  return (await filesBelow(root)).filter((name) => name.startsWith(top)).map((name) => join(root, name));
}

describe('a restore', () => {
  it('puts the vault together on a clean computer, opens all of it and begins a log of its own', async () => {
    const [lost, stick] = [await world(), await folder()];
    await lost.using((vault) => pushTo(vault, stick));
    const target = await elsewhere(lost);
    const report = await restoreFrom(target, [stick], { unlock: { passphrase } });
    expect(report).toMatchObject({ whole: true, items: 3, missing: [], opened: 3, of: 3, sampled: false });
    await expectAll(target);
    const vault = await target.read();
    const entries = await entriesOf(vault);
    const begun = entries.filter(({ kind }) => kind === 'log-opened');
    expect(begun.map(({ reason }) => reason).sort()).toEqual(['restored', 'vault-created']);
    expect(begun.find(({ reason }) => reason === 'restored')?.heads).toHaveLength(1);
    expect(entries.find(({ kind }) => kind === 'vault-restored')).toMatchObject({ items: 3, missing: [] });
    expect(vault.findings).toEqual([]);
    expect(await readdir(target.dir)).not.toContain('restore.json');
  });

  it('by threads is the same, opens each content as it comes, and goes on where it was stopped', async () => {
    const [lost, stick] = [await world(), await folder()];
    await lost.using((vault) => pushTo(vault, stick));
    const target = await elsewhere(lost);
    const stop = new AbortController();
    const stopped = restoreFrom(target, [stick], {
      threads: 2,
      signal: stop.signal,
      onProgress: ({ name, done }) => {
        if (name === 'Copying files' && done > 0) stop.abort();
      },
    });
    expect(await codeOf(stopped)).toBe('internal.cancelled');
    const read: string[] = [];
    const report = await restoreFrom(target, [stick], {
      threads: 2,
      onProgress: ({ name }) => {
        read.push(name);
      },
    });
    expect(report).toMatchObject({ whole: true, resumed: true, opened: 3, of: 3, replicaDamage: [] });
    expect(report.files + report.kept).toBe(3);
    await expectAll(target);
    expect(await filesBelow(join(target.dir, 'incoming'))).toEqual([]);
  });

  it('by threads names what is damaged, and takes it from a place that has it whole', async () => {
    const [lost, stick, disk] = [await world(), await folder(), await folder()];
    await lost.using(async (vault) => {
      await pushTo(vault, stick);
      await pushTo(vault, disk);
    });
    const [first = '', second = '', third = ''] = await piecesOf(stick, lost.vaultId, 'blobs/');
    // One bit of a length that stays, a file that is gone, and one that ends before.
    const bytes = await readFile(first);
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    await writeFile(first, bytes);
    await rm(second);
    await truncate(third, 40);
    const alone = await elsewhere(lost);
    const report = await restoreFrom(alone, [stick], { threads: 2 });
    expect(report).toMatchObject({ whole: false, opened: 0, files: 0 });
    expect(report.missing).toHaveLength(3);
    expect(report.replicaDamage.map(({ problem }) => problem)).toEqual(['damaged', 'damaged']);
    const both = await elsewhere(lost);
    expect(await restoreFrom(both, [stick, disk], { threads: 2 })).toMatchObject({ whole: true, files: 3 });
    await expectAll(both);
  });

  it('goes on and can be copied and restored again', async () => {
    const [lost, stick] = [await world(), await folder()];
    await lost.using((vault) => pushTo(vault, stick));
    const second = await elsewhere(lost);
    await restoreFrom(second, [stick]);
    await second.using(async (vault) => {
      await second.add(vault, { 'later.txt': 'Written later.' });
      await pushTo(vault, stick);
    });
    const third = await elsewhere(lost);
    expect(await restoreFrom(third, [stick])).toMatchObject({ whole: true, items: 4 });
    await expectAll(third, { 'later.txt': 'Written later.' });
  });

  it('names what a damaged copy lacks, restores the rest, and all of it with a second copy', async () => {
    const [lost, stick, disk] = [await world(), await folder(), await folder()];
    await lost.using(async (vault) => {
      await pushTo(vault, stick);
      await pushTo(vault, disk);
    });
    const [first, second] = await piecesOf(stick, lost.vaultId, 'blobs/');
    await writeFile(first ?? '', 'not what it was');
    await rm(second ?? '');
    const alone = await elsewhere(lost);
    const report = await restoreFrom(alone, [stick]);
    expect(report.whole).toBe(false);
    expect(report.missing).toHaveLength(2);
    expect(report.opened).toBe(1);
    const vault = await alone.read();
    const names = new Set(report.missing.map(({ name }) => name));
    for (const { name, sha256 = '', size = 0 } of listItems(vault)) {
      const content = openContent(vault, { sha256, size });
      if (names.has(name)) expect(await codeOf(collect(content))).toBe('integrity.blob-missing');
      else expect((await collect(content)).toString('latin1') === bytesOf(kept[name])).toBe(true);
    }
    const both = await elsewhere(lost);
    expect(await restoreFrom(both, [stick, disk])).toMatchObject({ whole: true, missing: [] });
    await expectAll(both);
  });

  it('puts the history together from slices, whichever place has each of them whole', async () => {
    const [lost, stick, disk] = [await world(), await folder(), await folder()];
    for (let round = 0; round < 4; round += 1)
      await lost.using(async (vault) => {
        await lost.add(vault, { [`round-${String(round)}.txt`]: `Round ${String(round)}.` });
        await pushTo(vault, stick);
        await pushTo(vault, disk);
      });
    const slices = await piecesOf(stick, lost.vaultId, 'ledger/');
    const others = await piecesOf(disk, lost.vaultId, 'ledger/');
    expect(slices.length).toBeGreaterThan(6);
    for (const [i, path] of slices.entries()) if (i % 2 === 0) await truncate(path, 10);
    for (const [i, path] of others.entries()) if (i % 2 === 1) await rm(path);
    const target = await elsewhere(lost);
    expect(await restoreFrom(target, [stick, disk])).toMatchObject({ whole: true, items: 7 });
    await expectAll(target);
  });

  it('reads what it can of a history with a hole in the middle, and says that it is not whole', async () => {
    const [lost, stick] = [await world(), await folder()];
    for (const name of ['one.txt', 'two.txt', 'three.txt'])
      await lost.using(async (vault) => {
        await lost.add(vault, { [name]: name });
        await pushTo(vault, stick);
      });
    const segments = (await piecesOf(stick, lost.vaultId, 'ledger/')).filter((path) =>
      path.endsWith('.segment'),
    );
    await rm(segments[1] ?? '');
    const target = await elsewhere(lost);
    const report = await restoreFrom(target, [stick]);
    expect(report.whole).toBe(false);
    const vault = await target.read();
    const contents = await contentsOf(vault);
    expect(contents.get('essay.txt')).toBe('An essay about bees.');
    expect(contents.get('three.txt')).toBe('three.txt');
    expect(contents.has('two.txt')).toBe(false);
  });

  it('takes a conflict copy of a sync tool by its digest where the right name is missing', async () => {
    const [lost, stick] = [await world(), await folder()];
    await lost.using((vault) => pushTo(vault, stick));
    const blobs = await piecesOf(stick, lost.vaultId, 'blobs/');
    const [first = '', second = '', third = ''] = blobs;
    await rename(first, first.replace('.blob', ' (1).blob'));
    await rename(second, join(second, '..', 'IMG_0001.blob'));
    await copyFile(third, third.replace('.blob', '-LAPTOP.blob'));
    await truncate(third, 5);
    for (const path of await piecesOf(stick, lost.vaultId, 'ledger/'))
      await rename(path, path.replace(/\.(segment|keys)$/u, '.sync-conflict-20260312-101010-ABCDEF.$1'));
    const [header = ''] = await piecesOf(stick, lost.vaultId, 'headers/');
    await rename(header, header.replace('.json', ' (conflicted copy).json'));
    const target = await elsewhere(lost);
    expect(await restoreFrom(target, [stick])).toMatchObject({ whole: true, items: 3 });
    await expectAll(target);
  });

  it('opens with the newest passphrase alone', async () => {
    const [lost, stick] = [await world(), await folder()];
    await lost.using((vault) => pushTo(vault, stick));
    await changePassphrase(lost.place, { old: passphrase, new: 'five other plain test words' });
    const vault = await lost.write({}, 'five other plain test words');
    await pushTo(vault, stick);
    await lost.close(vault);
    const target = await elsewhere(lost);
    expect(await codeOf(restoreFrom(target, [stick], { unlock: { passphrase } }))).toBe(
      'access.wrong-passphrase',
    );
    expect(await readdir(target.root)).toEqual([]);
    const unlock = { passphrase: 'five other plain test words' };
    expect(await restoreFrom(target, [stick], { unlock })).toMatchObject({ whole: true });
  });

  it('refuses a folder that holds a vault or other things, and an empty place', async () => {
    const [lost, stick] = [await world(), await folder()];
    await lost.using((vault) => pushTo(vault, stick));
    expect(await codeOf(restoreFrom(lost, [stick]))).toBe('access.vault-exists');
    const target = await elsewhere(lost);
    expect(await codeOf(restoreFrom(target, [await folder()]))).toBe('access.no-vault');
    const full = await temporaryRoot();
    await writeFile(join(full, 'poem.txt'), 'mine');
    expect(await codeOf(restoreFrom(target, [stick], { dir: full }))).toBe('input.exists');
    expect(await readdir(full)).toEqual(['poem.txt']);
    await rm(full, { recursive: true });
  });

  it('says that a place is gone where its stick is pulled out before the header is read, and nothing of damage', async () => {
    const lost = await world();
    const [whole, stick] = [await folder(), await folder()];
    await lost.using((vault) => pushTo(vault, whole));
    await changePassphrase(lost.place, { old: passphrase, new: 'five other plain test words' });
    const vault = await lost.write({}, 'five other plain test words');
    await pushTo(vault, stick);
    await lost.close(vault);
    const pulled = { name: 'stick', target: new PulledOut(stick, lost.vaultId) };
    // The older header of the other place is not taken for the newest.
    for (const from of [[pulled], [placeIn(whole, lost.vaultId), pulled]]) {
      const restored = await elsewhere(lost);
      expect(await codeOf(restoreFrom(restored, [], { from }))).toBe('storage.gone');
      await pulled.target.plugIn();
    }
  });

  it('opens a sample alone where it is asked to be quick, and says so', async () => {
    const [lost, stick] = [await world(), await folder()];
    await lost.using((vault) => pushTo(vault, stick));
    const target = await elsewhere(lost);
    expect(await restoreFrom(target, [stick], { quick: true })).toMatchObject({
      whole: true,
      sampled: true,
      opened: 3,
      of: 3,
    });
  });
});
