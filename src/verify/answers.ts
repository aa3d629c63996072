import type { CheckId, CheckOutcome, CheckResult, VerificationReport } from './verification-report.ts';

interface Answer {
  readonly title: string;
  /** The checks that it stands on. */
  readonly from: readonly CheckId[];
  /** Checks that say something only when they fail. */
  readonly failsWith?: readonly CheckId[];
  /** A check that is extra: left undone it takes nothing away, but what it finds is told and counts. */
  readonly beside?: CheckId;
  /** Said when all of them pass; undefined: what the checks themselves say. */
  readonly passed: string | undefined;
}

/** The separate answers, never one green tick; their names are fixed. */
const answers: readonly Answer[] = [
  {
    title: 'Unchanged',
    from: ['zip', 'layout', 'integrity', 'tag-integrity', 'signature'],
    failsWith: ['integrity-sha512'],
    passed: 'Every file is the one that was signed; none was added, taken out or renamed.',
  },
  {
    title: 'One history',
    from: ['checkpoint', 'history'],
    failsWith: ['page'],
    beside: 'witnesses',
    passed: 'Every record is part of one signed history, in which nothing can be replaced unnoticed.',
  },
  { title: 'Since when', from: ['time'], passed: 'An independent clock has dated this history.' },
  {
    title: 'From whom',
    from: ['origin'],
    passed: 'Every item comes from a provider that your policy names.',
  },
  {
    title: 'Anything missing',
    from: ['completeness'],
    passed: 'Every attempt that this vault recorded at what is shown is in here.',
  },
  { title: 'Who sent it', from: ['identity'], passed: undefined },
];

/** One of the separate answers about a bundle. */
export interface GivenAnswer {
  readonly title: string;
  readonly outcome: CheckOutcome;
  /** Plain sentences, none twice. */
  readonly sentences: readonly string[];
  /** The checks that made it so. */
  readonly telling: readonly CheckResult[];
}

/** The answers that a report's checks give, in their fixed order. */
export function giveAnswers(checks: readonly CheckResult[]): GivenAnswer[] {
  return answers.map(({ title, from, failsWith = [], beside, passed }) => {
    const extra = checks.filter(
      ({ id, code }) => id === beside && code !== 'witness-none' && code !== 'not-reached',
    );
    const own = checks.filter(
      ({ id, result }) => from.includes(id) || (result === 'fail' && failsWith.includes(id)),
    );
    const outcome = together([...own, ...extra.filter(({ result }) => result === 'fail')]);
    const telling = [...own, ...extra].filter(({ result }) => result === outcome);
    const sentences =
      outcome === 'pass'
        ? [...(passed === undefined ? own.map(sayDetail) : [passed]), ...extra.map(sayDetail)]
        : telling.map(sayDetail);
    return { title, outcome, sentences: [...new Set(sentences)], telling };
  });
}

function sayDetail({ detail }: CheckResult): string {
  return detail ?? '';
}

function together(checks: readonly CheckResult[]): CheckOutcome {
  if (checks.some(({ result }) => result === 'fail')) return 'fail';
  return checks.length > 0 && checks.every(({ result }) => result === 'pass') ? 'pass' : 'not-checked';
}

const verdictSentences = {
  pass: 'Every check passed.',
  incomplete: 'No check failed, and not everything could be checked.',
  fail: 'Something in this bundle does not hold. Do not rely on it.',
} as const;

/** What a report comes to, in a sentence or two. */
export function sayVerdict({ verdict, checks }: Pick<VerificationReport, 'verdict' | 'checks'>): string {
  const [first] = checks;
  // A bundle that is locked for somebody else: why is all that there is to say.
  if (first !== undefined && checks.every(({ result }) => result === 'not-checked'))
    return `Nothing was checked. ${first.detail ?? ''}`;
  return verdictSentences[verdict];
}

/** What no check can show. */
export const notShown =
  'It does not show that the work is the learner’s own, or that it meets the criteria: that is for an assessor.';
