import { isoTime } from '../../base/clock.ts';
import type { BlobPiece } from '../../store/replica/replica-names.ts';
import type { ReadablePlace } from '../../store/replica/reading/catalogue.ts';
import { KnownDamage } from '../damage.ts';
import type { WritableVault } from '../vault-context.ts';
import { replicaIdOf } from './replica-id.ts';

/**
 * Records that contents which a check found missing are whole again, since a second copy gave their files back: until then they are told as damaged.
 *
 * @param wanted files that were not here
 * @param missing those of them that no place gave
 * @returns number of contents. Throws `storage.*`
 */
export async function recordMended(
  vault: WritableVault,
  wanted: readonly BlobPiece[],
  missing: readonly BlobPiece[],
  places: readonly ReadablePlace[],
): Promise<number> {
  const { blobs } = vault.index;
  const lacking = new Set(missing.map(({ sha256 }) => sha256));
  const damage = new KnownDamage(vault.index);
  const contents = new Set<string>();
  for (const { sha256: file } of wanted) {
    const content = blobs.findFile(file);
    if (content === undefined) continue;
    const { sha256, size } = content;
    const stored = blobs
      .allByDigest(sha256, size)
      .find(({ parts }) => parts.some((part) => part.file === file));
    const isWhole = stored?.parts.every((part) => !lacking.has(part.file)) === true;
    if (stored !== undefined && isWhole && damage.isSuspect({ sha256, storedAt: stored.at }))
      contents.add(sha256);
  }
  if (contents.size === 0) return 0;
  const [replica] = places.length === 1 && places[0] !== undefined ? await replicaIdOf(places[0].target) : [];
  await vault.recorder.record(
    Array.from(contents, (content) => ({
      kind: 'damage-repaired' as const,
      at: isoTime(vault.clock),
      what: 'blob' as const,
      content,
      from: 'replica' as const,
      ...(replica === undefined ? {} : { replica }),
    })),
  );
  return contents.size;
}
