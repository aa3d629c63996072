import { safeParsePortalAddress } from './portal-address.ts';

export interface WindowWish {
  readonly url: string;
  /** A press or a key of the learner's that nothing else was opened for. */
  readonly hasGesture: boolean;
  /** It would send a form along. */
  readonly sendsForm: boolean;
}

/**
 * There are no second windows: what the learner's own press opens on the web is shown in the same view, and everything else is nothing.
 */
export function judgeWindow({ url, hasGesture, sendsForm }: WindowWish): 'same-view' | 'deny' {
  return hasGesture && !sendsForm && safeParsePortalAddress(url) !== undefined ? 'same-view' : 'deny';
}
