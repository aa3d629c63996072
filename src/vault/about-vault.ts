import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';

import { encodeBase64 } from '../base/bytes.ts';
import { storageError } from '../store/durable/system-errors.ts';
import type { OpeningFinding, OpenVault } from './vault-context.ts';

export interface VaultFacts {
  readonly id: string;
  /** The vault's folder, as the system writes it. */
  readonly path: string;
  /** Root public key, base64. */
  readonly publicKey: string;
  readonly practice: boolean;
  readonly entries: number;
  /** Number of sealed files. */
  readonly blobs: number;
  /** Bytes of all files in the vault's folder. */
  readonly bytes: number;
  /** Bytes that this user may still write on that disk. */
  readonly free: number;
  /** What opening it noticed. */
  readonly findings: readonly OpeningFinding[];
}

/** What can be said of an open vault as a whole. Sizes are asked of the disk, file by file. Throws `storage.*`. */
export async function aboutVault(vault: OpenVault): Promise<VaultFacts> {
  const blobs = vault.index.blobs.totals();
  try {
    // Blobs are many and their sizes are recorded; everything else is few files.
    const others = await sizeBelow(vault.dir, new Set(['blobs']));
    const { bavail, bsize } = await statfs(vault.dir);
    return {
      id: vault.id,
      path: vault.dir,
      publicKey: encodeBase64(vault.rootPublicKey),
      practice: vault.practice,
      entries: vault.ledger
        .heads()
        .reduce((sum, { log }) => sum + vault.index.projection.appliedSize(log), 0),
      blobs: blobs.files,
      bytes: blobs.bytes + others,
      free: bavail * bsize,
      findings: vault.findings,
    };
  } catch (thrown) {
    throw storageError(thrown, 'reading');
  }
}

async function sizeBelow(folder: string, without: ReadonlySet<string> = new Set()): Promise<number> {
  let sum = 0;
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (without.has(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) sum += await sizeBelow(path);
    // A file may be gone again: captures come and go.
    else
      sum += await stat(path).then(
        ({ size }) => size,
        () => 0,
      );
  }
  return sum;
}
