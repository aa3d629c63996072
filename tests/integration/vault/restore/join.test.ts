import { cp, rename } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';

import { checkVaultNow } from '../../../../src/vault/check.ts';
import { openContent } from '../../../../src/vault/get-content.ts';
import { listItems } from '../../../../src/vault/items.ts';
import { injectedError } from '../../../../src/store/durable/faulty-durable.ts';
import { SteppingPort, type Step } from '../../../../src/store/durable/stepping-port.ts';
import { openVaultToWrite } from '../../../../src/vault/open-vault.ts';
import { joinFromReplicas, type JoinReport } from '../../../../src/vault/restore/join-replicas.ts';
import { restoreVault } from '../../../../src/vault/restore/restore-vault.ts';
import type { OpenVault, WritableVault } from '../../../../src/vault/vault-context.ts';
import { quickDisk } from '../../../support/store/quick-disk.ts';
import { temporaryFolders } from '../../../support/temporary-folder.ts';
import { CutTarget } from '../../../support/vault/cut-target.ts';
import { placeIn, pushTo } from '../../../support/vault/second-copies.ts';
import { codeOf, collect, noStop, VaultWorld } from '../../../support/vault/vault-world.ts';
import { worlds } from '../../../support/vault/worlds.ts';

const world = worlds(async (template) => {
  await template.using((vault) => template.add(vault, { 'essay.txt': 'An essay about bees.' }));
});
const folder = temporaryFolders();

function open(at: VaultWorld): Promise<WritableVault> {
  return at.track(openVaultToWrite({ ...at.place, unlock: { recoveryWords: at.recoveryWords } }));
}

/** What `replica sync` does: takes in, then sends. */
async function sync(at: VaultWorld, ...folders: readonly string[]): Promise<JoinReport> {
  const vault = await open(at);
  try {
    const places = folders.map((each) => placeIn(each, vault.id));
    const report = await joinFromReplicas(vault, places);
    for (const each of folders) await pushTo(vault, each);
    return report;
  } finally {
    await at.close(vault);
  }
}

async function restoreTo(root: string, of: VaultWorld, ...folders: readonly string[]): Promise<VaultWorld> {
  const restored = new VaultWorld(root, of.vaultId, of.recoveryWords);
  await restoreVault({
    ...restored.place,
    from: folders.map((each) => placeIn(each, of.vaultId)),
    unlock: { recoveryWords: of.recoveryWords },
  });
  return restored;
}

/** The disk refuses to give a segment its name, the given time. */
class RefusesSegment extends SteppingPort {
  #left: number;

  constructor(left: number) {
    super(quickDisk());
    this.#left = left;
  }

  protected override before({ name, path }: Step): Promise<void> {
    if (name !== 'rename' || !path.endsWith('.segment')) return Promise.resolve();
    this.#left -= 1;
    return this.#left === 0 ? Promise.reject(injectedError('EIO', name)) : Promise.resolve();
  }
}

/** Every content by the name of its item, all versions, in no order. */
async function contentsOf(vault: OpenVault): Promise<string[]> {
  const found: string[] = [];
  for (const { id } of listItems(vault))
    for (const { name, content } of vault.index.items.versions(id))
      if (content !== undefined)
        found.push(`${name}: ${(await collect(openContent(vault, content))).toString()}`);
  return found.sort();
}

async function readAll(at: VaultWorld): Promise<string[]> {
  const vault = await open(at);
  try {
    return await contentsOf(vault);
  } finally {
    await at.close(vault);
  }
}

