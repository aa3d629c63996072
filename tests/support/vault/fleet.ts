import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

import { asVaultError, VaultError } from '../../../src/base/errors.ts';
import { openContent } from '../../../src/vault/get-content.ts';
import { eraseItem } from '../../../src/vault/erase/erase-item.ts';
import { forgetInReplica } from '../../../src/vault/erase/erased-in-replicas.ts';
import { planErasure } from '../../../src/vault/erase/plan-erasure.ts';
import { listItems } from '../../../src/vault/items.ts';
import { openVaultToWrite } from '../../../src/vault/open-vault.ts';
import { changePassphrase, rekey } from '../../../src/vault/passphrase.ts';
import type { VaultPlace } from '../../../src/vault/place.ts';
import { joinFromReplicas, type JoinReport } from '../../../src/vault/restore/join-replicas.ts';
import { restoreVault } from '../../../src/vault/restore/restore-vault.ts';
import { takeInForks, type ForkTakenIn } from '../../../src/vault/restore/take-in-forks.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import { readHeader } from '../../../src/store/header/header-files.ts';
import { installationFile } from '../../../src/store/installation.ts';
import { ReplicaCatalogue, type ReadablePlace } from '../../../src/store/replica/reading/catalogue.ts';
import type { ReplicaTarget } from '../../../src/store/replica/replica-target.ts';
import { quickDisk } from '../store/quick-disk.ts';
import { CutTarget } from './cut-target.ts';
import { placeIn, pushTo } from './second-copies.ts';
import { collect, passphrase, VaultWorld } from './vault-world.ts';

/** One computer with the vault, and what was kept on it that no second copy has yet. */
interface Laptop {
  world: VaultWorld;
  vault: WritableVault | undefined;
  readonly alone: Set<string>;
  /** Names of items that it erased, of which no second copy heard yet. */
  readonly erased: Set<string>;
}

/**
 * Several computers that have the same vault, and sticks between them. It knows what must never be lost: whatever a laptop that was not lost kept, and
 * whatever a whole round brought to a stick.
 */
export class Fleet {
  readonly root: string;
  readonly laptops: Laptop[] = [];
  readonly sticks: readonly string[];
  /** `name: text` of what second copies have been given. */
  readonly safe = new Set<string>();
  /** Names of items of whose erasure second copies heard. */
  readonly #erased = new Set<string>();
  /** True once a laptop was cloned with its log's key: from then on forks are to be expected. */
  cloned = false;
  /** Recovery keys, the newest first, and every passphrase that was ever set. */
  readonly words: string[];
  passphrases: string[] = [passphrase];
  #made = 0;
  #lastKeys: string | undefined;

  private constructor(root: string, words: string) {
    this.root = root;
    this.words = [words];
    this.sticks = [join(root, 'stick-0'), join(root, 'stick-1')];
  }

