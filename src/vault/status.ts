import type { SourceRow } from '../store/index/source-queries.ts';
import { KnownDamage } from './damage.ts';
import { judgeProtection, type Protection, type ProtectionReason } from './protection.ts';
import { replicaStatus, staleBefore, type ReplicaStatus } from './replicas/replica-status.ts';
import { isKeptByHand } from './sources-kept-by-hand.ts';
import { Assignments, type KeptDetails, type Tally } from './tally.ts';
import { listUnits, mappedTo } from './units.ts';
import type { OpenVault } from './vault-context.ts';

/** One line of the answer: a unit, or an assignment that is mapped to none. */
export interface ProtectionRow extends Protection, KeptDetails {
  readonly ref: string;
  readonly title: string;
  readonly about: 'unit' | 'assignment';
  /** Number of items kept for it. */
  readonly items: number;
}

export interface SourceStatus {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  /** How the last pull ended; `new` before the first. */
  readonly state: string;
  readonly lastSync?: string;
  /** When it was last copied to the end. */
  readonly lastSuccess?: string;
}

export interface VaultStatus {
  readonly practice: boolean;
  readonly units: readonly ProtectionRow[];
  readonly sources: readonly SourceStatus[];
  readonly alerts: readonly {
    readonly id: string;
    readonly code: string;
    readonly at: string;
    readonly source?: string;
    readonly item?: string;
  }[];
  readonly lastCheck?: { readonly at: string; readonly ok: boolean };
  /** The last round to any second copy that went through to its end. */
  readonly secondCopy?: { readonly at: string };
  /** Second copies, by what the history tells of them; where they are is known to `listReplicas`. */
  readonly replicas: readonly ReplicaStatus[];
}

const staleAfterDays = 7;

/** *If your provider closed today, what could you prove?* The rules are in PROTECTION.md. */
export function vaultStatus(vault: OpenVault): VaultStatus {
  const surroundings = new Surroundings(vault);
  const assignments = new Assignments(vault);
  const mapped = new Set<string>();
  const rows: ProtectionRow[] = listUnits(vault).map(({ id, unit }) => {
    const within = mappedTo(vault, id);
    for (const item of within) mapped.add(item);
    const tally = assignments.tallyOf(within);
    return row(['unit', unit.reference, unit.title ?? unit.reference], tally, surroundings);
  });
  for (const assignment of assignments.all) {
    if (mapped.has(assignment.id)) continue;
    const tally = assignments.tallyOf([assignment.id]);
    rows.push(row(['assignment', assignment.id, assignment.name], tally, surroundings));
  }
  const copies = vault.index.replicas.list();
  const copiedAt = copies.reduce(
    (latest, { synced }) => (synced !== undefined && synced.at > latest ? synced.at : latest),
    '',
  );
  const [lastCheck] = vault.index.statements.checks();
  return {
    practice: vault.practice,
    units: rows,
    sources: surroundings.sources.map(sourceStatus),
    alerts: surroundings.alerts.map(({ id, code, at, source, item }) => ({
      id,
      code,
      at,
      ...(source === undefined ? {} : { source }),
      ...(item === undefined ? {} : { item }),
    })),
    ...(lastCheck === undefined ? {} : { lastCheck: { at: lastCheck.at, ok: lastCheck.ok } }),
    ...(copiedAt === '' ? {} : { secondCopy: { at: copiedAt } }),
    replicas: copies.map((replica) => replicaStatus(vault, replica, undefined)),
  };
}

/** A source as lists show it. */
export function sourceStatus(source: SourceRow): SourceStatus {
  return {
    id: source.id,
    type: source.type,
    name: source.name,
    state: source.removedAt === undefined ? (source.lastSync?.state ?? 'new') : 'removed',
    ...(source.lastSync === undefined ? {} : { lastSync: source.lastSync.at }),
    ...(source.lastSuccess === undefined ? {} : { lastSuccess: source.lastSuccess }),
  };
}

