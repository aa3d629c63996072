import { isoTime } from '../../base/clock.ts';
import type { KnownEntry } from '../../ledger/kinds/entry-kinds.ts';
import type { UnlockSecret } from '../../store/header/slots.ts';
import { checkVault } from '../../store/check/check-vault.ts';
import { headerNames } from '../../store/header/header-files.ts';
import { openVault, openVaultToWrite } from '../open-vault.ts';
import type { VaultPlace } from '../place.ts';
import type { WritableVault } from '../vault-context.ts';
import { mendHeader } from './mend-header.ts';
import { reachPlacesOf, type AskedPlace, type ReachedPlaces } from './reach-places.ts';
import { repairHistory, type HistoryRepair } from './repair-history.ts';
import { planRepair, type DamagedBlob } from './repair-plan.ts';
import { reachIfHurt, repairOpen, tellOf, type OpenRepairRequest, type RepairReport } from './repair-open.ts';
import type { Repaired } from './repair-vault.ts';

export interface WholeRepairRequest extends VaultPlace, OpenRepairRequest {
  readonly unlock: () => Promise<UnlockSecret>;
  readonly signal: AbortSignal;
}

/**
 * Repairs a closed vault, whatever is wrong with it: the header first, which needs no key, then the history's files, then what the open vault's check finds.
 * Each step is durable before the next, so a repair that was stopped is begun again by the same call.
 * Throws as `repairHeader`, `openVaultToWrite`, `planRepair` and `repairVault`.
 */
export async function repairWhole(asked: WholeRepairRequest): Promise<RepairReport> {
  const request = { ...asked, found: new Set<string>() };
  const generation = await mendHeader(request);
  const unlock = await request.unlock();
  const { fixes } = await historyOf(request, unlock, false);
  const vault = await openVaultToWrite({ ...request, unlock });
  try {
    const early = await recordEarly(vault, generation, fixes);
    return await repairOpen(vault, request, early);
  } finally {
    await vault.close();
  }
}

/** What a repair would do. */
export interface RepairPreview {
  readonly practice: boolean;
  readonly ok: boolean;
  /** Files of the history that could be made good. */
  readonly history: HistoryRepair['fixes'];
  readonly blobs: readonly DamagedBlob[];
  readonly others: readonly { readonly code: string; readonly file?: string }[];
  readonly places: readonly AskedPlace[];
  readonly unused: readonly string[];
}

/**
 * Says what is damaged and what a repair could do about it. Changes nothing in the vault. A vault whose header does not stand cannot be looked into.
 * Throws as `repairWhole`, and `integrity.header-damaged`.
 */
export async function previewRepair(request: WholeRepairRequest): Promise<RepairPreview> {
  const unlock = await request.unlock();
  const { fixes, found } = await historyOf(request, unlock, true);
  const vault = await openVault({ ...request, unlock });
  try {
    const { dir, port, keys, ledger, index, findings } = vault;
    const { damaged } = await checkVault(
      { dir, port, keys, ledger, items: index.blobs, found: findings },
      { full: !request.quick, signal: request.signal },
    );
    const places = await reachIfHurt(vault, request, damaged);
    try {
      const plan = await planRepair(vault, {
        damaged,
        replicas: places.catalogue,
        files: request.files,
        signal: request.signal,
        onProgress: tellOf(request),
      });
      const named = new Set(found.map(({ file }) => file));
      const others = plan.others.filter(({ file }) => file === undefined || !named.has(file));
      return {
        practice: vault.practice,
        ok: damaged.length === 0,
        history: fixes,
        blobs: plan.blobs,
        others: [...found, ...others].map(({ code, file }) => ({
          code,
          ...(file === undefined ? {} : { file }),
        })),
        places: places.asked,
        unused: plan.unused,
      };
    } finally {
      await places.close();
    }
  } finally {
    await vault.close();
  }
}

async function historyOf(
  request: WholeRepairRequest,
  unlock: UnlockSecret,
  dryRun: boolean,
): Promise<HistoryRepair> {
  let places: ReachedPlaces | undefined;
  try {
    return await repairHistory({
      ...request,
      unlock,
      dryRun,
      findCatalogue: async () => {
        places = await reachPlacesOf(request, unlock, request);
        return places.catalogue;
      },
    });
  } finally {
    await places?.close();
  }
}

/** Writes down what was repaired while the vault was closed, and what opening it made anew. */
async function recordEarly(
  vault: WritableVault,
  generation: number | undefined,
  fixes: HistoryRepair['fixes'],
): Promise<Repaired[]> {
  const repaired: Repaired[] = fixes.map(({ what, file, from }) => ({ what, file, from, items: [] }));
  if (generation !== undefined)
    repaired.push({ what: 'header', file: headerNames[0], from: 'replica', items: [] });
  for (const { code, file, mended } of vault.findings) {
    if (!mended || file === undefined) continue;
    if (code === 'integrity.index-damaged') repaired.push({ what: 'index', file, from: 'copy', items: [] });
    if (code === 'integrity.header-copy-damaged')
      repaired.push({ what: 'header', file, from: 'copy', items: [] });
  }
  const at = isoTime(vault.clock);
  const entries: KnownEntry[] = repaired.flatMap(({ what, from }) =>
    what === 'settings' || what === 'parity' || from === 'anew'
      ? []
      : [{ kind: 'damage-repaired', at, what, from }],
  );
  if (entries.length > 0) await vault.recorder.record(entries);
  return repaired;
}
