import { join } from 'node:path';

import { encodeHex } from '../../base/bytes.ts';
import { throwIfCancelled } from '../../base/errors.ts';
import type { PullProgress } from '../../sources/source.ts';
import { blobPath } from '../../store/blob/blob-paths.ts';
import type { Damage } from '../../store/check/check-result.ts';
import { readCopies } from '../../store/ledger-files/file-copies.ts';
import { ledgerFilePath } from '../../store/ledger-files/ledger-paths.ts';
import { judgeCopy } from '../../store/ledger-files/segment-judge.ts';
import { makeParity, type ParityTask } from '../../store/parity/make-parity.ts';
import { forgetParity, listParity, parityInside, type ParityOf } from '../../store/parity/parity-files.ts';
import type { OpenVault, WritableVault } from '../vault-context.ts';
import type { Repaired } from './repair-vault.ts';

export interface ParityOptions {
  readonly signal: AbortSignal;
  /** `done` and `total` count files. */
  readonly onProgress?: (progress: PullProgress) => void;
}

/** What a round of making parity did. */
export interface MadeParity {
  readonly made: number;
  readonly bytes: number;
  /** Files that were damaged or missing, so that no parity was made of them. */
  readonly skipped: number;
}

/** How much of a vault has parity. */
export interface ParityStatus {
  /** Whether it is made of what is kept from now on. */
  readonly on: boolean;
  /** Parity files, and their bytes. */
  readonly files: number;
  readonly bytes: number;
}

/** Throws `storage.*`. */
export async function parityStatus(vault: WritableVault): Promise<ParityStatus> {
  return { on: vault.secrets.parity, ...(await countParity(vault)) };
}

/** How much parity there is, whether it is on or not. Throws `storage.*`. */
export async function countParity({ port, dir }: OpenVault): Promise<Omit<ParityStatus, 'on'>> {
  const { files } = await listParity(port, dir);
  return { files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0) };
}

/**
 * Makes parity of every blob and closed segment that has none. Each file is compared with its digest first: damage gets no parity. Stopped at any time, the next
 * round goes on. Throws `storage.*`, `internal.cancelled`.
 */
export async function makeAllParity(vault: OpenVault, options: ParityOptions): Promise<MadeParity> {
  const { port, dir, id } = vault;
  const there = new Set((await listParity(port, dir)).files.map(({ file }) => file));
  const tasks = [...blobTasks(vault, there), ...(await segmentTasks(vault, there))];
  let made = 0;
  let bytes = 0;
  let skipped = 0;
  for (const [done, task] of tasks.entries()) {
    throwIfCancelled(options.signal);
    options.onProgress?.({ name: 'spare data for repairs', done, total: tasks.length });
    const result = await makeParity(port, { ...task, vault: id }, options.signal);
    if (result === 'differs') skipped += isNeeded(vault, task) ? 1 : 0;
    else if (result !== 'empty') {
      made += 1;
      bytes += result.made;
    }
  }
  return { made, bytes, skipped };
}

/** Switches it on, and makes what is missing; or off, and takes away what there is. Throws `storage.*`, `internal.cancelled`. */
export async function switchParity(
  vault: WritableVault,
  on: boolean,
  options: ParityOptions,
): Promise<MadeParity & { readonly removed: number }> {
  await vault.secrets.setParity(on);
  if (on) return { ...(await makeAllParity(vault, options)), removed: 0 };
  return { made: 0, bytes: 0, skipped: 0, removed: await forgetParity(vault.port, vault.dir, undefined) };
}

/** Takes damaged parity away and makes it anew. */
export async function remakeParity(
  vault: WritableVault,
  damage: readonly Damage[],
  signal: AbortSignal,
): Promise<{ readonly repaired: Repaired[]; readonly left: Damage[] }> {
  const bad = damage.filter(({ code }) => code === 'integrity.parity-damaged');
  const left = damage.filter(({ code }) => code !== 'integrity.parity-damaged');
  if (bad.length === 0) return { repaired: [], left };
  const files = new Set(bad.map(({ file }) => file));
  const those = (await listParity(vault.port, vault.dir)).files.filter(({ file }) => files.has(file));
  await forgetParity(
    vault.port,
    vault.dir,
    those.map(({ of }) => of),
  );
  if (vault.secrets.parity) await makeAllParity(vault, { signal });
  return { repaired: bad.map(({ file = '' }) => ({ file, what: 'parity', from: 'anew', items: [] })), left };
}

/** False for a stored file whose content was kept again since: nobody misses it. */
function isNeeded({ index }: OpenVault, { sha256 = '' }: Omit<ParityTask, 'vault'>): boolean {
  const row = index.blobs.findFile(sha256);
  if (row === undefined) return true;
  const [latest] = index.blobs.allByDigest(row.sha256, row.size);
  return latest?.parts.some(({ file }) => file === sha256) !== false;
}

function blobTasks({ index, dir }: OpenVault, there: ReadonlySet<string>): Omit<ParityTask, 'vault'>[] {
  const erased = index.erasures.erasedBlobs();
  return index.blobs.files().flatMap(({ file, shelf }) => {
    const of: ParityOf = { blob: { shelf, file } };
    const inside = parityInside(of);
    if (there.has(inside) || erased.has(file)) return [];
    return [{ file: blobPath(dir, { shelf, file }), parityFile: join(dir, inside), sha256: file }];
  });
}

async function segmentTasks(
  { ledger, dir, hashes }: OpenVault,
  there: ReadonlySet<string>,
): Promise<Omit<ParityTask, 'vault'>[]> {
  const tasks: Omit<ParityTask, 'vault'>[] = [];
  for (const { identity, places } of ledger.allFiles())
    for (const place of places) {
      if ('lost' in place || place.digest === undefined) continue;
      const { log } = identity;
      const { number } = place;
      const inside = parityInside({ segment: { log, number } });
      if (there.has(inside)) continue;
      for (const { copy, bytes } of await readCopies(ledger.environment, log, number, 'segment')) {
        const judged = bytes === undefined ? undefined : judgeCopy(identity, number, bytes, true);
        if (judged?.sound !== true || judged.closing === undefined) continue;
        tasks.push({
          file: ledgerFilePath(dir, copy, log, number, 'segment'),
          parityFile: join(dir, inside),
          sha256: encodeHex(hashes.sha256(judged.bytes)),
        });
        break;
      }
    }
  return tasks;
}
