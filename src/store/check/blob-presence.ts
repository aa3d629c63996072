import { throwIfCancelled } from '../../base/errors.ts';
import type { BlobReader } from '../blob/blob-reader.ts';
import type { BlobPlace } from '../blob/blob-paths.ts';
import type { ReferencedBlobs } from './referenced-blobs.ts';

export type BlobProblem = 'integrity.blob-missing' | 'integrity.blob-corrupt';

/** What lies under blobs/, held against what the ledger names. */
export interface BlobPresence {
  /** By the SHA-256 in the file's name. */
  readonly problems: ReadonlyMap<string, BlobProblem>;
  /** Files that no entry names. */
  readonly orphans: readonly BlobPlace[];
  /** Paths relative to blobs/ of what is no blob at all. */
  readonly foreign: readonly string[];
}

/** Files that are asked after between two looks at whether it is to stop. */
const atOnce = 256;

/** Looks whether every blob file is there, in its place, with its length. Throws `internal.cancelled`, `storage.*`. */
export async function findPresence(
  reader: BlobReader,
  referenced: ReferencedBlobs,
  signal: AbortSignal | undefined,
  onProgress: (done: number) => void,
): Promise<BlobPresence> {
  const { blobs, foreign } = await reader.listBlobs();
  const orphans = blobs.filter(({ shelf, file }) => referenced.parts.get(file)?.shelf !== shelf);
  const problems = new Map<string, BlobProblem>();
  const parts = [...referenced.parts.values()];
  for (let at = 0; at < parts.length; at += atOnce) {
    throwIfCancelled(signal);
    const some = parts.slice(at, at + atOnce);
    const sizes = await reader.findSealedSizes(some.map(({ name: file, shelf }) => ({ shelf, file })));
    for (const [i, { name: file, sealedLength }] of some.entries()) {
      const size = sizes[i];
      if (size === undefined) problems.set(file, 'integrity.blob-missing');
      else if (size !== sealedLength) problems.set(file, 'integrity.blob-corrupt');
    }
    onProgress(at + some.length);
  }
  return { problems, orphans, foreign };
}
