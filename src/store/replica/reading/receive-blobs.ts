import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';

import { encodeHex } from '../../../base/bytes.ts';
import { throwIfCancelled } from '../../../base/errors.ts';
import { blobPath, blobsName, incomingName } from '../../blob/blob-paths.ts';
import type { ContentToVerify } from '../../check/verify-content.ts';
import { NodeDurable } from '../../durable/node-durable.ts';
import type { DurablePort } from '../../durable/port.ts';
import { makeFolders } from '../../durable/replace-file.ts';
import type { BlobPiece } from '../replica-names.ts';
import type { BlobThreads } from '../../threads/blob-threads.ts';
import { SyncTogether, writeOutFileSystem } from '../sync-together.ts';
import { writeCopy } from '../write-copy.ts';
import type { ReplicaCatalogue } from './catalogue.ts';

/** Files under way at a time: more than the disk takes at once, so that waiting for it is shared. */
const atOnce = 64;
/** With threads, in which files that wait for the disk hold nothing but their place. */
const atOnceAside = 256;

export interface ReceivedBlobs {
  /** Files that were written now, and their bytes. */
  readonly files: number;
  readonly bytes: number;
  /** Files that were there already. */
  readonly kept: number;
  /** Those that were written now and opened, by their names: the content that each holds, all of it, and that is what the history says. */
  readonly opened: ReadonlyMap<string, ContentToVerify>;
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
  /** Copy what lies on a disk of this computer, where that is also written to; the caller's to close. */
  readonly threads?: BlobThreads | undefined;
  /** What is known to be in files that hold a whole content, by their names: threads open these. */
  readonly contents?: ReadonlyMap<string, ContentToVerify> | undefined;
}

/**
 * Takes sealed files out of second copies into a vault, each under incoming/ first, synced and compared with its digest, and then under its name: a name
 * that is there stands for all of its bytes, and is not copied again. All of them are durable when this returns.
 * Throws `storage.*` of the vault's own disk, `internal.cancelled`; what has its name by then stays.
 */
export async function receiveBlobs(
  { port, dir, catalogue, signal, onProgress, durable = true, threads, contents }: Receiving,
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
  const opened = new Map<string, ContentToVerify>();
  let files = 0;
  let bytes = 0;
  let kept = 0;
  let next = 0;
  // A port of somebody's own sees every step by itself.
  const system = port instanceof NodeDurable;
  const together = new SyncTogether(() => (system ? writeOutFileSystem(incoming) : Promise.resolve()));
  const writing = { port, together, durable, ahead: system, onWritten: onProgress };

  const aside = tellOf(threads, onProgress);

  const receive = async (piece: BlobPiece, number: number): Promise<void> => {
    const path = pathOf(dir, piece);
    const status = there.has(path) ? await port.findStatus(path) : undefined;
    if (status !== undefined && (status.size === catalogue.sizeOf(piece) || status.type !== 'file')) {
      kept += 1;
      onProgress?.(status.size);
      return;
    }
    const staging = join(incoming, `${session}-${String(number)}.part`);
    const size = catalogue.sizeOf(piece);
    if (await copyAside(piece, staging, size)) {
      await port.rename(staging, path);
      files += 1;
      bytes += size;
      return;
    }
    let length = 0;
    let tried = threads !== undefined;
    const place = await catalogue.deliver(
      piece,
      async (content) => {
        // What an earlier place gave of it goes first.
        if (tried) await port.unlink(staging);
        tried = true;
        length = await writeCopy(writing, staging, content);
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

  /** False where no thread can, or what the first place has is not the right file: then it is found out what it is. */
  const copyAside = async (
    { type, shelf, sha256 }: BlobPiece,
    to: string,
    size: number,
  ): Promise<boolean> => {
    const from = catalogue.pathOf({ type, shelf, sha256 });
    if (threads === undefined || from === undefined) return false;
    const content = contents?.get(sha256);
    const copied = await threads.copy({ from, to, size, sha256, content });
    if (!copied) aside.forget(size);
    else if (content !== undefined) opened.set(sha256, content);
    return copied;
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
  const workers = !system ? 1 : threads === undefined ? atOnce : atOnceAside;
  const ended = await Promise.allSettled(Array.from({ length: workers }, worker));
  aside.end();
  for (const result of ended) if (result.status === 'rejected') throw result.reason;
  if (durable && pieces.length > 0) {
    // A try that was stopped may have made the folders, and not have lived to make their names durable.
    for (const folder of [...shelves, join(dir, blobsName), dir]) await port.syncFolder(folder);
  }
  return { files, bytes, kept, opened, missing };
}

function pathOf(dir: string, { shelf, sha256 }: BlobPiece): string {
  return blobPath(dir, { shelf, file: sha256 });
}

/** Tells now and then what threads have written since. */
function tellOf(
  threads: BlobThreads | undefined,
  onProgress: ((bytes: number) => void) | undefined,
): { readonly forget: (bytes: number) => void; readonly end: () => void } {
  let told = threads?.bytes ?? 0;
  const tell = (): void => {
    const bytes = threads?.bytes ?? 0;
    if (bytes <= told) return;
    onProgress?.(bytes - told);
    told = bytes;
  };
  const ticking = threads === undefined ? undefined : setInterval(tell, 250);
  return {
    // What was written in vain is written once more.
    forget: (bytes) => {
      told += bytes;
    },
    end: () => {
      clearInterval(ticking);
      tell();
    },
  };
}
