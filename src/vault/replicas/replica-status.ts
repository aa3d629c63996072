import { VaultError } from '../../base/errors.ts';
import type { ReplicaRow } from '../../store/index/replica-queries.ts';
import { countPending } from '../erase/erased-in-replicas.ts';
import type { OpenVault } from '../vault-context.ts';
import type { ReplicaChoice, ReplicaSchedule } from './replica-choice.ts';

/** A copy that was not brought up to date for so long counts as none. */
const staleAfterDays = 30;

/** What is known of a second copy. */
export interface ReplicaStatus {
  readonly id: string;
  readonly name: string;
  readonly type: 'folder' | 'webdav';
  /** Where it is, as far as this computer knows: path or address. Absent if another laptop added it. */
  readonly place?: string;
  readonly schedule?: ReplicaSchedule;
  readonly addedAt: string;
  /** When everything that the vault held was there last. */
  readonly syncedAt?: string;
  /** Items of which something is not there yet. */
  readonly behind: number;
  /** Items that the vault holds. */
  readonly items: number;
  /** It was not gone through for `staleAfterDays`, or never. */
  readonly stale: boolean;
  readonly checked?: NonNullable<ReplicaRow['checked']>;
  /** When it was last seen that the vault can be restored from it, and how much of it. */
  readonly rehearsed?: NonNullable<ReplicaRow['rehearsed']>;
  /** Erasures that it has not followed yet; absent for none. */
  readonly erasures?: number;
  /** Codes of open alerts about it: `replica-shrank`, `replica-changed`. */
  readonly alerts: readonly string[];
  /** Whether it can be reached just now; absent unless that was asked. */
  readonly reachable?: boolean;
}

/** What is known of one second copy. @param choice where this computer finds it, if it does */
export function replicaStatus(
  vault: OpenVault,
  row: ReplicaRow,
  choice: ReplicaChoice | undefined,
): ReplicaStatus {
  const { id, name, type, addedAt, synced, checked, rehearsed } = row;
  const { items, coveredItems } = vault.index.proofs.coverage(synced?.sizes ?? new Map());
  const syncedAt = lastRound(row, choice);
  const erasures = countPending(vault, row);
  return {
    id,
    name,
    type,
    ...(choice === undefined ? {} : { place: sayPlace(choice), schedule: choice.schedule }),
    addedAt,
    ...(syncedAt === undefined ? {} : { syncedAt }),
    behind: items - coveredItems,
    items,
    stale: syncedAt === undefined || syncedAt < staleBefore(vault),
    ...(checked === undefined ? {} : { checked }),
    ...(erasures === 0 ? {} : { erasures }),
    ...(rehearsed === undefined ? {} : { rehearsed }),
    alerts: vault.index.statements
      .openAlerts()
      .flatMap(({ code, details }) => (details.replica === id ? [code] : [])),
  };
}

/** Whoever has not gone through since then is stale. */
export function staleBefore({ clock }: OpenVault): string {
  return new Date(clock.now().getTime() - staleAfterDays * 86_400_000).toISOString();
}

/** A round that had nothing to send makes no entry, and is known to this computer alone. */
function lastRound({ synced }: ReplicaRow, choice: ReplicaChoice | undefined): string | undefined {
  if (synced === undefined) return undefined;
  const { lookedAt } = choice ?? {};
  return lookedAt !== undefined && lookedAt > synced.at ? lookedAt : synced.at;
}

function sayPlace(choice: ReplicaChoice): string {
  return choice.type === 'folder' ? choice.path : choice.url;
}

/**
 * The second copy that a word means: its id, the beginning of it, or its name.
 * Throws `input.not-found`, `input.ambiguous`.
 */
export function findReplica(vault: OpenVault, word: string): ReplicaRow {
  const rows = vault.index.replicas.list();
  const exact = rows.filter(({ id, name }) => id === word || name === word);
  const found = exact.length > 0 ? exact : rows.filter(({ id }) => word.length >= 4 && id.startsWith(word));
  const [first] = found;
  if (first === undefined) throw new VaultError('input.not-found', { what: 'replica' });
  if (found.length > 1) throw new VaultError('input.ambiguous', { what: 'replica' });
  return first;
}
