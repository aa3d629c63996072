import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { encodeHex, parseHex } from '../../../../src/base/bytes.ts';
import type { JsonObject } from '../../../../src/base/json.ts';
import { SecretKey } from '../../../../src/crypto/secret-key.ts';
import { createKeyPair } from '../../../../src/crypto/sign.ts';
import { certifyLog, logIdOf } from '../../../../src/ledger/log-identity.ts';
import { vaultIdOf } from '../../../../src/ledger/vault-id.ts';
import { nodeHashes } from '../../../../src/platform/node-hashes.ts';
import { NodeDurable } from '../../../../src/store/durable/node-durable.ts';
import { blockingFiles } from '../../../../src/store/durable/raw-files.ts';
import type { DurablePort } from '../../../../src/store/durable/port.ts';
import { replaceFile } from '../../../../src/store/durable/replace-file.ts';
import type { EntryKeys } from '../../../../src/store/ledger-files/entry-keys.ts';
import { LedgerFiles } from '../../../../src/store/ledger-files/ledger-files.ts';
import type { LogSigner } from '../../../../src/store/ledger-files/ledger-opening.ts';
import { LogWriter } from '../../../../src/store/ledger-files/log-writer.ts';
import type { LedgerHead, StoredEntry } from '../../../../src/store/ledger-files/stored-entry.ts';

const clock = { now: () => new Date('2026-11-21T09:30:00.000Z') };

/** Real files that nobody waits for: what would be lost without a sync is FaultyDurable's to forget, and it counts them. */
export const disk = new NodeDurable({
  files: {
    ...blockingFiles,
    open: async (path, flags) => ({
      ...(await blockingFiles.open(path, flags)),
      sync: async () => undefined,
    }),
  },
});

/** A vault's ledger with everything around it that a test needs: root key, epochs, and the installation's state in a file. */
export class LedgerWorld {
  readonly home: string;
  readonly vault: string;
  readonly root = createKeyPair();
  epoch = 1;
  readonly #epochs = new Map<number, SecretKey>();

  private constructor(home: string) {
    this.home = home;
    this.vault = vaultIdOf(nodeHashes, this.root.publicKey);
  }

  static async make(): Promise<LedgerWorld> {
    const world = new LedgerWorld(await mkdtemp(join(tmpdir(), 'ledger-')));
    await mkdir(world.dir);
    return world;
  }

  get dir(): string {
    return join(this.home, 'vault');
  }

  get stateFile(): string {
    return join(this.home, 'installation.json');
  }

  async remove(): Promise<void> {
    await rm(this.home, { recursive: true, force: true });
  }

  get keys(): EntryKeys {
    const findWrappingKey = (epoch: number): SecretKey | undefined => {
      if (epoch > this.epoch) return undefined;
      const key = this.#epochs.get(epoch) ?? SecretKey.random();
      this.#epochs.set(epoch, key);
      return key;
    };
    return { epoch: this.epoch, findWrappingKey };
  }

  async open(access: 'read' | 'write', port: DurablePort = disk): Promise<LedgerFiles> {
    const state = await this.readState();
    return LedgerFiles.open({
      dir: this.dir,
      vault: this.vault,
      root: this.root.publicKey,
      keys: this.keys,
      hashes: nodeHashes,
      port,
      access,
      installation: state,
    });
  }

  /** As an installation does it: goes on with its log, or begins a new one. */
  async openWriter(port: DurablePort = disk): Promise<{ ledger: LedgerFiles; writer: LogWriter }> {
    const state = await this.readState();
    const ledger = await this.open('write', port);
    const signer = ledger.own.state === 'ready' ? state?.signer : undefined;
    const writer =
      signer === undefined
        ? await this.start(ledger, port)
        : await LogWriter.continue({ ledger, signer, remember: this.remember(signer, port) });
    return { ledger, writer };
  }

