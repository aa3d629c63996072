import type { ItemResult } from './verification-report.ts';

/** Items that one clock dated to one day. */
export interface DatedTogether {
  /** ISO 8601: the latest of them. */
  readonly by: string;
  readonly authority: string;
  /** How many items, each counted once. */
  readonly items: number;
}

/** Since when items have existed, by the day (in UTC) and by who says so; the earliest first. What the learner only states is left out. */
export function datesOf(items: readonly ItemResult[]): DatedTogether[] {
  const days = Map.groupBy(
    items.filter(({ dated, version }) => dated !== undefined && version !== undefined),
    ({ dated }) => `${dated?.by.slice(0, 10) ?? ''} ${dated?.authority ?? ''}`,
  );
  return [...days.values()]
    .map((group) => ({
      by: group.map(({ dated }) => dated?.by ?? '').reduce((a, b) => (a > b ? a : b)),
      authority: group[0]?.dated?.authority ?? '',
      items: new Set(group.map(({ id }) => id)).size,
    }))
    .sort((a, b) => (a.by < b.by ? -1 : 1));
}
