import type { ClosedChain } from '../ledger/kinds/closing-entry.ts';
import { findChainProblem, type ChainProblem, type ShownAttempt } from './chain-problems.ts';
import { sayVerificationCode, type VerificationCode } from './verification-codes.ts';
import type { AttemptCount, AttemptCounts } from './verification-report.ts';

/** What a closing entry counts and what is shown of it: in one bundle, or in all parts of a set together. */
export interface CountedAttempts {
  readonly closedAt: string;
  /** The chains that the closing entry opens. */
  readonly chains: readonly ClosedChain[];
  /** By chain: every version of every attempt. */
  readonly shown: ReadonlyMap<string, readonly ShownAttempt[]>;
  /** Names of assignments, by id. */
  readonly names: ReadonlyMap<string, string>;
  /** Chains that it keeps closed. */
  readonly others: number;
  /** Some attempt belongs to no chain that was opened. */
  readonly uncounted: boolean;
  /** Assignments that are shown, by id, and whose attempts no opened chain counts. */
  readonly unopened: readonly string[];
  /** Rows of what is said to be missing. */
  readonly missing: number;
}

/** The answer to 'is anything missing?', and the numbers behind it. */
export interface AttemptAnswer {
  readonly counts: AttemptCounts;
  readonly problems: readonly ChainProblem[];
  /** Why it stays open, with a sentence that says more than the code; left out where nothing is missing. */
  readonly open?: { readonly code: VerificationCode; readonly detail?: string };
  /** Said where nothing is missing. */
  readonly passed: string;
}

/** Compares what is shown with what was counted (rules C4 to C8). */
export function countAttempts(counted: CountedAttempts): AttemptAnswer {
  const problems: ChainProblem[] = [];
  const assignments = counted.chains.map((chain): AttemptCount => {
    const attempts = counted.shown.get(chain.chain) ?? [];
    const problem = findChainProblem(chain, attempts);
    if (problem !== undefined) problems.push(problem);
    const name = chain.assignment === undefined ? undefined : counted.names.get(chain.assignment);
    return {
      ...(chain.assignment === undefined ? {} : { assignment: chain.assignment }),
      ...(name === undefined ? {} : { name }),
      recorded: chain.count,
      shown: new Set(attempts.map(({ item }) => item)).size,
    };
  });
  const open = whyOpen(assignments, counted);
  return {
    counts: { closedAt: counted.closedAt, assignments, others: counted.others },
    problems,
    ...(open === undefined ? {} : { open }),
    passed: sayAll(assignments),
  };
}

function whyOpen(
  assignments: readonly AttemptCount[],
  { uncounted, unopened, others, missing }: CountedAttempts,
): AttemptAnswer['open'] {
  if (uncounted) return { code: 'attempts-not-counted' };
  if (assignments.length === 0) return { code: 'no-attempts-counted' };
  // One of the closed chains may be an assignment's that is shown: all its attempts could be hidden behind it.
  if (unopened.length > 0 && others > 0) return { code: 'attempts-not-opened' };
  const hidden = assignments.filter((each) => each.shown < each.recorded);
  if (hidden.length > 0) return { code: 'attempts-not-shown', detail: sayHidden(hidden) };
  if (missing > 0)
    return {
      code: 'missing-listed',
      detail: `${sayAll(assignments)} ${sayVerificationCode('missing-listed')}`,
    };
  return undefined;
}

/** Assignments that one sentence names; the report has all of them. */
const mostNamed = 20;

function sayHidden(hidden: readonly AttemptCount[]): string {
  const each = hidden
    .slice(0, mostNamed)
    .map(
      ({ name, recorded, shown }) =>
        `${recorded - shown} of ${recorded}${name === undefined ? '' : ` (${name})`}`,
    );
  const more = hidden.length > mostNamed ? [`and ${hidden.length - mostNamed} more`] : [];
  return `${sayVerificationCode('attempts-not-shown')} Not shown: ${[...each, ...more].join(', ')}.`;
}

function sayAll(assignments: readonly AttemptCount[]): string {
  const all = assignments.reduce((sum, { recorded }) => sum + recorded, 0);
  return all === 1
    ? 'The one recorded attempt is in here, according to this vault.'
    : `All ${all} recorded attempts are in here, according to this vault.`;
}
