/** When somebody is trusted, as a reader's policy says it: what is left out does not limit. ISO 8601. */
export interface TrustedWhen {
  /** From here on, the moment itself included. */
  readonly from?: string | undefined;
  /** Up to here, the moment itself included. */
  readonly until?: string | undefined;
  /** Their key may have been in other hands from this moment on. */
  readonly compromisedFrom?: string | undefined;
}

export type TrustProblem = 'not-yet' | 'over' | 'compromised';

/** Why somebody is not trusted for what they did at a time, in milliseconds since 1970; undefined if they are. */
export function trustProblem(
  { from, until, compromisedFrom }: TrustedWhen,
  at: number,
): TrustProblem | undefined {
  if (from !== undefined && at < Date.parse(from)) return 'not-yet';
  if (until !== undefined && at > Date.parse(until)) return 'over';
  if (compromisedFrom !== undefined && at >= Date.parse(compromisedFrom)) return 'compromised';
  return undefined;
}
