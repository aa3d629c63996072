import { trustProblem, type TrustedWhen } from '../../ledger/trusted-when.ts';

type TermsVerdict = 'counts' | 'not-then' | 'compromised';

/**
 * Whether a key counts for something that a trusted clock first saw at `seen`. Times that a signature states are its signer's word, so where
 * the policy limits a key, what no trusted clock saw does not count.
 */
function judgeTerms(terms: TrustedWhen, seen: string | undefined): TermsVerdict {
  const { from, until, compromisedFrom } = terms;
  if (from === undefined && until === undefined && compromisedFrom === undefined) return 'counts';
  if (seen === undefined) return compromisedFrom === undefined ? 'not-then' : 'compromised';
  const problem = trustProblem(terms, Date.parse(seen));
  if (problem === undefined) return 'counts';
  return problem === 'compromised' ? 'compromised' : 'not-then';
}

const ranks: readonly TermsVerdict[] = ['counts', 'not-then', 'compromised'];

/** The best of the verdicts of several lines of a policy. */
export function bestTerms<Line extends TrustedWhen>(
  lines: readonly Line[],
  seen: string | undefined,
): { readonly line: Line; readonly verdict: TermsVerdict } | undefined {
  return lines
    .map((line) => ({ line, verdict: judgeTerms(line, seen) }))
    .toSorted((a, b) => ranks.indexOf(a.verdict) - ranks.indexOf(b.verdict))[0];
}
