import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { link, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { VaultError } from '../base/errors.ts';
import { newId } from '../base/ids.ts';
import type { Digests } from '../evidence/digests.ts';
import type { PullProgress } from '../sources/source.ts';
import type { BlobRow } from '../store/index/blob-queries.ts';
import { NodeDurable } from '../store/durable/node-durable.ts';
import { storageError, systemCode } from '../store/durable/system-errors.ts';
import { getVersionWithContent } from './find-version.ts';
import type { OpenVault } from './vault-context.ts';

export interface SaveOptions {
  /** Absolute path of the copy. */
  readonly out: string;
  /** 1, 2, 3, …; the latest if left out. */
  readonly version?: number;
  /** Replaces what is there. */
  readonly force?: boolean;
  readonly signal?: AbortSignal;
  /** Told how many bytes are written. */
  readonly onProgress?: (progress: PullProgress) => void;
}

export interface SavedCopy {
  readonly out: string;
  readonly sha256: string;
  readonly size: number;
}

/**
 * The bytes of a content, decrypted and checked piece by piece; a range is checked only within itself.
 * Throws `integrity.blob-missing` or `integrity.blob-corrupt` where the vault's copy is not whole.
 */
export function openContent(
  vault: OpenVault,
  content: Pick<Digests, 'sha256' | 'size'>,
  range?: { readonly start: number; readonly end: number },
): AsyncIterable<Uint8Array> {
  const stored = vault.index.blobs.allByDigest(content.sha256, content.size);
  const [only, ...others] = stored;
  if (only === undefined) throw new VaultError('integrity.blob-missing');
  return others.length === 0
    ? vault.blobs.read(only, range)
    : readFirstThatIsThere(vault, stored, only, range);
}

/** A content that was stored more than once lost a blob before, so it is looked for first. */
async function* readFirstThatIsThere(
  vault: OpenVault,
  stored: readonly BlobRow[],
  latest: BlobRow,
  range: Parameters<typeof openContent>[2],
): AsyncIterable<Uint8Array> {
  for (const blob of stored) {
    if ((await absence(vault, blob)) !== undefined) continue;
    yield* vault.blobs.read(blob, range);
    return;
  }
  yield* vault.blobs.read(latest, range);
}

/** Why a content cannot be read, as far as its files tell without being read: undefined if all are there and as long as they should be. */
export async function findAbsence(
  vault: OpenVault,
  content: Pick<Digests, 'sha256' | 'size'>,
): Promise<'integrity.blob-missing' | 'integrity.blob-corrupt' | undefined> {
  let found: 'integrity.blob-missing' | 'integrity.blob-corrupt' = 'integrity.blob-missing';
  for (const blob of vault.index.blobs.allByDigest(content.sha256, content.size)) {
    const absent = await absence(vault, blob);
    if (absent === undefined) return undefined;
    found = absent;
  }
  return found;
}

async function absence(
  vault: OpenVault,
  { parts }: BlobRow,
): Promise<'integrity.blob-missing' | 'integrity.blob-corrupt' | undefined> {
  const sizes = await Promise.all(parts.map((part) => vault.blobs.findSealedSize(part)));
  if (sizes.includes(undefined)) return 'integrity.blob-missing';
  return parts.every(({ sealedSize }, part) => sizes[part] === sealedSize)
    ? undefined
    : 'integrity.blob-corrupt';
}

/**
 * Saves a copy of an item's bytes outside the vault. The copy appears under its name only when it is whole and its digest is
 * right; nothing that is there is replaced without `force`.
 * Throws `input.not-found`, `input.exists`, `integrity.blob-*`, `storage.*`.
 */
export async function saveContent(
  vault: OpenVault,
  itemText: string,
  options: SaveOptions,
): Promise<SavedCopy> {
  const { content, name } = getVersionWithContent(vault, itemText, options.version);
  await writeCopy(options, async (file) => {
    const hash = createHash('sha256');
    let done = 0;
    for await (const chunk of openContent(vault, content)) {
      options.signal?.throwIfAborted();
      hash.update(chunk);
      await file.writeFile(chunk);
      done += chunk.length;
      options.onProgress?.({ name, done, total: content.size });
    }
    if (hash.digest('hex') !== content.sha256) throw new VaultError('integrity.blob-corrupt');
  });
  return { out: options.out, sha256: content.sha256, size: content.size };
}

/**
 * Refuses at once what `writeCopy` would refuse once everything is made, for work that takes long or leaves something behind.
 * Throws `input.exists`.
 */
export function refuseExisting({ out, force }: Pick<SaveOptions, 'out' | 'force'>): void {
  if (force !== true && existsSync(out)) throw new VaultError('input.exists');
}

/** Writes a file beside its final name and gives it that name once it is whole. */
export function writeCopy(
  { out, force }: Pick<SaveOptions, 'out' | 'force'>,
  fill: (file: FileHandle) => Promise<void>,
): Promise<void> {
  return writeCopies([out], { force: force ?? false }, (file) => fill(file));
}

/**
 * Writes files that belong together, each beside its final name, and gives all of them their names once all are whole: until then, and where
 * one cannot be written, none is there. Where one of them cannot be given its name, those that were new are taken away again.
 */
export async function writeCopies(
  outs: readonly string[],
  { force }: { readonly force: boolean },
  fill: (file: FileHandle, place: number) => Promise<void>,
): Promise<void> {
  const partials: string[] = [];
  const named: string[] = [];
  try {
    for (const [place, out] of outs.entries()) {
      const partial = join(dirname(out), `.${basename(out).slice(0, 100)}.${newId('record')}.part`);
      const file = await open(partial, 'wx', 0o600);
      partials.push(partial);
      try {
        await fill(file, place);
        await file.sync();
      } finally {
        await file.close();
      }
    }
    for (const [place, out] of outs.entries()) {
      const isNew = !existsSync(out);
      const partial = partials[place] ?? out;
      if (force) await rename(partial, out);
      else await nameAnew(partial, out);
      if (isNew) named.push(out);
    }
    // Until its folder is synced, a power failure can still take the name, and the history would tell of a bundle that never was.
    for (const folder of new Set(outs.map((out) => dirname(out)))) await new NodeDurable().syncFolder(folder);
  } catch (thrown) {
    for (const out of named) await rm(out, { force: true });
    throw outError(thrown);
  } finally {
    for (const partial of partials) await rm(partial, { force: true });
  }
}

/** Gives `partial` the name `out` unless something has it: by a hard link, which cannot replace; where there are none (FAT), by looking first. */
async function nameAnew(partial: string, out: string): Promise<void> {
  try {
    await link(partial, out);
  } catch (thrown) {
    const code = systemCode(thrown);
    if (
      code === undefined ||
      !['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL', 'EMLINK'].includes(code)
    )
      throw thrown;
    if (existsSync(out)) throw new VaultError('input.exists', {}, thrown);
    await rename(partial, out);
  }
}

/** What the system said of a place to write to, as our own error. */
export function outError(thrown: unknown): unknown {
  switch (systemCode(thrown)) {
    case 'EEXIST':
      return new VaultError('input.exists', {}, thrown);
    case 'ENOENT':
      return new VaultError('input.path-missing', {}, thrown);
    default:
      return storageError(thrown, 'writing');
  }
}