  async start(ledger: LedgerFiles, port: DurablePort = disk): Promise<LogWriter> {
    const pair = createKeyPair();
    const { publicKey } = pair;
    const signer = { log: logIdOf(nodeHashes, publicKey), publicKey, seed: SecretKey.adopt(pair.seed) };
    const certificate = certifyLog(this.root.seed, this.root.publicKey, this.vault, publicKey);
    return LogWriter.start({
      ledger,
      signer,
      remember: this.remember(signer, port),
      certificate,
      reason: ledger.own.state === 'lost' ? 'history-rolled-back' : 'vault-created',
      app: 'test',
      practice: false,
      clock,
    });
  }

  remember(signer: LogSigner, port: DurablePort): (head: LedgerHead) => Promise<void> {
    return async (head) => {
      const seed = signer.seed.use((bytes) => encodeHex(bytes));
      const text = JSON.stringify({ head, seed });
      await replaceFile(port, this.stateFile, new TextEncoder().encode(text));
    };
  }

  async readState(): Promise<{ head: LedgerHead; signer: LogSigner } | undefined> {
    let text: string;
    try {
      text = await readFile(this.stateFile, 'utf8');
    } catch {
      return undefined;
    }
    const { head, seed } = JSON.parse(text) as { head: LedgerHead; seed: string };
    const { publicKey, seed: bytes } = createKeyPair(parseHex(seed));
    return { head, signer: { log: head.log, publicKey, seed: SecretKey.adopt(bytes) } };
  }

  /** Makes the installation remember another head. */
  async setHead(head: LedgerHead): Promise<void> {
    const state = await this.readState();
    if (state === undefined) throw new Error('no state');
    await this.remember(state.signer, disk)(head);
  }

  /** Puts files and state back together: the one thing that nobody can notice here. */
  async takeBackTo(files: ReadonlyMap<string, Uint8Array>, size: number): Promise<void> {
    for (const [name, bytes] of files) await this.write(name, bytes);
    const head = (await this.open('read')).heads()[0];
    if (head?.size !== size) throw new Error('another size');
    await this.setHead(head);
  }

  /** As if this were another computer. */
  async forgetState(): Promise<void> {
    await rm(this.stateFile, { force: true });
  }

  /** All files of the ledger, as paths inside the vault. */
  async files(): Promise<string[]> {
    const found = await readdir(this.dir, { recursive: true, withFileTypes: true });
    return found
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(this.dir.length + 1))
      .sort();
  }

  async read(file: string): Promise<Uint8Array> {
    // A plain array: a Buffer's slice would share its bytes.
    return new Uint8Array(await readFile(join(this.dir, file)));
  }

  async write(file: string, bytes: Uint8Array): Promise<void> {
    await writeFile(join(this.dir, file), bytes);
  }

  async delete(file: string): Promise<void> {
    await rm(join(this.dir, file));
  }

  /** Remembers the whole vault and the installation's state; the function returned brings them back. */
  async snapshot(): Promise<() => Promise<void>> {
    const bytes = new Map<string, Uint8Array>();
    for (const name of await this.files()) bytes.set(join(this.dir, name), await this.read(name));
    if (existsSync(this.stateFile)) bytes.set(this.stateFile, readFileSync(this.stateFile));
    return async () => {
      rmSync(this.dir, { recursive: true });
      rmSync(this.stateFile, { force: true });
      mkdirSync(this.dir);
      for (const [path, content] of bytes) {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, content);
      }
    };
  }
}

/** An entry that says `text` and nothing else. */
export function saying(text: string): JsonObject {
  return { kind: 'test', at: '2026-11-21T09:30:00.000Z', text };
}

export async function collect(entries: AsyncIterable<StoredEntry>): Promise<StoredEntry[]> {
  const all: StoredEntry[] = [];
  for await (const entry of entries) all.push(entry);
  return all;
}

/** What the test entries of a log say, in order; unreadable ones as their code, others as their kind. */
export async function sayings(ledger: LedgerFiles, log: string): Promise<unknown[]> {
  const entries = await collect(ledger.entries({ log }));
  return entries.map((entry) => (entry.readable ? (entry.fields.text ?? entry.fields.kind) : entry.code));
}
