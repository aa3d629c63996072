import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

import { throwIfCancelled, VaultError } from '../../base/errors.ts';
import { BlobReader } from '../blob/blob-reader.ts';
import type { DurablePort } from '../durable/port.ts';
import { headerNames, readHeader } from '../header/header-files.ts';
import type { VaultKeys } from '../header/vault-keys.ts';
import { examineLog } from '../ledger-files/examine-log.ts';
import type { LedgerFiles } from '../ledger-files/ledger-files.ts';
import { listParity } from '../parity/parity-files.ts';
import { readWholeParity } from '../parity/parity-reading.ts';
import { readSettings } from '../settings.ts';
import { BlobThreads, threadsFor } from '../threads/blob-threads.ts';
import { findPresence, type BlobProblem } from './blob-presence.ts';
import { checkContents } from './check-contents.ts';
import type { CheckCursor, CheckProgress, CheckResult, ItemFinder } from './check-result.ts';
import { DamageList, type EarlierFinding } from './damage-list.ts';
import { findForeignFiles } from './foreign-files.ts';
import { blobInside, ReferencedBlobs } from './referenced-blobs.ts';
import { findProblem, verifyContent, type ContentToVerify } from './verify-content.ts';

export interface CheckInputs {
  /** The vault's folder, absolute. */
  readonly dir: string;
  readonly port: DurablePort;
  readonly keys: VaultKeys;
  /** Open; with write access what is damaged in one copy is mended. */
  readonly ledger: LedgerFiles;
  /** Says which items are touched; `index.blobs` does. */
  readonly items: ItemFinder;
  /** What opening the vault has found, and perhaps mended, already. */
  readonly found?: readonly EarlierFinding[];
}

export interface CheckOptions {
  /** Also opens every blob and hashes what is in it. */
  readonly full: boolean;
  /** Stops the check: with `full`, while contents are looked into, it ends with a cursor to go on from. */
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: CheckProgress) => void) | undefined;
  /** Where an earlier full check stopped; its result then covers both. */
  readonly resumeFrom?: CheckCursor | undefined;
  /** By names of blob files: the content that each was just opened as, all of it, where it was written. These are not read again. */
  readonly opened?: ReadonlyMap<string, ContentToVerify> | undefined;
  /** Threads that look into contents; by default as many as are worth it, at most 2. With 0 the thread itself does. */
  readonly threads?: number | undefined;
}

/**
 * Checks an open vault. Fast: both header copies, settings, every byte of both copies of the ledger with its tree, signatures
 * and keys, and whether each blob is there with its length. Full: every entry and every blob opened and hashed too.
 *
 * Damage is in the result. Throws `storage.*` if the folder is gone, `internal.cancelled` if stopped before contents are
 * looked into.
 */
export async function checkVault(inputs: CheckInputs, options: CheckOptions): Promise<CheckResult> {
  return new VaultCheck(inputs, options).run();
}

class VaultCheck {
  readonly #inputs: CheckInputs;
  readonly #options: CheckOptions;
  readonly #reader: BlobReader;
  readonly #damage: DamageList;
  readonly #referenced = new ReferencedBlobs();
  #begun = 0;

  constructor(inputs: CheckInputs, options: CheckOptions) {
    this.#inputs = inputs;
    this.#options = options;
    this.#reader = new BlobReader(inputs.port, inputs.dir, inputs.keys.vault);
    this.#damage = new DamageList(inputs.items);
  }

  async run(): Promise<CheckResult> {
    const { ledger, found = [] } = this.#inputs;
    for (const finding of found) this.#damage.addFinding(finding);
    await this.#checkHeader();
    await this.#checkSettings();
    await this.#checkLedger();
    const { bad, next } = await this.#checkBlobs();
    for (const [file, code] of bad) this.#damage.addBlob(code, file, this.#placeOf(file));
    // Reading entries may have found more than looking at the files did.
    for (const finding of ledger.findings) this.#damage.addLedger(finding);
    const { damaged, notices } = this.#damage;
    return {
      ok: damaged.length === 0,
      entries: ledger.heads().reduce((sum, { size }) => sum + size, 0),
      blobs: this.#referenced.parts.size,
      bytes: this.#referenced.bytes,
      damaged,
      notices,
      ...(next === undefined ? {} : { next }),
    };
  }