  /** `count` laptops: the first has the template's vault, the others restored it. */
  static async make(template: VaultWorld, root: string, count: number): Promise<Fleet> {
    const fleet = new Fleet(root, template.recoveryWords);
    const first = fleet.#newRoot();
    await mkdir(first, { recursive: true });
    const world = await template.copyTo(first, true);
    fleet.laptops.push({
      world,
      vault: undefined,
      alone: new Set(await fleet.#readIn(world)),
      erased: new Set(),
    });
    const vault = await fleet.open(0);
    for (const [where, stick] of fleet.sticks.entries())
      await pushTo(vault, stick, fleet.#place(where).target);
    await fleet.sync(0, ...fleet.sticks.keys());
    while (fleet.laptops.length < count) {
      fleet.laptops.push({ world, vault: undefined, alone: new Set(), erased: new Set() });
      await fleet.restore(fleet.laptops.length - 1, 0);
    }
    return fleet;
  }

  laptop(who: number): Laptop {
    const found = this.laptops[who];
    if (found === undefined) throw new Error('no such laptop');
    return found;
  }

  async open(who: number): Promise<WritableVault> {
    const laptop = this.laptop(who);
    laptop.vault ??= await this.#openWorld(laptop.world);
    return laptop.vault;
  }

  async close(who: number): Promise<void> {
    const laptop = this.laptop(who);
    const { vault } = laptop;
    laptop.vault = undefined;
    await vault?.close();
  }

  async add(who: number, name: string, text: string): Promise<void> {
    const laptop = this.laptop(who);
    await laptop.world.add(await this.open(who), { [name]: text });
    laptop.alone.add(`${name}: ${text}`);
  }

  /** Erases the item that the number leads to, of those that one laptop alone ever wrote; nothing if there is none. */
  async erase(who: number, number: number): Promise<void> {
    const vault = await this.open(who);
    const items = listItems(vault).filter(({ name }) => name.startsWith('laptop-'));
    const item = items[number % Math.max(1, items.length)];
    if (item === undefined) return;
    const plan = await planErasure(vault, item.id);
    await eraseItem(vault, plan, { reason: 'no longer wanted', confirmed: plan.code });
    this.laptop(who).erased.add(item.name);
    this.#forgetPromises(item.name);
  }

  /** What `replica sync` does: takes in, opens again where it must, and sends. */
  async sync(who: number, ...where: readonly number[]): Promise<JoinReport> {
    const report = await this.join(who, ...where);
    const vault = await this.open(who);
    for (const each of where) {
      const { target } = this.#place(each);
      await pushTo(vault, this.#stick(each), target);
      await forgetInReplica(vault, target);
    }
    const { alone, erased } = this.laptop(who);
    for (const each of alone) this.safe.add(each);
    for (const name of erased) this.#erased.add(name);
    alone.clear();
    erased.clear();
    return report;
  }

  /** Takes in what sticks hold, and opens the vault again as often as it has to be. */
  async join(who: number, ...where: readonly number[]): Promise<JoinReport> {
    for (let round = 0; ; round += 1) {
      const vault = await this.open(who);
      const places = where.map((each) => this.#place(each));
      const report = await joinFromReplicas(vault, places);
      if (!report.reopen) return report;
      if (round === 4) throw new Error('it has to be opened again for ever');
      await this.close(who);
    }
  }

  /** Takes in the other half of every fork that the learner has not seen to. */
  async takeInForks(who: number): Promise<readonly ForkTakenIn[]> {
    const vault = await this.open(who);
    const places = [...this.sticks.keys()].map((where) => this.#place(where));
    return takeInForks(vault, await ReplicaCatalogue.read(places));
  }

  /** A round that ends after so many calls: the stick was pulled out. */
  async cutRound(who: number, where: number, after: number): Promise<void> {
    const vault = await this.open(who);
    const { name, target } = this.#place(where);
    const cut: ReplicaTarget = new CutTarget(target, after);
    try {
      const report = await joinFromReplicas(vault, [{ name, target: cut }]);
      if (report.reopen) {
        await this.close(who);
        return;
      }
      await pushTo(vault, this.#stick(where), cut);
    } catch (error) {
      if (asVaultError(error).code !== 'storage.gone') throw error;
    }
  }

  /** The laptop is gone, with what it alone had, and another is set up from a stick. */
  async restore(who: number, where: number): Promise<void> {
    const laptop = this.laptop(who);
    await this.#lose(who);
    const root = this.#newRoot();
    await mkdir(root, { recursive: true });
    const world = new VaultWorld(root, laptop.world.vaultId, '');
    laptop.world = world;
    const place = this.#placeOf(world);
    await this.#withWords((recoveryWords) =>
      restoreVault({
        ...place,
        from: [this.#place(where)],
        unlock: { recoveryWords },
        quick: true,
      }),
    );
  }

  /** `to` becomes a copy of `from`, with all that it remembers: nobody can tell the two apart any more. */
  async clone(from: number, to: number): Promise<void> {
    await this.close(from);
    await this.#lose(to);
    const [source, target] = [this.laptop(from), this.laptop(to)];
    const root = this.#newRoot();
    for (const name of ['vault', 'state'])
      await cp(join(source.world.root, name), join(root, name), { recursive: true });
    target.world = new VaultWorld(root, source.world.vaultId, '');
    const { stateDir, vaultId } = target.world;
    await rename(installationFile(stateDir, vaultId, source.world.dir), target.world.installationFile);
    for (const each of source.alone) target.alone.add(each);
    for (const name of source.erased) target.erased.add(name);
    this.cloned = true;
  }

  /** Gives the vault another passphrase on this laptop. */
  async changePassphrase(who: number, changed: string): Promise<void> {
    await this.close(who);
    const place = this.#placeOf(this.laptop(who).world);
    for (const old of this.passphrases) {
      try {
        await changePassphrase(place, { old, new: changed });
        this.passphrases.unshift(changed);
        return;
      } catch (error) {
        if (asVaultError(error).code !== 'access.wrong-passphrase') throw error;
      }
    }
    throw new Error('no passphrase opens it');
  }

  /**
   * Gives the vault new keys on this laptop. With `knowing`, nothing happens where the last such change is not known yet: two that do not know of each
   * other stay apart.
   */
  async rekey(who: number, knowing = true): Promise<void> {
    const { port, dir } = await this.open(who);
    const { header } = await readHeader(port, dir);
    if (knowing && this.#lastKeys !== undefined && header.secrets !== this.#lastKeys) return;
    await this.close(who);
    const place = this.#placeOf(this.laptop(who).world);
    for (const each of this.passphrases) {
      try {
        const { recoveryKey } = await rekey(place, { passphrase: each });
        this.words.unshift(recoveryKey);
        this.#lastKeys = (await readHeader(port, dir)).header.secrets;
        return;
      } catch (error) {
        if (asVaultError(error).code !== 'access.wrong-passphrase') throw error;
      }
    }
    throw new Error('no passphrase opens it');
  }

  /** `name: text` of all versions of all items, each once, sorted. */
  async read(who: number): Promise<string[]> {
    return contentsOf(await this.open(who));
  }

  /** What has to be found at the end. */
  owed(): Set<string> {
    return new Set([...this.safe, ...this.laptops.flatMap(({ alone }) => [...alone])]);
  }

  /** Names of what may not be found at the end: what was erased on a laptop that was lost before anybody heard of it comes back. */
  erased(): Set<string> {
    return new Set([...this.#erased, ...this.laptops.flatMap(({ erased }) => [...erased])]);
  }

  async remove(): Promise<void> {
    for (const who of this.laptops.keys()) await this.close(who);
    await rm(this.root, { recursive: true, force: true });
  }

  #newRoot(): string {
    this.#made += 1;
    return join(this.root, `laptop-${String(this.#made)}`);
  }

  #stick(where: number): string {
    const stick = this.sticks[where];
    if (stick === undefined) throw new Error('no such stick');
    return stick;
  }

  #place(where: number): ReadablePlace {
    return placeIn(this.#stick(where), this.laptop(0).world.vaultId, `STICK-${String(where)}`, quickDisk());
  }

  #placeOf({ place }: VaultWorld): VaultPlace {
    return { ...place, port: quickDisk() };
  }

  async #lose(who: number): Promise<void> {
    const laptop = this.laptop(who);
    await this.close(who);
    laptop.alone.clear();
    laptop.erased.clear();
  }

  #forgetPromises(name: string): void {
    for (const promised of [this.safe, ...this.laptops.map(({ alone }) => alone)])
      for (const each of promised) if (each.startsWith(`${name}: `)) promised.delete(each);
  }

  #openWorld(world: VaultWorld): Promise<WritableVault> {
    const place = this.#placeOf(world);
    return this.#withWords((recoveryWords) => openVaultToWrite({ ...place, unlock: { recoveryWords } }));
  }

  async #withWords<Result>(use: (words: string) => Promise<Result>): Promise<Result> {
    for (const words of this.words) {
      try {
        return await use(words);
      } catch (error) {
        if (!(error instanceof VaultError) || error.code !== 'access.wrong-recovery-key') throw error;
      }
    }
    throw new Error('no recovery key opens it');
  }

  async #readIn(world: VaultWorld): Promise<string[]> {
    const vault = await this.#openWorld(world);
    try {
      return await contentsOf(vault);
    } finally {
      await vault.close();
    }
  }
}

async function contentsOf(vault: WritableVault): Promise<string[]> {
  const found = new Set<string>();
  for (const { id } of listItems(vault))
    for (const { name, content } of vault.index.items.versions(id))
      if (content !== undefined)
        found.add(`${name}: ${(await collect(openContent(vault, content))).toString()}`);
  return [...found].sort();
}
