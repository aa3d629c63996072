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

/** How many came out well, how many have something that does not hold, how many are locked, and how many nothing is known of. */
export function countBundles(bundles: readonly Bundle[]): {
  readonly count: number;
  readonly fine: number;
  readonly bad: number;
  readonly locked: number;
  readonly unread: number;
} {
  const standings = bundles.map(standingOfBundle);
  const among = (...wanted: readonly BundleStanding[]) =>
    standings.filter((standing) => wanted.includes(standing)).length;
  const [fine, bad, locked] = [among('open', 'pass'), among('fail'), among('locked')];
  const unread = among('unread', 'failed', 'stopped');
  return { count: fine + bad + locked + unread, fine, bad, locked, unread };
}
