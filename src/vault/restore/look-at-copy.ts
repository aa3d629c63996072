import { join } from 'node:path';

import type { ErrorCode } from '../../base/error-codes.ts';
import { throwIfCancelled, VaultError } from '../../base/errors.ts';
import { NodeDurable } from '../../store/durable/node-durable.ts';
import { ReplicaCatalogue } from '../../store/replica/reading/catalogue.ts';
import { newestHeader } from '../../store/replica/reading/newest-header.ts';
import { readReplicaFile } from '../../store/replica/replica-file.ts';
import { replicaName } from '../../store/replica/replica-names.ts';
import type { FoundPlace } from './copies-in.ts';

/** What a second copy shows to whoever has not opened it: nothing of what is in it. */
interface CopyLook {
  /** Id of its vault; undefined where nothing that says so is whole. */
  readonly vault?: string;
  /** Sealed files of evidence, and the bytes of all files. */
  readonly files: number;
  readonly bytes: number;
  /** When something of the history was last put there, as its disk says; unknown on a server. */
  readonly lastCopied?: string;
  /** Why it cannot be opened by itself; another copy of the same vault may lend it what is missing. */
  readonly problem?: ErrorCode;
}

/** Looks at a second copy without a key. Throws `storage.*` of its place, `internal.cancelled`. */
export async function lookAtCopy(place: FoundPlace, signal: AbortSignal): Promise<CopyLook> {
  const catalogue = await ReplicaCatalogue.read([place], signal);
  const opened = await whoseCopy(catalogue, place, signal);
  const lastCopied = await lastCopiedTo(place, catalogue, signal);
  const pieces = catalogue.pieces();
  return {
    ...opened,
    files: pieces.filter(({ type }) => type === 'blob').length,
    bytes: pieces.reduce((sum, piece) => sum + catalogue.sizeOf(piece), 0),
    ...(lastCopied === undefined ? {} : { lastCopied }),
  };
}

async function whoseCopy(
  catalogue: ReplicaCatalogue,
  { target }: FoundPlace,
  signal: AbortSignal,
): Promise<Pick<CopyLook, 'vault' | 'problem'>> {
  try {
    return { vault: (await newestHeader(catalogue, undefined, signal)).vault };
  } catch (error) {
    if (!(error instanceof VaultError) || /^(?:internal|storage)\./u.test(error.code)) throw error;
    const file = error.code === 'format.too-new' ? undefined : await readReplicaFile(target);
    return { ...(typeof file === 'object' ? { vault: file.vault } : {}), problem: error.code };
  }
}

/** Every round that brings something puts a piece of the history there, and nothing there is written again. */
async function lastCopiedTo(
  { folder }: FoundPlace,
  catalogue: ReplicaCatalogue,
  signal: AbortSignal,
): Promise<string | undefined> {
  if (folder === undefined) return undefined;
  const port = new NodeDurable();
  let newest: number | undefined;
  for (const piece of catalogue.ledger()) {
    throwIfCancelled(signal);
    const status = await port.findStatus(join(folder, replicaName(piece)));
    if (status !== undefined) newest = Math.max(newest ?? 0, status.modified);
  }
  return newest === undefined ? undefined : new Date(newest).toISOString();
}
