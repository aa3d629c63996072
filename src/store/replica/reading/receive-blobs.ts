import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';

import { encodeHex } from '../../../base/bytes.ts';
import { throwIfCancelled } from '../../../base/errors.ts';
import { blobPath, blobsName, incomingName } from '../../blob/blob-paths.ts';
import { NodeDurable } from '../../durable/node-durable.ts';
import type { DurablePort } from '../../durable/port.ts';
import { makeFolders } from '../../durable/replace-file.ts';
import { pour } from '../pour.ts';
import type { BlobPiece } from '../replica-names.ts';
import { SyncTogether, writeOutFileSystem } from '../sync-together.ts';
import type { ReplicaCatalogue } from './catalogue.ts';

/** Files under way at a time: more than the disk takes at once, so that waiting for it is shared. */
const atOnce = 64;

export interface ReceivedBlobs {
  /** Files that were written now, and their bytes. */
  readonly files: number;
  readonly bytes: number;
  /** Files that were there already. */
  readonly kept: number;
  /** Those that no place has whole. */
  readonly missing: readonly BlobPiece[];
}

interface Receiving {
  readonly port: DurablePort;
  /** The vault's folder. */
  readonly dir: string;
  readonly catalogue: ReplicaCatalogue;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((bytes: number) => void) | undefined;
  /** False for a place that is thrown away: then nothing waits for the disk. */
  readonly durable?: boolean;
}

/**
 * Takes sealed files out of second copies into a vault, each under incoming/ first, synced and compared with its digest, and then under its name: a name
 * that is there stands for all of its bytes, and is not copied again. All of them are durable when this returns.
 * Throws `storage.*` of the vault's own disk, `internal.cancelled`; what has its name by then stays.
 */
export async function receiveBlobs(
  { port, dir, catalogue, signal, onProgress, durable = true }: Receiving,
  pieces: readonly BlobPiece[],
): Promise<ReceivedBlobs> {
  const incoming = join(dir, incomingName);
  await makeFolders(port, incoming);
  const shelves = new Set(pieces.map((piece) => dirname(pathOf(dir, piece))));
  const there = new Set<string>();
  for (const shelf of shelves) {
    await makeFolders(port, shelf);
    for (const { name } of (await port.listFolder(shelf)) ?? []) there.add(join(shelf, name));
  }
  const session = encodeHex(randomBytes(8));
  const missing: BlobPiece[] = [];
  let files = 0;
  let bytes = 0;
  let kept = 0;
  let next = 0;
  // A port of somebody's own sees every step by itself.
  const system = port instanceof NodeDurable;
  const together = new SyncTogether(() => (system ? writeOutFileSystem(incoming) : Promise.resolve()));
  const writing: Writing = { port, together, durable, ahead: system, onProgress };

  const receive = async (piece: BlobPiece, number: number): Promise<void> => {
    const path = pathOf(dir, piece);
    const status = there.has(path) ? await port.findStatus(path) : undefined;
    if (status !== undefined && (status.size === catalogue.sizeOf(piece) || status.type !== 'file')) {
      kept += 1;
      onProgress?.(status.size);
      return;
    }
    const staging = join(incoming, `${session}-${String(number)}.part`);
    let length = 0;
    let tried = false;
    const place = await catalogue.deliver(
      piece,
      async (content) => {
        // What an earlier place gave of it goes first.
        if (tried) await port.unlink(staging);
        tried = true;
        length = await writeAll(writing, staging, content);
      },
      signal,
    );
    if (place === undefined) {
      await port.unlink(staging);
      missing.push(piece);
      return;
    }
    await port.rename(staging, path);
    files += 1;
    bytes += length;
  };

  const worker = async (): Promise<void> => {
    for (let number = next; number < pieces.length; number = next) {
      next += 1;
      throwIfCancelled(signal);
      const piece = pieces[number];
      if (piece !== undefined) await receive(piece, number);
    }
  };
  // Steps come one after the other where somebody counts them.
  const workers = system ? atOnce : 1;
  const ended = await Promise.allSettled(Array.from({ length: workers }, worker));
  for (const result of ended) if (result.status === 'rejected') throw result.reason;
  if (durable && pieces.length > 0) {
    // A try that was stopped may have made the folders, and not have lived to make their names durable.
    for (const folder of [...shelves, join(dir, blobsName), dir]) await port.syncFolder(folder);
  }
  return { files, bytes, kept, missing };
}

function pathOf(dir: string, { shelf, sha256 }: BlobPiece): string {
  return blobPath(dir, { shelf, file: sha256 });
}

interface Writing {
  readonly port: DurablePort;
  readonly together: SyncTogether;
  readonly durable: boolean;
  readonly ahead: boolean;
  readonly onProgress: ((bytes: number) => void) | undefined;
}

/** Writes a new file, and syncs it if it is to be durable. @returns its length */
async function writeAll(
  { port, together, durable, ahead, onProgress }: Writing,
  path: string,
  content: AsyncIterable<Uint8Array>,
): Promise<number> {
  const file = await port.createFile(path);
  try {
    const length = await pour(file, content, { ahead, onWritten: onProgress });
    if (durable) await together.sync(file);
    return length;
  } finally {
    await file.close();
  }
}
