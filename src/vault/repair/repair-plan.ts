import { resolve } from 'node:path';

import { throwIfCancelled, VaultError } from '../../base/errors.ts';
import type { PullProgress } from '../../sources/source.ts';
import type { BlobProblem } from '../../store/check/blob-presence.ts';
import type { Damage } from '../../store/check/check-result.ts';
import { blobInside } from '../../store/check/referenced-blobs.ts';
import { findProblem } from '../../store/check/verify-content.ts';
import { parityPath } from '../../store/parity/parity-files.ts';
import { digestOf } from '../../store/parity/make-parity.ts';
import type { ReplicaCatalogue } from '../../store/replica/reading/catalogue.ts';
import { KnownDamage } from '../damage.ts';
import { isKeptByHand } from '../sources-kept-by-hand.ts';
import type { OpenVault } from '../vault-context.ts';

/** Where a damaged or missing file can be had from. */
export type RepairWay =
  | { readonly from: 'parity' }
  | { readonly from: 'replica' }
  /** A file that the learner gave, absolute path. */
  | { readonly from: 'file'; readonly path: string }
  /** A portal that may still have it: it is asked only if the learner wants that. */
  | { readonly from: 'source'; readonly source: string; readonly name: string };

/** A stored file that is not what it was. */
export interface DamagedBlob {
  /** Inside the vault, with forward slashes. */
  readonly file: string;
  readonly code: BlobProblem;
  readonly shelf: number;
  /** SHA-256 of the sealed file. */
  readonly sealed: string;
  /** The content that it is of, or a part of. */
  readonly content: { readonly sha256: string; readonly size: number };
  /** Items that have lost it. */
  readonly items: readonly { readonly id: string; readonly name: string }[];
  /** In the order in which they are tried. */
  readonly ways: readonly RepairWay[];
}

export interface RepairPlan {
  readonly blobs: readonly DamagedBlob[];
  /** What else is wrong. */
  readonly others: readonly Damage[];
  /** Given files that nothing damaged was made of. */
  readonly unused: readonly string[];
}

export interface RepairMeans {
  /** What `check` found. */
  readonly damaged: readonly Damage[];
  /** Second copies that could be reached. */
  readonly replicas: ReplicaCatalogue | undefined;
  /** Files that the learner gave, absolute paths. */
  readonly files: readonly string[];
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: PullProgress) => void;
}

/**
 * Says for each damaged file of a vault where it can be had from. Changes nothing. What was erased is never among it.
 * Throws `input.path-missing` for a given file that is not there, `storage.*`, `internal.cancelled`.
 */
export async function planRepair(vault: OpenVault, means: RepairMeans): Promise<RepairPlan> {
  const given = await digestFiles(vault, means);
  const erased = vault.index.erasures.erasedBlobs();
  const found = new Map<string, BlobProblem>();
  const others: Damage[] = [];
  for (const damage of means.damaged) {
    const sealed = sealedFile(damage);
    if (sealed === undefined) others.push(damage);
    else if (!erased.has(sealed.file)) found.set(sealed.file, sealed.code);
  }
  for (const [file, code] of await stillDamaged(vault, found, means))
    if (!erased.has(file)) found.set(file, code);
  const used = new Set<string>();
  const blobs: DamagedBlob[] = [];
  for (const [sealed, code] of found) {
    throwIfCancelled(means.signal);
    const row = vault.index.blobs.findFile(sealed);
    if (row === undefined) continue;
    const { shelf, sha256, size } = row;
    const items = vault.index.blobs.itemsOfFile(sealed).flatMap((id) => vault.index.items.find(id) ?? []);
    const path = given.get(sha256);
    if (path !== undefined) used.add(path);
    blobs.push({
      file: blobInside({ shelf, file: sealed }),
      code,
      shelf,
      sealed,
      content: { sha256, size },
      items: items.map(({ id, name }) => ({ id, name })),
      ways: [
        ...(code === 'integrity.blob-corrupt' && (await hasParity(vault, shelf, sealed))
          ? [{ from: 'parity' as const }]
          : []),
        ...(means.replicas?.blobs().some((piece) => piece.sha256 === sealed) === true
          ? [{ from: 'replica' as const }]
          : []),
        ...(path === undefined ? [] : [{ from: 'file' as const, path }]),
        ...sourcesOf(vault, items).map(({ id, name }) => ({ from: 'source' as const, source: id, name })),
      ],
    });
  }
  return { blobs, others, unused: [...given.values()].filter((path) => !used.has(path)) };
}

function sealedFile({ code, file }: Damage): { file: string; code: BlobProblem } | undefined {
  const name = /^blobs\/\d+\/([0-9a-f]{64})\.blob$/.exec(file ?? '')?.[1];
  const isBlob = code === 'integrity.blob-missing' || code === 'integrity.blob-corrupt';
  return name !== undefined && isBlob ? { file: name, code } : undefined;
}

/** Files that an earlier check named and a fast one does not look into. */
async function stillDamaged(
  vault: OpenVault,
  known: ReadonlyMap<string, BlobProblem>,
  { signal }: RepairMeans,
): Promise<ReadonlyMap<string, BlobProblem>> {
  const found = new Map<string, BlobProblem>();
  for (const item of new KnownDamage(vault.index).items())
    for (const { content, provenance } of vault.index.items.versions(item))
      for (const { sha256, size } of [
        ...(content === undefined ? [] : [content]),
        ...(provenance.raw ?? []),
      ]) {
        const [latest] = vault.index.blobs.allByDigest(sha256, size);
        for (const part of latest?.parts ?? []) {
          if (known.has(part.file) || found.has(part.file)) continue;
          const code = await findProblem(vault.blobs, part, signal);
          if (code !== undefined) found.set(part.file, code);
        }
      }
  return found;
}

async function hasParity(vault: OpenVault, shelf: number, file: string): Promise<boolean> {
  return (await vault.port.findStatus(parityPath(vault.dir, { blob: { shelf, file } }))) !== undefined;
}

/** Sources that may still have what items have lost: not those that were removed, nor what was handed over by hand. */
export function sourcesOf(
  vault: OpenVault,
  items: readonly { readonly source: string }[],
): { readonly id: string; readonly name: string }[] {
  return [...new Set(items.map(({ source }) => source))].flatMap((id) => {
    const row = vault.index.sources.find(id);
    if (row === undefined || row.removedAt !== undefined || isKeptByHand(row)) return [];
    return [{ id, name: row.name }];
  });
}

/** Given files by the SHA-256 of what is in them. */
async function digestFiles(
  vault: OpenVault,
  { files, signal, onProgress }: RepairMeans,
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const typed of files) {
    const path = resolve(typed);
    onProgress?.({ name: path, done: 0 });
    const file = await vault.port.openForReading(path);
    if (file === undefined) throw new VaultError('input.path-missing');
    try {
      found.set(await digestOf(file, await file.size(), signal), path);
    } finally {
      await file.close();
    }
  }
  return found;
}
