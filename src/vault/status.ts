import type { ItemRow } from '../store/index/item-queries.ts';
import type { SourceRow } from '../store/index/source-queries.ts';
import { KnownDamage } from './damage.ts';
import { judgeProtection, type Protection, type ProtectionReason } from './protection.ts';
import { keptDetails, type KeptDetails } from './kept-details.ts';
import { isKeptByHand } from './sources-kept-by-hand.ts';
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
}

const staleAfterDays = 7;

/** *If your provider closed today, what could you prove?* The rules are in PROTECTION.md. */
export function vaultStatus(vault: OpenVault): VaultStatus {
  const surroundings = new Surroundings(vault);
  const mapped = new Set<string>();
  const rows: ProtectionRow[] = listUnits(vault).map(({ id, unit }) => {
    const within = mappedTo(vault, id);
    for (const item of within) mapped.add(item);
    const items = within.length === 0 ? [] : vault.index.items.list({ within });
    return row(vault, ['unit', unit.reference, unit.title ?? unit.reference], items, surroundings);
  });
  for (const assignment of vault.index.items.list({ kind: 'assignment' })) {
    if (mapped.has(assignment.id)) continue;
    const items = vault.index.items.list({ within: [assignment.id] });
    rows.push(row(vault, ['assignment', assignment.id, assignment.name], items, surroundings));
  }
  const [lastCheck] = vault.index.statements.checks();
  return {
    practice: vault.practice,
    units: rows,
    sources: surroundings.sources.map(sourceStatus),
    alerts: vault.index.statements.openAlerts().map(({ id, code, at, source, item }) => ({
      id,
      code,
      at,
      ...(source === undefined ? {} : { source }),
      ...(item === undefined ? {} : { item }),
    })),
    ...(lastCheck === undefined ? {} : { lastCheck: { at: lastCheck.at, ok: lastCheck.ok } }),
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
  readonly damaged: ReadonlySet<string>;
  readonly staleBefore: string;

  constructor(vault: OpenVault) {
    this.sources = vault.index.sources.list();
    this.alerts = vault.index.statements.openAlerts();
    this.damaged = new KnownDamage(vault.index).items();
    this.staleBefore = new Date(vault.clock.now().getTime() - staleAfterDays * 86_400_000).toISOString();
  }
}

function row(
  vault: OpenVault,
  [about, ref, title]: readonly [ProtectionRow['about'], string, string],
  items: readonly ItemRow[],
  surroundings: Surroundings,
): ProtectionRow {
  const reasons = new Set<ProtectionReason>(['no-second-copy', 'no-independent-date']);
  const kept = items.filter(({ versions }) => versions > 0);
  if (!kept.some(isEvidence)) reasons.add('no-evidence');
  for (const item of items) {
    if (item.failed !== undefined) reasons.add(item.versions === 0 ? 'not-kept' : 'newest-not-kept');
    if (surroundings.damaged.has(item.id)) reasons.add('damaged');
  }
  addSourceReasons(reasons, items, surroundings);
  addMarkingReasons(reasons, items);
  return {
    about,
    ref,
    title,
    items: kept.length,
    ...judgeProtection(reasons),
    ...keptDetails(vault, kept),
  };
}

/** A title alone is no evidence: somebody handed something in, wrote something back, or gave a grade. */
function isEvidence(item: ItemRow): boolean {
  return (
    item.kind !== 'assignment' &&
    item.kind !== 'enrolment' &&
    !(item.kind === 'document' && item.key.includes('/brief'))
  );
}

function addSourceReasons(
  reasons: Set<ProtectionReason>,
  items: readonly ItemRow[],
  surroundings: Surroundings,
): void {
  const ids = new Set(items.map(({ id }) => id));
  const sources = new Set(items.map(({ source }) => source));
  for (const source of surroundings.sources) {
    // What is kept by hand has no connector that could fall silent.
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
  for (const alert of surroundings.alerts) {
    if (alert.item !== undefined && ids.has(alert.item) && alert.code.startsWith('file-'))
      reasons.add('file-shrank');
  }
}

function addMarkingReasons(reasons: Set<ProtectionReason>, items: readonly ItemRow[]): void {
  for (const assignment of items.filter(({ kind }) => kind === 'assignment')) {
    const attempts = items.filter((item) => item.kind === 'attempt' && item.assignmentItem === assignment.id);
    const isMarked = (attempt: ItemRow): boolean =>
      items.some((item) => item.attemptItem === attempt.id && isAnswer(item) && item.released === true);
    const handedIn = attempts.filter(({ status }) => status === 'submitted');
    if (handedIn.length === 0 && !attempts.some(isMarked)) reasons.add('not-handed-in');
    if (!handedIn.every(isMarked)) reasons.add('not-marked');
  }
}

function isAnswer(item: ItemRow): boolean {
  return item.kind === 'grade' || item.kind === 'feedback';
}
