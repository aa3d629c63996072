import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { encodeBase64 } from '../../../../src/base/bytes.ts';
import { SecretKey } from '../../../../src/crypto/secret-key.ts';
import { createKeyPair } from '../../../../src/crypto/sign.ts';
import { certifyLog, logIdOf } from '../../../../src/ledger/log-identity.ts';
import { nodeHashes } from '../../../../src/platform/node-hashes.ts';
import { BlobStore } from '../../../../src/store/blob/blob-store.ts';
import type { StoredPart } from '../../../../src/store/blob/captured-content.ts';
import { checkVault, type CheckOptions } from '../../../../src/store/check/check-vault.ts';
import type { CheckResult } from '../../../../src/store/check/check-result.ts';
import { NodeDurable } from '../../../../src/store/durable/node-durable.ts';
import { createHeader } from '../../../../src/store/header/header-changes.ts';
import { writeHeader } from '../../../../src/store/header/header-files.ts';
import type { VaultKeys } from '../../../../src/store/header/vault-keys.ts';
import { entryKeysOf } from '../../../../src/store/ledger-files/entry-keys.ts';
import { LedgerFiles } from '../../../../src/store/ledger-files/ledger-files.ts';
import type { LogSigner } from '../../../../src/store/ledger-files/ledger-opening.ts';
import { LogWriter } from '../../../../src/store/ledger-files/log-writer.ts';
import type { LedgerHead } from '../../../../src/store/ledger-files/stored-entry.ts';
import { writeSettings } from '../../../../src/store/settings.ts';

const at = '2026-11-21T09:30:00.000Z';
export const port = new NodeDurable();

/** Made once, since it takes long; its keys are never destroyed. */
let headerMade: ReturnType<typeof createHeader> | undefined;

/** A whole vault on the disk, with contents, kept as the app keeps them. */
export class CheckWorld {
  readonly home: string;
  readonly keys: VaultKeys;
  readonly #contents: Map<string, readonly StoredPart[]>;
  readonly #signer: LogSigner;
  /** By blob file and by place in the log, as the index would have it. */
  readonly itemsByFile = new Map<string, string>();
  readonly itemsByEntry = new Map<number, string>();
  blobs: BlobStore;
  ledger: LedgerFiles;
  writer: LogWriter;
  head: LedgerHead | undefined;

  private constructor(
    home: string,
    keys: VaultKeys,
    contents: Map<string, readonly StoredPart[]>,
    signer: LogSigner,
    open: { blobs: BlobStore; ledger: LedgerFiles; writer: LogWriter },
  ) {
    this.home = home;
    this.keys = keys;
    this.#contents = contents;
    this.#signer = signer;
    this.blobs = open.blobs;
    this.ledger = open.ledger;
    this.writer = open.writer;
  }

  static async make(): Promise<CheckWorld> {
    const home = await mkdtemp(join(tmpdir(), 'check-'));
    const dir = join(home, 'vault');
    await mkdir(dir);
    const { header, keys } = await (headerMade ??= createHeader('a long passphrase', true, {
      at,
      argon2: { memoryKiB: 65_536, passes: 1 },
    }));
    await writeHeader(port, dir, header);
    await writeSettings(port, dir, keys, { generation: 1, value: { token: 'x' } });
    const pair = createKeyPair();
    const signer = {
      log: logIdOf(nodeHashes, pair.publicKey),
      publicKey: pair.publicKey,
      seed: SecretKey.adopt(pair.seed),
    };
    const ledger = await LedgerFiles.open({
      dir,
      vault: keys.vault,
      root: keys.rootPublicKey,
      keys: entryKeysOf(keys),
      hashes: nodeHashes,
      port,
      access: 'write',
    });
    const writer = await LogWriter.start({
      ledger,
      signer,
      remember: async () => undefined,
      certificate: keys.rootSeed.use((root) =>
        certifyLog(root, keys.rootPublicKey, keys.vault, pair.publicKey),
      ),
      reason: 'vault-created',
      app: 'test',
      practice: true,
      clock: { now: () => new Date(at) },
    });
    const contents = new Map<string, readonly StoredPart[]>();
    const blobs = await openBlobs(dir, keys, contents);
    return new CheckWorld(home, keys, contents, signer, { blobs, ledger, writer });
  }

  get dir(): string {
    return join(this.home, 'vault');
  }

  /** Keeps bytes as the content of an item, and gives the paths of their blob files inside the vault. */
  async keep(item: string, bytes: Uint8Array): Promise<string[]> {
    const { digests, plaintextId, parts, known } = await this.blobs.capture({ bytes });
    await this.blobs.settle();
    if (!known) {
      const [stored] = await this.writer.append([
        {
          kind: 'blob-stored',
          at,
          plaintext: plaintextId,
          sha256: digests.sha256,
          size: digests.size,
          epoch: 1,
          parts: parts.map(({ key, ...part }) => ({ ...part, key: encodeBase64(key) })),
        },
      ]);
      if (stored !== undefined) this.itemsByEntry.set(stored.index, item);
      this.#contents.set(plaintextId, parts);
    }
    for (const { file } of parts) this.itemsByFile.set(file, item);
    return parts.map(({ shelf, file }) => `blobs/${String(shelf).padStart(4, '0')}/${file}.blob`);
  }

  async reopenBlobs(): Promise<void> {
    await this.blobs.close();
    this.blobs = await openBlobs(this.dir, this.keys, this.#contents);
  }

  /** Opens the ledger again, as the next start of the app does. */
  async reopen(access: 'read' | 'write'): Promise<LedgerFiles> {
    this.head = this.writer.head();
    await this.writer.close();
    this.ledger = await LedgerFiles.open({
      dir: this.dir,
      vault: this.keys.vault,
      root: this.keys.rootPublicKey,
      keys: entryKeysOf(this.keys),
      hashes: nodeHashes,
      port,
      access,
      installation: { head: this.head, signer: this.#signer },
    });
    return this.ledger;
  }

  async check(options: Partial<CheckOptions> = {}): Promise<CheckResult> {
    const { dir, keys, ledger } = this;
    const items = {
      itemsOfFile: (file: string) => [this.itemsByFile.get(file) ?? 'nobody'],
      itemsOfEntry: (_log: string, index: number) => {
        const item = this.itemsByEntry.get(index);
        return item === undefined ? [] : [item];
      },
    };
    return checkVault({ dir, port, keys, ledger, items }, { full: false, ...options });
  }

  async read(file: string): Promise<Uint8Array> {
    return new Uint8Array(await readFile(join(this.dir, file)));
  }

  async write(file: string, bytes: Uint8Array): Promise<void> {
    await mkdir(join(this.dir, file, '..'), { recursive: true });
    await writeFile(join(this.dir, file), bytes);
  }

  async delete(file: string): Promise<void> {
    await rm(join(this.dir, file));
  }

  async flip(file: string, at: number): Promise<void> {
    const bytes = await this.read(file);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    await this.write(file, bytes);
  }

  async remove(): Promise<void> {
    await this.writer.close();
    await this.blobs.close();
    await rm(this.home, { recursive: true, force: true });
  }
}

function openBlobs(
  dir: string,
  keys: VaultKeys,
  contents: ReadonlyMap<string, readonly StoredPart[]>,
): Promise<BlobStore> {
  const findKnown = (id: string): readonly StoredPart[] | undefined => contents.get(id);
  return BlobStore.open({ folder: dir, port, keys, findKnown, threads: 0, partLength: 1 << 20 });
}
