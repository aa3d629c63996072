import type { PullProgress } from '../../sources/source.ts';
import { keepNames } from '../../store/repair/keep-names.ts';
import { listQuarantine } from '../../store/quarantine.ts';
import { checkVaultNow } from '../check.ts';
import { KnownDamage } from '../damage.ts';
import type { OpenVault, WritableVault } from '../vault-context.ts';
import { remakeParity } from './parity.ts';
import { reachPlaces, type AskedPlace, type PlacesWanted, type ReachedPlaces } from './reach-places.ts';
import { planRepair } from './repair-plan.ts';
import { repairVault, type Repaired, type RepairOptions, type RepairOutcome } from './repair-vault.ts';

/** What a repair may take from, and how far it looks. */
export interface OpenRepairRequest extends PlacesWanted {
  /** Files that the learner gave, absolute paths. */
  readonly files: readonly string[];
  /** Leaves out opening every stored file: only what is missing, has a wrong length or was found damaged before is seen. */
  readonly quick: boolean;
  /** Asks a source again for what nothing else gives back. */
  readonly askSource?: (vault: WritableVault, source: string) => Promise<void>;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: PullProgress) => void;
}

/** What a repair did, and what is left. */
export interface RepairReport extends RepairOutcome {
  readonly practice: boolean;
  /** True if nothing is left. */
  readonly ok: boolean;
  /** Second copies that were asked, and why one could not be. */
  readonly places: readonly AskedPlace[];
  /** Given files that no damaged content was made of. */
  readonly unused: readonly string[];
  /** Damaged files that are kept aside. */
  readonly quarantine: { readonly files: number; readonly bytes: number };
  /** True if every stored file was opened. */
  readonly full: boolean;
}

/**
 * Checks an open vault and repairs what it can of it; what is wrong with header and history needs it closed, see `repairWhole`. Nothing else may write to it
 * meanwhile. Each step is durable before the next, so a repair that was stopped is begun again by the same call.
 *
 * @param early what was repaired before it was opened
 * Throws as `checkVaultNow`, `reachPlaces`, `planRepair` and `repairVault`.
 */
export async function repairOpen(
  vault: WritableVault,
  request: OpenRepairRequest,
  early: readonly Repaired[] = [],
): Promise<RepairReport> {
  const { port, dir } = vault;
  await keepNames(port, dir);
  const report = await checkVaultNow(vault, {
    full: !request.quick,
    signal: request.signal,
    onProgress: tellOf(request),
  });
  const places = await reachIfHurt(vault, request, report.damaged);
  try {
    const plan = await planRepair(vault, {
      damaged: report.damaged,
      replicas: places.catalogue,
      files: request.files,
      signal: request.signal,
      onProgress: tellOf(request),
    });
    const outcome = await repairVault(vault, plan, optionsOf(vault, request, places));
    const parity = await remakeParity(vault, outcome.others, request.signal);
    const kept = await listQuarantine(port, dir);
    return {
      practice: vault.practice,
      ok: outcome.left.length === 0 && parity.left.length === 0,
      repaired: [...early, ...outcome.repaired, ...parity.repaired],
      left: outcome.left,
      others: parity.left,
      places: places.asked,
      unused: plan.unused,
      quarantine: { files: kept.length, bytes: kept.reduce((sum, { size }) => sum + size, 0) },
      full: !request.quick,
    };
  } finally {
    await places.close();
  }
}

/** Second copies are asked only where there is something to take from them: what was found now, or before by a look that went deeper. */
export async function reachIfHurt(
  vault: OpenVault,
  request: Pick<OpenRepairRequest, keyof PlacesWanted | 'signal'>,
  damaged: readonly unknown[],
): Promise<ReachedPlaces> {
  if (damaged.length > 0 || new KnownDamage(vault.index).items().size > 0)
    return reachPlaces(vault, request, request.signal);
  return { catalogue: undefined, asked: [], close: () => Promise.resolve() };
}

/** Tells of progress where somebody wants to hear of it. */
export function tellOf({
  onProgress,
}: Pick<OpenRepairRequest, 'onProgress'>): (progress: PullProgress) => void {
  return (progress) => {
    onProgress?.(progress);
  };
}

function optionsOf(
  vault: WritableVault,
  request: OpenRepairRequest,
  { catalogue }: ReachedPlaces,
): RepairOptions {
  const { askSource, signal } = request;
  return {
    replicas: catalogue,
    signal,
    ...(askSource === undefined ? {} : { askSource: (source) => askSource(vault, source) }),
    ...(request.onProgress === undefined ? {} : { onProgress: request.onProgress }),
  };
}
