/** When a policy trusts a key; ISO 8601, what is left out does not limit. */
interface Terms {
  readonly from?: string;
  readonly until?: string;
  readonly compromisedFrom?: string;
}

type TermsVerdict = 'counts' | 'not-then' | 'compromised';

/**
 * Whether a key counts for something that a trusted clock first saw at `seen`. Times that a signature states are its signer's word, so where
 * the policy limits a key, what no trusted clock saw does not count.
 */
function judgeTerms({ from, until, compromisedFrom }: Terms, seen: string | undefined): TermsVerdict {
  if (from === undefined && until === undefined && compromisedFrom === undefined) return 'counts';
  const at = seen === undefined ? Number.NaN : Date.parse(seen);
  if (compromisedFrom !== undefined && !(at < Date.parse(compromisedFrom))) return 'compromised';
  if (from !== undefined && !(at >= Date.parse(from))) return 'not-then';
  return until !== undefined && !(at <= Date.parse(until)) ? 'not-then' : 'counts';
}

const ranks: readonly TermsVerdict[] = ['counts', 'not-then', 'compromised'];

/** The best of the verdicts of several lines of a policy. */
export function bestTerms<Line extends Terms>(
  lines: readonly Line[],
  seen: string | undefined,
): { readonly line: Line; readonly verdict: TermsVerdict } | undefined {
  return lines
    .map((line) => ({ line, verdict: judgeTerms(line, seen) }))
    .toSorted((a, b) => ranks.indexOf(a.verdict) - ranks.indexOf(b.verdict))[0];
}
