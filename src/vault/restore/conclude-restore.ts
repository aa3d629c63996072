import { isoTime } from '../../base/clock.ts';
import type { PullProgress } from '../../sources/source.ts';
import type { ContentToVerify } from '../../store/check/verify-content.ts';
import { removeRestoreMarker } from '../../store/restore-marker.ts';
import { finishErasures } from '../erase/finish-erasures.ts';
import type { WritableVault } from '../vault-context.ts';
import { openKnownData } from './open-known-data.ts';

type KnownData = Awaited<ReturnType<typeof openKnownData>>;

/** What a restored vault has. */
interface RestoredData extends Omit<KnownData, 'missing'> {
  /** Items of which something is missing or damaged. */
  readonly missing: readonly { readonly id: string; readonly name: string }[];
}

/**
 * The end of a restore, once a vault can be opened: opens what it knows, records how it went, and takes the marker away. For one that was stopped in this
 * very end, too: whoever opens its vault may call this.
 *
 * @param options.replicas ids of the second copies that it came from, as far as they are known
 * @param options.quick opens only a sample
 * Damage is a result. Throws `storage.*`, `internal.cancelled`; then the same call can be made again.
 */
export async function concludeRestore(
  vault: WritableVault,
  options: {
    readonly replicas: readonly string[];
    readonly quick: boolean;
    /** By names of blob files: what each was opened as while it was copied. */
    readonly justOpened?: ReadonlyMap<string, ContentToVerify> | undefined;
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: ((progress: PullProgress) => void) | undefined;
  },
): Promise<RestoredData> {
  const { replicas, signal } = options;
  // Whatever older pieces brought back of what was erased for good goes again.
  await finishErasures(vault, { again: true, signal });
  const known = await openKnownData(vault, options);
  const { items, missing } = known;
  await vault.recorder.record([
    {
      kind: 'vault-restored',
      at: isoTime(vault.clock),
      replicas: [...replicas],
      items,
      missing: [...missing],
    },
  ]);
  await removeRestoreMarker(vault.port, vault.dir);
  return {
    ...known,
    missing: missing.map((id) => ({ id, name: vault.index.items.find(id)?.name ?? id })),
  };
}
