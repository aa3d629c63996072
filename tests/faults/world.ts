import { existsSync } from 'node:fs';
import { mkdir, rm, unlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { replicaFolderName } from '../../src/store/replica/replica-names.ts';
import type { VaultPlace } from '../../src/vault/place.ts';
import { connectFolder } from '../../src/vault/connectors/folder.ts';
import { NoteRecorder } from '../support/store/note-recorder.ts';
import { quickDisk } from '../support/store/quick-disk.ts';
import type { VaultWorld } from '../support/vault/vault-world.ts';
import { makeWorld, noStop, passphrase, temporaryRoot } from '../support/vault/vault-world.ts';
import { CutServer } from './cut-server.ts';
import { SimulatedDisk } from './disk/simulated-disk.ts';
import type { PowerFailure } from './disk/survival.ts';
import { CopyPromises } from './model/copy-promises.ts';
import { Damages } from './model/damage.ts';
import { Erasures } from './model/erasures.ts';
import { bytesOf, Promises } from './model/promises.ts';
import type { Restored } from './model/restored.ts';
import type { GivenFile } from './schedule/given-file.ts';
import type { CopyPlaceName } from './schedule/wide-work.ts';
import { Stick, type StickKind } from './stick.ts';

/** Where one schedule plays: a vault, the computer that remembers it, files to add, a watched folder, and a place for bundles. */
export class FaultWorld {
  readonly root: string;
  readonly promises: Promises;
  /** Forgets what it was not told to keep when the power fails; after that there is another. */
  disk: SimulatedDisk;
  /** Every checkpoint that was ever written. */
  readonly notes = new NoteRecorder();
  readonly stick: Stick;
  readonly server: CutServer;
  readonly copies = new CopyPromises();
  readonly erasures = new Erasures();
  readonly damages = new Damages();
  /** Folders of plain files with the digest of every file in them; undefined while nobody knows whether one was finished. */
  readonly exports = new Map<string, ReadonlyMap<string, string> | undefined>();
  restored: Restored | undefined;
  /** True once a restore was begun that was not acknowledged. */
  restoreBegun = false;
  /** What struck in this life, as far as it is known by now. */
  trouble: () => readonly string[] = () => [];
  readonly #template: VaultWorld | undefined;
  #seconds = 0;

  /** What the computer remembers; where it lies in a home of its own, no sync that is for it makes the vault's name certain as well. */
  readonly stateDir: string;

  /** The folder that is synced: one for all copies of a template, since the vault knows it by its path. */
  readonly watched: string;

  private constructor(
    root: string,
    watched: string,
    template?: VaultWorld,
    stick: StickKind = 'plain',
    home = '',
  ) {
    this.root = root;
    this.stateDir = join(root, home, 'state');
    this.watched = watched;
    this.#template = template;
    this.disk = new SimulatedDisk(quickDisk(), root);
    this.stick = new Stick(root, stick);
    this.server = new CutServer(root);
    this.promises = new Promises(passphrase, template?.recoveryWords);
  }

  /** Without a vault. @param apart the computer remembers elsewhere than beside the vault */
  static async empty(apart = false): Promise<FaultWorld> {
    const root = await temporaryRoot();
    for (const name of ['files', 'watched', 'out', 'home']) await mkdir(join(root, name));
    return new FaultWorld(root, join(root, 'watched'), undefined, 'plain', apart ? 'home' : '');
  }

  /** With a copy of a vault in which a folder is connected. */
  static async copyOf(template: VaultWorld, stick?: StickKind): Promise<FaultWorld> {
    const root = await temporaryRoot();
    await template.copyTo(root, true);
    for (const name of ['files', 'out']) await mkdir(join(root, name));
    const watched = join(template.root, 'watched');
    await rm(watched, { recursive: true, force: true });
    await mkdir(watched);
    const world = new FaultWorld(root, watched, template, stick);
    world.promises.offer('before.txt', Buffer.from(before));
    return world;
  }

  get dir(): string {
    return join(this.root, 'vault');
  }

  get indexFolder(): string {
    return join(this.dir, 'index');
  }

  get place(): Omit<VaultPlace, 'port'> {
    return {
      dir: this.dir,
      stateDir: this.stateDir,
      argon2: { memoryKiB: 65_536, passes: 1 },
      clock: { now: () => new Date(Date.now() + this.#seconds * 1000) },
    };
  }

  /** Id of the vault that the schedule begins with. */
  get vaultId(): string {
    if (this.#template === undefined) throw new Error('nobody knows the vault yet');
    return this.#template.vaultId;
  }

  /** The second copy's own folder in a place. */
  copyFolder(place: CopyPlaceName): string {
    const parent = place === 'server' ? this.server.dir : this.stick.place(place);
    return join(parent, replicaFolderName(this.vaultId));
  }

  /** Another laptop, which has the vault as it was at the beginning. */
  async otherLaptop(): Promise<{ readonly dir: string; readonly stateDir: string }> {
    const root = join(this.root, 'other');
    if (!existsSync(root)) await this.#template?.copyTo(root, false);
    return { dir: join(root, 'vault'), stateDir: join(root, 'state') };
  }

  /** The power fails: what the disk was not told to keep is gone as far as `failure` says. */
  powerFails(failure: PowerFailure): void {
    this.disk.fail(failure);
    this.disk = new SimulatedDisk(quickDisk(), this.root);
  }

  /** The vault is opened where it was never seen before. */
  async moveElsewhere(): Promise<void> {
    await rm(this.stateDir, { recursive: true, force: true });
    this.disk = new SimulatedDisk(quickDisk(), this.root);
    this.promises.ownLog = undefined;
  }

  jump(seconds: number): void {
    this.#seconds += seconds;
  }

  /** Writes a file beside the vault, and remembers that it was offered. @returns its path */
  async give(folder: 'files' | 'watched', file: GivenFile): Promise<string> {
    const path = join(folder === 'files' ? join(this.root, 'files') : this.watched, file.name);
    const bytes = bytesOf(file);
    this.promises.offer(file.name, bytes);
    await writeFile(path, bytes);
    // Files that were changed just now are waited for: whoever writes them may not be done.
    const then = new Date(1_600_000_000_000 + file.seed * 1000);
    await utimes(path, then, then);
    return path;
  }

  async takeAway(name: string): Promise<void> {
    await unlink(join(this.watched, name)).catch(() => undefined);
  }

  async remove(): Promise<void> {
    await this.server.close();
    await rm(this.root, { recursive: true, force: true });
  }
}

/** The name of the folder source that the template has. */
export const folderName = 'My coursework';

const before = 'What was kept before.';

/** Makes the vault that schedules begin with a copy of, one after the other. */
export async function makeTemplate(): Promise<VaultWorld> {
  const world = await makeWorld();
  const watched = join(world.root, 'watched');
  await mkdir(watched);
  await world.using(async (vault) => {
    await world.add(vault, { 'before.txt': before });
    await connectFolder(vault, watched, { signal: noStop(), name: folderName });
  });
  return world;
}
