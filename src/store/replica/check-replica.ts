import { encodeHex } from '../../base/bytes.ts';
import { throwIfCancelled } from '../../base/errors.ts';
import { nodeHashes } from '../../platform/node-hashes.ts';
import { listReplica, type ReplicaListing } from './replica-listing.ts';
import { parseReplicaName, replicaFileName, replicaReadmeName } from './replica-names.ts';
import { planReplica, type Holdings } from './replica-plan.ts';
import type { ReplicaTarget } from './replica-target.ts';

/** What a look through a second copy found. Names are of files inside the copy. */
export interface ReplicaCheck {
  /** Every byte was read, not only names and lengths. */
  readonly full: boolean;
  /** Pieces that lie there. */
  readonly files: number;
  readonly bytes: number;
  /** Pieces that the vault has and the copy lacks: of blobs, header and history. A copy that is only behind lacks some as well. */
  readonly missing: readonly string[];
  /** Files that are not what their names say. */
  readonly damaged: readonly string[];
  /** Copies of pieces under other names, as sync tools make them; found by a full look, by their digest. */
  readonly conflicts: readonly string[];
  /** Files that are none of a second copy's. */
  readonly foreign: readonly string[];
}

interface CheckReplicaOptions {
  readonly full: boolean;
  readonly signal?: AbortSignal | undefined;
  /** @param bytes read so far, of the bytes that lie there; called in a full look alone */
  readonly onProgress?: ((name: string, bytes: number, of: number) => void) | undefined;
}

const atOnce = 4;

/**
 * Holds a second copy against the vault. Nothing is changed. What is damaged counts as there, so it is not missing as well.
 * Throws as `ReplicaTarget` does, and `internal.cancelled`.
 */
export async function checkReplica(
  target: ReplicaTarget,
  holdings: Holdings,
  options: CheckReplicaOptions,
): Promise<ReplicaCheck> {
  const { full, signal } = options;
  const listing = await listReplica(target, signal);
  const plan = await planReplica(listing, holdings, signal);
  const wanted = plan.steps.flat().map(({ name }) => name);
  const damaged = new Set(wanted.filter((name) => listing.pieces.has(name)));
  for (const name of listing.short) damaged.add(name);
  const foreign = listing.foreign.filter((name) => name !== replicaFileName && name !== replicaReadmeName);
  const read = full ? await readEverything(target, listing, foreign, options) : undefined;
  for (const name of read?.damaged ?? []) damaged.add(name);
  const conflicts = read?.conflicts ?? [];
  return {
    full,
    files: listing.pieces.size,
    bytes: bytesOf(listing),
    missing: wanted.filter((name) => !damaged.has(name)).sort(),
    damaged: [...damaged].sort(),
    conflicts,
    foreign: foreign.filter((name) => !conflicts.includes(name)).sort(),
  };
}

async function readEverything(
  target: ReplicaTarget,
  listing: ReplicaListing,
  foreign: readonly string[],
  { signal, onProgress }: CheckReplicaOptions,
): Promise<{ readonly damaged: readonly string[]; readonly conflicts: readonly string[] }> {
  const digests = new Map<string, string>();
  for (const name of listing.pieces.keys()) digests.set(name, parseReplicaName(name)?.sha256 ?? '');
  const expected = new Set(digests.values());
  const damaged: string[] = [];
  const conflicts: string[] = [];
  const of = bytesOf(listing);
  let done = 0;
  const names = [...listing.pieces.keys(), ...foreign].values();
  const lane = async (): Promise<void> => {
    for (const name of names) {
      throwIfCancelled(signal);
      onProgress?.(name, done, of);
      const digest = await digestOf(target, name, signal);
      done += listing.pieces.get(name) ?? 0;
      const own = digests.get(name);
      if (own === undefined) {
        if (digest !== undefined && expected.has(digest)) conflicts.push(name);
      } else if (digest !== own) damaged.push(name);
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: atOnce }, lane));
  for (const ended of lanes) if (ended.status === 'rejected') throw ended.reason;
  return { damaged, conflicts: conflicts.sort() };
}

/** SHA-256 of a file; undefined if it is not there any more. */
async function digestOf(
  target: ReplicaTarget,
  name: string,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  const bytes = await target.read(name);
  if (bytes === undefined) return undefined;
  const hash = nodeHashes.createSha256();
  for await (const piece of bytes) {
    throwIfCancelled(signal);
    hash.update(piece);
  }
  return encodeHex(hash.digest());
}

function bytesOf({ pieces }: ReplicaListing): number {
  let sum = 0;
  for (const size of pieces.values()) sum += size;
  return sum;
}
