import type { Bundle } from './bundle-queue.ts';

/** What the list says of a file: how far it is, or how its check came out. */
export type BundleStanding =
  'waiting' | 'checking' | 'stopped' | 'failed' | 'unread' | 'locked' | 'fail' | 'open' | 'pass';

export function standingOfBundle({ state }: Bundle): BundleStanding {
  if (state.is !== 'done') return state.is;
  const { verdict, bundle, encrypted } = state.report;
  if (encrypted === true && bundle === null && verdict !== 'fail') return 'locked';
  if (verdict === 'fail') return bundle === null ? 'unread' : 'fail';
  return verdict === 'pass' ? 'pass' : 'open';
}

/** How many came out well, how many have something that does not hold, and how many could not be looked into. */
export function countBundles(bundles: readonly Bundle[]): {
  readonly count: number;
  readonly fine: number;
  readonly bad: number;
  readonly locked: number;
} {
  const standings = bundles.map(standingOfBundle);
  const among = (...wanted: readonly BundleStanding[]) =>
    standings.filter((standing) => wanted.includes(standing)).length;
  const [fine, bad, locked] = [among('open', 'pass'), among('fail', 'unread', 'failed'), among('locked')];
  return { count: fine + bad + locked, fine, bad, locked };
}