describe('two laptops that both went on', () => {
  it('call no copy damaged that a join did not come to', async () => {
    const [laptop, stick] = [await world(), await folder()];
    await laptop.using((vault) => pushTo(vault, stick));
    const other = await restoreTo(await folder(), laptop, stick);
    const stopAt = async (segments: number): Promise<void> => {
      const port = new RefusesSegment(segments);
      const vault = await laptop.track(
        openVaultToWrite({ ...laptop.place, port, unlock: { recoveryWords: laptop.recoveryWords } }),
      );
      const joined = joinFromReplicas(vault, [placeIn(stick, vault.id)]);
      await expect(joined).rejects.toMatchObject({ code: 'storage.failed' });
      await laptop.close(vault);
      const after = await open(laptop);
      expect(after.findings).toEqual([]);
      await laptop.close(after);
    };
    await other.using((vault) => other.add(vault, { '1.txt': 'One.' }));
    await sync(other, stick);
    // The new log is begun in one copy alone; then it is filled in one copy alone.
    await stopAt(2);
    await stopAt(2);
    await sync(laptop, stick);
    for (const name of ['2.txt', '3.txt'])
      await other.using((vault) => other.add(vault, { [name]: `It is ${name}.` }));
    await sync(other, stick);
    await stopAt(2);
    await sync(laptop, stick);
    expect(await readAll(laptop)).toHaveLength(4);
  });

  it('tell of no item whose file did not come, whenever the stick is pulled out', async () => {
    const [laptop, stick] = [await world(), await folder()];
    await laptop.using((vault) => pushTo(vault, stick));
    const other = await restoreTo(await folder(), laptop, stick);
    const added = { '1.txt': 'One.', '2.txt': 'Two.' };
    await other.using((vault) => other.add(vault, added));
    await sync(other, stick);
    let whole = false;
    for (let calls = 0; !whole && calls < 100; calls += 1) {
      const again = await laptop.copyTo(await folder(), true);
      const vault = await open(again);
      const { name, target } = placeIn(stick, vault.id);
      const joined = joinFromReplicas(vault, [{ name, target: new CutTarget(target, calls) }]);
      const code = await codeOf(joined);
      expect(['storage.gone', 'nothing']).toContain(code);
      // A stick that is out before its history was read has nothing to tell.
      whole = (await contentsOf(vault)).length === 3;
      if (whole) expect(code).toBe('nothing');
      await again.close(vault);
    }
    expect(whole).toBe(true);
  });

  it('take each other’s items in, with versions of one item side by side', async () => {
    const [laptop, stick] = [await world(), await folder()];
    await laptop.using((vault) => pushTo(vault, stick));
    const other = await restoreTo(await folder(), laptop, stick);
    await laptop.using((vault) => laptop.add(vault, { 'mine.txt': 'Only on the old one.' }));
    await other.using((vault) => other.add(vault, { 'theirs.txt': 'Only on the new one.' }));
    await sync(laptop, stick);
    const report = await sync(other, stick);
    expect(report.logs).toEqual([
      { log: expect.any(String) as string, new: false, entries: expect.any(Number) as number },
    ]);
    expect(report.items.map(({ name }) => name)).toEqual(['mine.txt']);
    const back = await sync(laptop, stick);
    expect(back).toMatchObject({
      logs: [{ new: true }],
      items: [{ name: 'theirs.txt', new: true }],
      forks: [],
    });
    const all = [
      'essay.txt: An essay about bees.',
      'mine.txt: Only on the old one.',
      'theirs.txt: Only on the new one.',
    ];
    expect(await readAll(laptop)).toEqual(all);
    expect(await readAll(other)).toEqual(all);
    expect((await sync(laptop, stick)).logs.length).toBeLessThanOrEqual(1);
  });

  it('report a log whose key was copied, and a check says so until it is settled', async () => {
    const [laptop, stick] = [await world(), await folder()];
    await sync(laptop, stick);
    // The whole computer, with what it remembers, was cloned: nobody can tell the two apart any more.
    const clone = await laptop.copyTo(await folder(), true);
    await laptop.using((vault) => laptop.add(vault, { 'mine.txt': 'Here.' }));
    await clone.using((vault) => clone.add(vault, { 'theirs.txt': 'There, and longer.' }));
    expect((await sync(laptop, stick)).forks).toEqual([]);
    const report = await sync(clone, stick);
    expect(report.forks).toHaveLength(1);
    await clone.using(async (vault) => {
      expect(vault.index.statements.openAlerts().map(({ code }) => code)).toEqual(['integrity.fork']);
      const check = await checkVaultNow(vault, { full: false, signal: noStop() });
      expect(check.ok).toBe(false);
      expect(check.damaged.map(({ code }) => code)).toContain('integrity.fork');
    });
    expect((await sync(clone, stick)).forks).toHaveLength(1);
    await clone.using((vault) => {
      expect(vault.index.statements.openAlerts()).toHaveLength(1);
    });
  });

  it('say that a place knows more of this computer’s own log where an older vault was put back', async () => {
    const [laptop, stick] = [await world(), await folder()];
    const older = await folder();
    await cp(laptop.root, older, { recursive: true });
    await laptop.using((vault) => laptop.add(vault, { 'later.txt': 'Later.' }));
    await sync(laptop, stick);
    await laptop.remove();
    await rename(older, laptop.root);
    const vault = await open(laptop);
    const report = await joinFromReplicas(vault, [placeIn(stick, vault.id)]);
    expect(report.ahead).toMatchObject({ log: vault.recorder.log });
    expect(report).toMatchObject({ forks: [], reopen: true });
    await laptop.close(vault);
    // It goes on with a log of its own, and gets back what it had forgotten.
    await sync(laptop, stick);
    await laptop.using((opened) => laptop.add(opened, { 'after.txt': 'And on.' }));
    expect((await sync(laptop, stick)).forks).toEqual([]);
    expect(await readAll(laptop)).toEqual([
      'after.txt: And on.',
      'essay.txt: An essay about bees.',
      'later.txt: Later.',
    ]);
  });
});
