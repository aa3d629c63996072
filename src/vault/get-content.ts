import { createHash } from 'node:crypto';

import { parseHex } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';
import type { Digests } from '../evidence/digests.ts';
import type { PullProgress } from '../sources/source.ts';
import type { BlobRow } from '../store/index/blob-queries.ts';
import { getVersionWithContent } from './find-version.ts';
import { writeCopy } from './out-files.ts';
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
  range?: Range,
): AsyncIterable<Uint8Array> {
  return readStored(vault, vault.index.blobs.allByDigest(content.sha256, content.size), range);
}

/**
 * The whole of a content, proven to be what its SHA-256 names without taking that digest once more: every piece is authenticated, the last one
 * together with the plaintext id (FORMAT.md section 5), and that id is worked out here again from the digest. An entry that leads to a content
 * of another digest is not followed.
 * Throws `integrity.blob-missing` or `integrity.blob-corrupt`.
 */
export function openProven(
  vault: OpenVault,
  content: Pick<Digests, 'sha256' | 'size'>,
): AsyncIterable<Uint8Array> {
  const { sha256, size } = content;
  const named = vault.keys.plaintextIdOf(parseHex(sha256), size);
  const stored = vault.index.blobs.allByDigest(sha256, size);
  const right = stored.filter(({ plaintextId }) => plaintextId === named);
  if (right.length === 0 && stored.length > 0)
    throw new VaultError('integrity.blob-corrupt', { what: 'plaintext-id' });
  return readStored(vault, right);
}

type Range = { readonly start: number; readonly end: number } | undefined;

function readStored(vault: OpenVault, stored: readonly BlobRow[], range?: Range): AsyncIterable<Uint8Array> {
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
  range: Range,
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
      await file.append(chunk);
      done += chunk.length;
      options.onProgress?.({ name, done, total: content.size });
    }
    if (hash.digest('hex') !== content.sha256) throw new VaultError('integrity.blob-corrupt');
  });
  return { out: options.out, sha256: content.sha256, size: content.size };
}
