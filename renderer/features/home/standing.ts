import type { EngineOutput } from '../../../src/contract/engine-contract.ts';

export type Status = EngineOutput<'vault.status'>;
export type StatusRow = Status['units'][number];
export type StatusSource = Status['sources'][number];
export type StatusAlert = Status['alerts'][number];

/** Every reason of PROTECTION.md, worst first; a test holds the two together. */
export const reasonOrder = [
  'damaged',
  'not-kept',
  'no-evidence',
  'never-copied',
  'held',
  'login-expired',
  'shows-less',
  'newest-not-kept',
  'file-shrank',
  'unreachable',
  'stale',
  'not-handed-in',
  'not-marked',
  'no-second-copy',
  'no-independent-date',
] as const;
export type Reason = (typeof reasonOrder)[number];

/** Reasons that are about the vault as a whole, whichever unit shows them. */
const ofTheWhole: ReadonlySet<Reason> = new Set(['no-second-copy']);

function asReason(code: string | undefined): Reason | undefined {
  return reasonOrder.find((reason) => reason === code);
}

/** The worst reason of a row that has words. */
export function worstReason(row: StatusRow): Reason | undefined {
  return row.reasons.map(asReason).find((reason) => reason !== undefined);
}

export interface Counts {
  readonly total: number;
  readonly safe: number;
  readonly attention: number;
  readonly risk: number;
}

/** Whether something is in no fresh second copy. */
export function lacksSecondCopy(rows: readonly StatusRow[]): boolean {
  return rows.some(({ reasons }) => reasons.includes('no-second-copy'));
}

/** How many rows stand at each level. */
export function countLevels(rows: readonly StatusRow[]): Counts {
  const at = (level: StatusRow['level']): number => rows.filter((row) => row.level === level).length;
  return { total: rows.length, safe: at('safe'), attention: at('attention'), risk: at('risk') };
}

/** The most urgent thing, with what it is about. */
export interface Urgent {
  readonly reason: Reason;
  readonly level: 'attention' | 'risk';
  /** The unit, assignment or source that it is about. */
  readonly title: string;
  readonly row?: StatusRow;
  readonly source?: StatusSource;
}

/** States of a source that say the same as a reason. */
const sourceReasons: Readonly<Record<string, Reason>> = {
  'login-expired': 'login-expired',
  held: 'held',
  'shows-less': 'shows-less',
  refused: 'login-expired',
  unreachable: 'unreachable',
};

/**
 * What to say first: the worst reason that something can be done about, of a unit or of a source; undefined if there is none.
 * @param datesOn the learner wants dates from others: then one that is missing is something to look at, else it is the learner's choice
 */
export function mostUrgent({ units, sources }: Status, datesOn: boolean): Urgent | undefined {
  const found: Urgent[] = [];
  const urges = (code: Reason): boolean =>
    !ofTheWhole.has(code) && (datesOn || code !== 'no-independent-date');
  for (const row of units) {
    const reason = row.reasons.map(asReason).find((code) => code !== undefined && urges(code));
    if (reason === undefined || row.level === 'safe') continue;
    const source = sources.find(({ id }) => id === row.source);
    found.push({
      reason,
      level: row.level,
      title: row.title,
      row,
      ...(source === undefined ? {} : { source }),
    });
  }
  for (const source of sources) {
    const reason = Object.hasOwn(sourceReasons, source.state) ? sourceReasons[source.state] : undefined;
    if (reason !== undefined) found.push({ reason, level: 'attention', title: source.name, source });
  }
  const rank = ({ reason }: Urgent): number => reasonOrder.indexOf(reason);
  // What a source itself wants comes before the same reason of the many units that it feeds.
  return found.sort(
    (a, b) => rank(a) - rank(b) || Number(a.row !== undefined) - Number(b.row !== undefined),
  )[0];
}

const staleAfter = 7 * 86_400_000;

/** Whether a source was last copied to the end more than a week ago. */
export function isStale(source: StatusSource, now: Date): boolean {
  return (
    source.lastSuccess !== undefined && now.getTime() - new Date(source.lastSuccess).getTime() > staleAfter
  );
}
