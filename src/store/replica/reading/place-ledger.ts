import { dirname } from 'node:path';

import type { HashPort } from '../../../crypto/hash-port.ts';
import type { DurablePort } from '../../durable/port.ts';
import { makeFolders, replaceFile } from '../../durable/replace-file.ts';
import {
  ledgerCopies,
  ledgerFilePath,
  maxLedgerFile,
  type LedgerFileKind,
} from '../../ledger-files/ledger-paths.ts';
import { LogIdentity } from '../../ledger-files/log-identity.ts';
import { assembleLog, forkOf, piecesByLog, type LogFork } from './assemble-log.ts';
import type { ReplicaCatalogue } from './catalogue.ts';

export interface PlacedLedger {
  readonly logs: number;
  readonly bytes: number;
  /** True if every file could be put together from pieces that are whole. */
  readonly whole: boolean;
  readonly forks: readonly LogFork[];
}

interface Placing {
  readonly port: DurablePort;
  /** Folder of a vault that has no history yet, or the beginning of this one. */
  readonly dir: string;
  readonly vault: string;
  readonly root: Uint8Array;
  readonly hashes: HashPort;
  readonly catalogue: ReplicaCatalogue;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Puts the history together out of second copies and writes it, keys before what they open, both copies of each file. A file that is there
 * already as it should be, or goes on from there, is left alone. Throws `storage.*`, `format.too-new`, `internal.cancelled`.
 */
export async function placeLedger(placing: Placing): Promise<PlacedLedger> {
  const { port, dir, vault, root, hashes, catalogue, signal } = placing;
  const logs = piecesByLog(catalogue);
  const forks: LogFork[] = [];
  let whole = true;
  let bytes = 0;
  let done = 0;
  for (const [log, pieces] of logs) {
    const identity = new LogIdentity(hashes, vault, root, log);
    for await (const assembled of assembleLog(catalogue, identity, pieces, { signal })) {
      const { number, segment, keys } = assembled;
      await place(port, dir, { log, number, kind: 'keys' }, keys);
      await place(port, dir, { log, number, kind: 'segment' }, segment);
      bytes += [...segment, ...keys].reduce((sum, file) => sum + file.length, 0);
      if (!assembled.whole) whole = false;
      const fork = forkOf(log, assembled);
      if (fork !== undefined) forks.push(fork);
    }
    done += 1;
    placing.onProgress?.(done, logs.size);
  }
  return { logs: logs.size, bytes, whole, forks };
}

/** Writes both copies of a file; where there are two versions of it, each copy gets one. */
async function place(
  port: DurablePort,
  dir: string,
  file: { readonly log: string; readonly number: number; readonly kind: LedgerFileKind },
  versions: readonly Uint8Array[],
): Promise<void> {
  for (const [i, copy] of ledgerCopies.entries()) {
    const bytes = versions[i] ?? versions[0];
    if (bytes === undefined) return;
    const path = ledgerFilePath(dir, copy, file.log, file.number, file.kind);
    await makeFolders(port, dirname(path));
    const there = await port.findBytes(path, maxLedgerFile);
    if (there !== undefined && Buffer.compare(there.subarray(0, bytes.length), bytes) === 0) {
      // It may have been written by a round that was cut short before its name was durable, and that round may have known places that went further.
      await port.syncFolder(dirname(path));
      continue;
    }
    await replaceFile(port, path, bytes);
  }
}
