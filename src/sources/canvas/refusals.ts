import { VaultError } from '../../base/errors.ts';
import type { HttpAnswer } from '../http/http-answer.ts';

/** Why one thing was not given: no right to it, or no such thing. */
export type Refusal = 'not-allowed' | 'not-there';

/**
 * The refusal of one thing in an answer; undefined for an answer that is none.
 *
 * Throws what is about the whole site or account. Canvas says 401 both for a token that is no longer good and for what the learner
 * has no right to; only the first comes with a WWW-Authenticate header (Canvas API, OAuth2, "Storing Tokens").
 */
export function refusalOf(answer: HttpAnswer): Refusal | undefined {
  const { status } = answer;
  if (status >= 200 && status < 300) return undefined;
  if (status === 401 && answer.header('www-authenticate') !== undefined)
    throw new VaultError('source.login-expired', { reason: 'token-not-accepted' });
  if (status === 401 || status === 403) return 'not-allowed';
  if (status === 404 || status === 410) return 'not-there';
  if (status === 503) throw new VaultError('source.maintenance', { status });
  if (status === 429 || status >= 500) throw new VaultError('source.unreachable', { status });
  // A redirect of the API would carry the token elsewhere, so none is followed.
  if (status >= 300 && status < 400) throw new VaultError('source.protocol', { reason: 'redirect', status });
  throw new VaultError('source.protocol', { status });
}

/** True for `403 Forbidden (Rate Limit Exceeded)`: too much for now, and no refusal (Canvas API, Throttling). */
export function isThrottled(answer: HttpAnswer, body: Uint8Array): boolean {
  if (answer.status !== 403) return false;
  const start = Buffer.from(body.subarray(0, 256)).toString('latin1');
  return (
    /rate limit exceeded/i.test(start) ||
    Number.parseFloat(answer.header('x-rate-limit-remaining') ?? '1') <= 0
  );
}

/** What a request costs before its true cost is known; with less than twice of it left, the next one may be refused. */
const upFront = 50;
/** How much of the quota comes back in a second. */
const backInASecond = 10;

/** Milliseconds to wait before the next request, so that it finds room in the quota. */
export function waitForRoom(remaining: number | undefined): number {
  if (remaining === undefined || Number.isNaN(remaining) || remaining >= 2 * upFront) return 0;
  return Math.min(10_000, Math.ceil(((2 * upFront - remaining) / backInASecond) * 1_000));
}