  async #checkHeader(): Promise<void> {
    const { dir, port, keys } = this.#inputs;
    try {
      const { header, copies } = await readHeader(port, dir);
      if (header.vault !== keys.vault) this.#damage.add('integrity.vault-mismatch', headerNames[0]);
      for (const name of headerNames)
        if (copies[name] !== 'good') this.#damage.add('integrity.header-copy-damaged', name);
    } catch (error) {
      if (!(error instanceof VaultError) || error.code.startsWith('storage.')) throw error;
      const gone = error.code === 'access.no-vault';
      for (const name of headerNames) this.#damage.add(gone ? 'integrity.header-damaged' : error.code, name);
    }
  }

  async #checkSettings(): Promise<void> {
    const { dir, port, keys } = this.#inputs;
    try {
      await readSettings(port, dir, keys);
    } catch (error) {
      if (!(error instanceof VaultError) || error.code.startsWith('storage.')) throw error;
      this.#damage.add(error.code, 'settings.sealed');
    }
  }

  async #checkLedger(): Promise<void> {
    const { ledger } = this.#inputs;
    const { signal } = this.#options;
    const all = ledger.allFiles();
    const total = all.reduce((sum, { places }) => sum + places.length, 0);
    let done = 0;
    for (const files of all)
      await examineLog(ledger.environment, files, signal, (content) => {
        this.#referenced.addSegment(content);
        if (content.entries.some(({ type }) => type === 'erased'))
          this.#damage.addNotice('integrity.entry-erased');
        done += 1;
        this.#tell('ledger', done, total, 0);
      });
  }

  async #checkBlobs(): Promise<{ bad: ReadonlyMap<string, BlobProblem>; next: CheckCursor | undefined }> {
    // They come up while it is looked for what is there.
    const pool = this.#startThreads();
    try {
      const problems = await this.#checkFiles();
      if (this.#options.full) await this.#checkParity();
      return await this.#checkContents(problems, pool);
    } finally {
      await pool?.close();
    }
  }

  /** Threads that look into contents; undefined where none are to. */
  #startThreads(): BlobThreads | undefined {
    const { dir, keys } = this.#inputs;
    if (!this.#options.full) return undefined;
    const { opened } = this.#options;
    const left = [...this.#referenced.parts.values()].filter(({ name }) => opened?.has(name) !== true);
    const threads =
      this.#options.threads ?? threadsFor(left.reduce((sum, { sealedLength }) => sum + sealedLength, 0));
    return threads === 0 ? undefined : new BlobThreads(dir, keys.vault, threads);
  }

  async #checkFiles(): Promise<ReadonlyMap<string, BlobProblem>> {
    const { dir, port } = this.#inputs;
    const { signal, full } = this.#options;
    const total = this.#referenced.parts.size;
    const presence = await findPresence(this.#reader, this.#referenced, signal, (done) => {
      this.#tell('files', done, total, 0);
    });
    for (const path of presence.foreign)
      this.#damage.addNotice('integrity.foreign-file', `blobs/${path.replaceAll('\\', '/')}`);
    for (const path of await findForeignFiles(port, dir))
      this.#damage.addNotice('integrity.foreign-file', path);
    for (const orphan of presence.orphans) {
      throwIfCancelled(signal);
      const code = full ? await findProblem(this.#reader, orphan, signal) : undefined;
      // Taken away meanwhile: then it is nobody's concern.
      if (code === 'integrity.blob-missing') continue;
      if (code === undefined) this.#damage.addNotice('integrity.blob-orphan', blobInside(orphan));
      else this.#damage.add(code, blobInside(orphan));
    }
    return presence.problems;
  }

  async #checkParity(): Promise<void> {
    const { dir, port, keys } = this.#inputs;
    for (const { file, of } of (await listParity(port, dir)).files) {
      throwIfCancelled(this.#options.signal);
      const head = await readWholeParity(port, join(dir, file));
      const isOf = head?.vault === keys.vault && (!('blob' in of) || head.sha256 === of.blob.file);
      if (!isOf) this.#damage.add('integrity.parity-damaged', file);
    }
  }

  async #checkContents(
    problems: ReadonlyMap<string, BlobProblem>,
    pool: BlobThreads | undefined,
  ): Promise<{ bad: ReadonlyMap<string, BlobProblem>; next: CheckCursor | undefined }> {
    const { ledger } = this.#inputs;
    const { full, signal, resumeFrom } = this.#options;
    const check = { ledger, problems, resumeFrom, opened: this.#options.opened, signal };
    if (!full) {
      if (problems.size === 0) return { bad: problems, next: undefined };
      return checkContents({ ...check, verify: undefined, onProgress: () => undefined });
    }
    this.#begun = performance.now();
    if (pool === undefined) return this.#checkHere(check);
    const cancel = (): void => {
      pool.cancel();
    };
    if (signal?.aborted === true) cancel();
    signal?.addEventListener('abort', cancel, { once: true });
    let done = 0;
    const ticking = setInterval(() => {
      this.#tell('contents', done, undefined, pool.bytes);
    }, 250);
    try {
      return await checkContents({
        ...check,
        verify: (content) => pool.verify(content),
        onProgress: (count) => {
          done = count;
          this.#tell('contents', done, undefined, pool.bytes);
        },
      });
    } finally {
      clearInterval(ticking);
      signal?.removeEventListener('abort', cancel);
      this.#tell('contents', done, undefined, pool.bytes);
    }
  }

  async #checkHere(
    check: Pick<
      Parameters<typeof checkContents>[0],
      'ledger' | 'problems' | 'resumeFrom' | 'opened' | 'signal'
    >,
  ): ReturnType<typeof checkContents> {
    let bytes = 0;
    return checkContents({
      ...check,
      verify: (content) =>
        verifyContent(this.#reader, content, (count) => {
          throwIfCancelled(check.signal);
          bytes += count;
        }),
      onProgress: (done) => {
        this.#tell('contents', done, undefined, bytes);
      },
    });
  }

  #placeOf(file: string): string {
    return blobInside({ shelf: this.#referenced.parts.get(file)?.shelf ?? 0, file });
  }

  #tell(stage: CheckProgress['stage'], done: number, total: number | undefined, bytes: number): void {
    const seconds = (performance.now() - this.#begun) / 1000;
    this.#options.onProgress?.({
      stage,
      done,
      total,
      bytes,
      totalBytes: this.#referenced.bytes,
      bytesPerSecond: bytes === 0 || seconds <= 0 ? 0 : Math.round(bytes / seconds),
    });
  }
}