/** What holds for the vault as a whole, asked once. */
class Surroundings {
  readonly sources: readonly SourceRow[];
  readonly alerts;
  /** Items that are damaged or shrank, with the assignments that they belong to. */
  readonly damaged: ReadonlySet<string>;
  readonly shrank: ReadonlySet<string>;
  readonly staleBefore: string;
  readonly #proofs: OpenVault['index']['proofs'];
  /** How far each log has been stamped. */
  readonly #stampedTo = new Map<string, number>();
  /** How far each log lies in each second copy that is not stale. */
  readonly #copiedTo: readonly ReadonlyMap<string, number>[];

  constructor(vault: OpenVault) {
    this.sources = vault.index.sources.list();
    this.#proofs = vault.index.proofs;
    for (const { of, size } of this.#proofs.stamped())
      this.#stampedTo.set(of, Math.max(size, this.#stampedTo.get(of) ?? 0));
    const copiedBefore = staleBefore(vault);
    this.#copiedTo = vault.index.replicas
      .list()
      .flatMap(({ synced }) => (synced === undefined || synced.at < copiedBefore ? [] : [synced.sizes]));
    this.alerts = vault.index.statements.openAlerts();
    const withAssignments = (items: Iterable<string>): ReadonlySet<string> =>
      new Set(Array.from(items).flatMap((id) => [id, vault.index.items.find(id)?.assignmentItem ?? id]));
    this.damaged = withAssignments(new KnownDamage(vault.index).items());
    this.shrank = withAssignments(
      this.alerts.flatMap(({ code, item }) => (code.startsWith('file-') && item !== undefined ? [item] : [])),
    );
    this.staleBefore = new Date(vault.clock.now().getTime() - staleAfterDays * 86_400_000).toISOString();
  }

  /** True if some second copy holds every version of these items and of what belongs to them; false for none. */
  areCopied(items: ReadonlySet<string>): boolean {
    if (this.#copiedTo.length === 0) return false;
    const ends = this.#proofs.ends(items);
    return (
      ends.length > 0 &&
      this.#copiedTo.some((sizes) => ends.every(({ log, index }) => index < (sizes.get(log) ?? 0)))
    );
  }

  /** True if an authority has stamped every version of these items and of what belongs to them; false for none. */
  areDated(items: ReadonlySet<string>): boolean {
    if (this.#stampedTo.size === 0) return false;
    const ends = this.#proofs.ends(items);
    return ends.length > 0 && ends.every(({ log, index }) => index < (this.#stampedTo.get(log) ?? 0));
  }
}

function row(
  [about, ref, title]: readonly [ProtectionRow['about'], string, string],
  tally: Tally,
  surroundings: Surroundings,
): ProtectionRow {
  const reasons = new Set<ProtectionReason>();
  const copied = surroundings.areCopied(tally.ids);
  if (!copied) reasons.add('no-second-copy');
  const dated = surroundings.areDated(tally.ids);
  if (!dated) reasons.add('no-independent-date');
  if (tally.evidence === 0) reasons.add('no-evidence');
  if (tally.notKept > 0) reasons.add('not-kept');
  if (tally.newestNotKept > 0) reasons.add('newest-not-kept');
  if (tally.notHandedIn) reasons.add('not-handed-in');
  if (tally.notMarked) reasons.add('not-marked');
  for (const id of tally.ids) {
    if (surroundings.damaged.has(id)) reasons.add('damaged');
    if (surroundings.shrank.has(id)) reasons.add('file-shrank');
  }
  addSourceReasons(reasons, tally, surroundings);
  return {
    about,
    ref,
    title,
    items: tally.kept,
    ...judgeProtection(reasons),
    ...tally.details(dated, copied),
  };
}

function addSourceReasons(
  reasons: Set<ProtectionReason>,
  { sources }: Tally,
  surroundings: Surroundings,
): void {
  for (const source of surroundings.sources) {
    // What was handed over by hand has no portal that could fall silent.
    if (!sources.has(source.id) || isKeptByHand(source) || source.removedAt !== undefined) continue;
    if (source.lastSuccess === undefined) reasons.add('never-copied');
    else if (source.lastSuccess < surroundings.staleBefore) reasons.add('stale');
    switch (source.lastSync?.state) {
      case 'login-expired':
      case 'shows-less':
      case 'held':
        reasons.add(source.lastSync.state);
        break;
      case 'unreachable':
      case 'maintenance':
      case 'refused':
        reasons.add('unreachable');
        break;
      default:
    }
  }
}
