import { cp, mkdir, mkdtemp, readdir, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { systemClock, type Clock } from '../../../src/base/clock.ts';
import { asVaultError } from '../../../src/base/errors.ts';
import type { JsonObject } from '../../../src/base/json.ts';
import type { Argon2Parameters } from '../../../src/crypto/argon2.ts';
import { installationFile } from '../../../src/store/installation.ts';
import { addFiles } from '../../../src/vault/add-files.ts';
import { createVault } from '../../../src/vault/create-vault.ts';
import { openVault, openVaultToWrite } from '../../../src/vault/open-vault.ts';
import type { VaultPlace } from '../../../src/vault/place.ts';
import type { SyncReport } from '../../../src/vault/sync.ts';
import type { OpenVault, WritableVault } from '../../../src/vault/vault-context.ts';

/** The lightest key derivation that is allowed. */
const lightArgon2: Argon2Parameters = { memoryKiB: 65_536, passes: 1 };
export const passphrase = 'four plain test words';

/** A signal that never stops anything. */
export function noStop(): AbortSignal {
  return new AbortController().signal;
}

/** A vault on this disk, the computer that remembers it, and a folder beside it for files to add. */
export class VaultWorld {
  /** Holds `vault`, `state` and `files`. */
  readonly root: string;
  readonly vaultId: string;
  recoveryWords: string;
  clock: Clock = systemClock;
  readonly #open = new Set<OpenVault>();

  constructor(root: string, vaultId: string, recoveryWords: string) {
    this.root = root;
    this.vaultId = vaultId;
    this.recoveryWords = recoveryWords;
  }

  get dir(): string {
    return join(this.root, 'vault');
  }

  get stateDir(): string {
    return join(this.root, 'state');
  }

  get place(): VaultPlace {
    return { dir: this.dir, stateDir: this.stateDir, argon2: lightArgon2, clock: this.clock };
  }

  async write(changes: Partial<VaultPlace> = {}, words = passphrase): Promise<WritableVault> {
    return this.track(openVaultToWrite({ ...this.place, ...changes, unlock: { passphrase: words } }));
  }

  async read(changes: Partial<VaultPlace> = {}, words = passphrase): Promise<OpenVault> {
    return this.track(openVault({ ...this.place, ...changes, unlock: { passphrase: words } }));
  }

  /** Opens to write, uses and closes. */
  async using<Result>(use: (vault: WritableVault) => Promise<Result> | Result): Promise<Result> {
    const vault = await this.write();
    try {
      return await use(vault);
    } finally {
      await this.close(vault);
    }
  }

  async close(vault: OpenVault): Promise<void> {
    this.#open.delete(vault);
    await vault.close();
  }

  async closeAll(): Promise<void> {
    for (const vault of [...this.#open]) await this.close(vault);
  }

  /** Closes what is open and takes everything away. */
  async remove(): Promise<void> {
    await this.closeAll();
    await rm(this.root, { recursive: true, force: true });
  }

  /** Writes a file beside the vault. @returns its absolute path */
  async file(name: string | Buffer, bytes: string | Uint8Array): Promise<string> {
    const path = join(this.root, 'files', name.toString());
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, bytes);
    return path;
  }

  /** Adds files with these contents. */
  async add(vault: WritableVault, files: Readonly<Record<string, string | Uint8Array>>): Promise<SyncReport> {
    const paths = [];
    for (const [name, bytes] of Object.entries(files)) paths.push(await this.file(name, bytes));
    return addFiles(vault, paths, { signal: noStop() });
  }

  get installationFile(): string {
    return installationFile(this.stateDir, this.vaultId, this.dir);
  }

  /** A copy elsewhere; `asOneself` brings what the computer remembers along, as if it had always lain there. */
  async copyTo(root: string, asOneself: boolean): Promise<VaultWorld> {
    await cp(this.dir, join(root, 'vault'), { recursive: true, preserveTimestamps: true });
    if (asOneself) await cp(this.stateDir, join(root, 'state'), { recursive: true });
    const copy = new VaultWorld(root, this.vaultId, this.recoveryWords);
    if (asOneself)
      await rename(installationFile(copy.stateDir, this.vaultId, this.dir), copy.installationFile);
    return copy;
  }

  /** Sees to it that a vault is closed at the end, however the test ends. */
  async track<Vault extends OpenVault>(opening: Promise<Vault>): Promise<Vault> {
    const vault = await opening;
    this.#open.add(vault);
    return vault;
  }
}

export interface WorldOptions {
  readonly practice?: boolean;
  readonly clock?: Clock;
}

/** Makes a new vault in a new temporary folder. */
export async function makeWorld(options: WorldOptions = {}): Promise<VaultWorld> {
  const root = await temporaryRoot();
  const { vault, recoveryKey } = await createVault({
    dir: join(root, 'vault'),
    stateDir: join(root, 'state'),
    argon2: lightArgon2,
    passphrase,
    practice: options.practice ?? false,
    ...(options.clock === undefined ? {} : { clock: options.clock }),
  });
  await vault.close();
  const world = new VaultWorld(root, vault.id, recoveryKey);
  world.clock = options.clock ?? systemClock;
  return world;
}

export async function temporaryRoot(): Promise<string> {
  return realpath(await mkdtemp(join(tmpdir(), 'evidence-vault-')));
}

/** Every file below a folder, with forward slashes, sorted. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    )
    .sort();
}

/** The code that a call fails with; `nothing` if it does not fail. */
export async function codeOf(call: Promise<unknown> | (() => unknown)): Promise<string> {
  try {
    await (typeof call === 'function' ? call() : call);
  } catch (thrown) {
    return asVaultError(thrown).code;
  }
  return 'nothing';
}

/** All bytes of a content. */
export async function collect(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}

/** The fields of every entry of every log, in order. Throws for one that cannot be read. */
export async function entriesOf(vault: OpenVault): Promise<JsonObject[]> {
  const found: JsonObject[] = [];
  for (const log of vault.ledger.logs())
    for await (const entry of vault.ledger.entries({ log })) {
      if (!entry.readable) throw new Error(`entry ${entry.index} of ${log}: ${entry.code}`);
      found.push(entry.fields);
    }
  return found;
}
