import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

import { VaultError } from '../../base/errors.ts';

/** Waits, and ends early with `internal.cancelled` when told to. Tests hand in one that does not wait. */
type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<void>;

export interface BackOff {
  /** How often one request is tried in all. */
  readonly tries: number;
  readonly sleep: Sleep;
  /** Between 0 and 1: spreads the waits of many learners whose portal came back at the same moment. */
  readonly random: () => number;
  /** A portal that asks for a longer wait than this, in milliseconds, is left alone instead. */
  readonly longestWait: number;
}

export const defaultBackOff: BackOff = {
  tries: 3,
  sleep: async (milliseconds, signal) => {
    try {
      await wait(milliseconds, undefined, { signal });
    } catch (cause) {
      throw new VaultError('internal.cancelled', {}, cause);
    }
  },
  random: () => randomInt(0x1_0000_0000) / 0x1_0000_0000,
  longestWait: 30_000,
};

const firstWait = 1_000;

/**
 * Milliseconds until the next try, or undefined when it would be longer than allowed.
 * @param tried how many tries are over, from 1
 * @param retryAfter the Retry-After header in seconds or as a date (RFC 9110 section 10.2.3)
 */
export function waitBefore(
  tried: number,
  retryAfter: string | undefined,
  backOff: BackOff,
): number | undefined {
  const asked = askedWait(retryAfter);
  if (asked !== undefined && asked > backOff.longestWait) return undefined;
  const own = firstWait * 2 ** (tried - 1);
  return Math.min((asked ?? own) + own * backOff.random(), backOff.longestWait);
}

/** Milliseconds that a Retry-After asks for; undefined for none and for one that cannot be read. */
export function askedWait(retryAfter: string | undefined): number | undefined {
  if (retryAfter === undefined) return undefined;
  if (/^\d{1,9}$/.test(retryAfter.trim())) return Number(retryAfter) * 1_000;
  const date = Date.parse(retryAfter);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
