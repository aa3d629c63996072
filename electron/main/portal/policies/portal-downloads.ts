import type { ErrorCode } from '../../../../src/base/error-codes.ts';
import { safeParseUrl } from '../../policies/safe-parse-url.ts';
import { safeParsePortalAddress } from './portal-address.ts';

export interface DownloadWish {
  readonly url: string;
  /** How it was asked for. */
  readonly method: string;
  /** A press of the learner's began it. */
  readonly hasGesture: boolean;
  /** Downloads under way. */
  readonly underWay: number;
  /** Whether the learner is being asked about one already. */
  readonly isAsking: boolean;
}

export type DownloadJudgement =
  | { readonly do: 'take' | 'take-data' | 'ask' | 'stop' }
  | { readonly do: 'refuse'; readonly code: ErrorCode };

const mostAtOnce = 6;
/** Characters of a `data:` address that are taken; they pass through main whole. */
export const longestData = 2_000_000;

/**
 * What becomes of a download. It is asked for a second time to be taken straight into the vault, so only what can be asked for again is:
 * a plain GET on the web. What a page begins by itself waits for the learner's word, one at a time; a flood is stopped.
 */
export function judgeDownload(wish: DownloadWish): DownloadJudgement {
  const isData = safeParseUrl(wish.url)?.protocol === 'data:';
  const repeatable = isData
    ? wish.url.length <= longestData
    : safeParsePortalAddress(wish.url) !== undefined && wish.method === 'GET';
  if (!repeatable) return wish.hasGesture ? { do: 'refuse', code: 'source.not-repeatable' } : { do: 'stop' };
  if (wish.underWay >= mostAtOnce) return { do: 'stop' };
  if (!wish.hasGesture) return { do: wish.isAsking ? 'stop' : 'ask' };
  return { do: isData ? 'take-data' : 'take' };
}
