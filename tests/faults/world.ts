import { mkdir, rm, unlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { VaultPlace } from '../../src/vault/place.ts';
import { connectFolder } from '../../src/vault/connectors/folder.ts';
import { NoteRecorder } from '../support/store/note-recorder.ts';
import { quickDisk } from '../support/store/quick-disk.ts';
import type { VaultWorld } from '../support/vault/vault-world.ts';
import { makeWorld, noStop, passphrase, temporaryRoot } from '../support/vault/vault-world.ts';
import { SimulatedDisk } from './disk/simulated-disk.ts';
import type { PowerFailure } from './disk/survival.ts';
import { bytesOf, Promises } from './model/promises.ts';
import type { GivenFile } from './schedule/schedule.ts';

/** Where one schedule plays: a vault, the computer that remembers it, files to add, a watched folder, and a place for bundles. */
export class FaultWorld {
  readonly root: string;
  readonly promises: Promises;
  /** Forgets what it was not told to keep when the power fails; after that there is another. */
  disk: SimulatedDisk;
  /** Every checkpoint that was ever written. */
  readonly notes = new NoteRecorder();
  #seconds = 0;

  /** The folder that is synced: one for all copies of a template, since the vault knows it by its path. */
  readonly watched: string;

  private constructor(root: string, watched: string, recoveryWords: string | undefined) {
    this.root = root;
    this.watched = watched;
    this.disk = new SimulatedDisk(quickDisk(), root);
    this.promises = new Promises(passphrase, recoveryWords);
  }

  /** Without a vault. */
  static async empty(): Promise<FaultWorld> {
    const root = await temporaryRoot();
    for (const name of ['files', 'watched', 'out']) await mkdir(join(root, name));
    return new FaultWorld(root, join(root, 'watched'), undefined);
  }

  /** With a copy of a vault in which a folder is connected. */
  static async copyOf(template: VaultWorld): Promise<FaultWorld> {
    const root = await temporaryRoot();
    await template.copyTo(root, true);
    for (const name of ['files', 'out']) await mkdir(join(root, name));
    const watched = join(template.root, 'watched');
    await rm(watched, { recursive: true, force: true });
    await mkdir(watched);
    const world = new FaultWorld(root, watched, template.recoveryWords);
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

  get stateDir(): string {
    return join(this.root, 'state');
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
