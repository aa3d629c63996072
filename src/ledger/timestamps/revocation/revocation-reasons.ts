/** That a certificate was revoked, as its issuer says it. */
export interface Revoked {
  /** revocationDate, in milliseconds since 1970. */
  readonly at: number;
  /** CRLReason (RFC 5280 section 5.3.1); undefined if none is given. */
  readonly reason: number | undefined;
  /** invalidityDate (section 5.3.2): since when the key may have been in other hands, where the issuer knows it. */
  readonly invalidFrom: number | undefined;
}

/**
 * Reasons under which what was signed before stays good: unspecified, affiliationChanged, superseded, cessationOfOperation (RFC 3161
 * section 4, point 1). Without a reason, or with any other, the key may have been in other hands (points 1 and 2).
 */
const harmless: ReadonlySet<number | undefined> = new Set([0, 3, 4, 5]);

/** Since when nobody can say any more who used the key, in milliseconds since 1970; undefined if it was only given up. */
export function lostSince({ at, reason, invalidFrom }: Revoked): number | undefined {
  return harmless.has(reason) ? undefined : Math.min(at, invalidFrom ?? at);
}
