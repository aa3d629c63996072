import type { ItemResult } from '../../src/verify/verification-report.ts';

/** What the report says of an item: what stands behind it, or that this is open, or that it does not hold. */
export type SaidStanding = 'signed' | 'from' | 'kept' | 'stated' | 'open' | 'none';

export function standingOf({ standing, result }: Pick<ItemResult, 'standing' | 'result'>): SaidStanding {
  if (result === 'fail') return 'none';
  if (standing === 'none') return 'open';
  return standing;
}

const order: readonly SaidStanding[] = ['none', 'open', 'signed', 'from', 'kept', 'stated'];

/** What does not hold first; the rest as the bundle lists it. */
export function sortForReading(items: readonly ItemResult[]): ItemResult[] {
  return items.toSorted((a, b) => order.indexOf(standingOf(a)) - order.indexOf(standingOf(b)));
}
