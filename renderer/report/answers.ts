import type { VerificationCode } from '../../src/verify/verification-codes.ts';
import type {
  CheckId,
  CheckOutcome,
  CheckResult,
  Finding,
  ItemResult,
  VerificationReport,
} from '../../src/verify/verification-report.ts';

/** The six questions, in the order in which they are answered. */
export const answerIds = ['unchanged', 'history', 'time', 'origin', 'missing', 'sender'] as const;
type AnswerId = (typeof answerIds)[number];

/** One of the six answers, before it is put into words. */
export interface Answer {
  readonly id: AnswerId;
  readonly outcome: CheckOutcome;
  /** Why it could not be checked. */
  readonly reasons: readonly VerificationCode[];
  /** What does not hold, with what it is about. */
  readonly findings: readonly AnsweredFinding[];
  /** Findings beyond those. */
  readonly more: number;
}

export interface AnsweredFinding extends Finding {
  /** The item that the file or record belongs to. */
  readonly item?: ItemResult;
}

/** The checks that an answer stands on. */
const standsOn: Readonly<Record<AnswerId, readonly CheckId[]>> = {
  unchanged: ['zip', 'layout', 'integrity', 'tag-integrity', 'signature'],
  history: ['checkpoint', 'history'],
  time: ['time'],
  origin: ['origin'],
  missing: ['completeness'],
  sender: ['identity'],
};

/** Checks that are extra: left undone they take nothing away, but what they find counts. */
const failsWith: Readonly<Partial<Record<AnswerId, readonly CheckId[]>>> = {
  unchanged: ['integrity-sha512'],
  history: ['page', 'witnesses'],
};

const mostFindings = 20;

/** The six separate answers. One never speaks for another, and a check that is not there never counts as passed. */
export function answersOf(report: VerificationReport): Answer[] {
  const items = itemsByFile(report.items);
  return answerIds.map((id) => {
    const answer = answerOf(id, report.checks, items);
    return { ...answer, reasons: withoutSaid(answer.reasons, report) };
  });
}

/** Why a locked bundle gave no answers: it needs a key, or another than was given. Undefined for all others. */
export function whyLocked({ bundle, checks }: VerificationReport): LockedCode | undefined {
  const code = checks.find(({ id }) => id === 'zip')?.code;
  return bundle === null ? lockedCodes.find((locked) => locked === code) : undefined;
}

const lockedCodes = ['encrypted-not-opened', 'encrypted-for-others'] as const;
type LockedCode = (typeof lockedCodes)[number];

/** What is said once for the whole file is not said again for each answer, and what led to it needs no telling beside it. */
function withoutSaid(
  reasons: readonly VerificationCode[],
  report: VerificationReport,
): readonly VerificationCode[] {
  const locked = whyLocked(report);
  const isSaid = report.bundle === null || reasons.some((code) => code !== 'not-reached');
  return reasons.filter((code) => code !== locked && !(isSaid && code === 'not-reached'));
}

function answerOf(
  id: AnswerId,
  checks: readonly CheckResult[],
  items: ReadonlyMap<string, ItemResult>,
): Answer {
  const own = standsOn[id].map((wanted) => checks.find((check) => check.id === wanted));
  const extra = checks.filter((check) => failsWith[id]?.includes(check.id) === true);
  const failed = [...own, ...extra].filter((check) => check?.result === 'fail');
  if (failed.length > 0) {
    const findings = withoutRepeats(failed.flatMap((check) => check?.findings ?? []));
    const count = failed.reduce((sum, check) => sum + (check?.count ?? check?.findings?.length ?? 0), 0);
    const shown = findings.slice(0, mostFindings);
    const repeated = failed.flatMap((check) => check?.findings ?? []).length - findings.length;
    return {
      id,
      outcome: 'fail',
      reasons: [],
      findings: shown.map((finding) => withItem(finding, items)),
      more: Math.max(0, count - repeated - shown.length),
    };
  }
  if (own.every((check) => check?.result === 'pass'))
    return { id, outcome: 'pass', reasons: [], findings: [], more: 0 };
  const reasons = own.flatMap((check) => (check?.result === 'pass' ? [] : [check?.code ?? 'not-reached']));
  return { id, outcome: 'not-checked', reasons: [...new Set(reasons)], findings: [], more: 0 };
}

function withItem(finding: Finding, items: ReadonlyMap<string, ItemResult>): AnsweredFinding {
  const item = items.get(finding.file ?? '') ?? (finding.entry && items.get(entryKey(finding.entry)));
  return item === undefined ? finding : { ...finding, item };
}

function itemsByFile(items: readonly ItemResult[]): Map<string, ItemResult> {
  const found = new Map<string, ItemResult>();
  for (const item of items) {
    for (const { path } of item.files) found.set(path, item);
    found.set(entryKey(item.entry), item);
  }
  return found;
}

function entryKey({ log, index }: ItemResult['entry']): string {
  return `${log} ${index}`;
}

/** The same thing is often found by two checks. */
function withoutRepeats(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ code, file, other, entry }) => {
    const key = JSON.stringify([code, file, other, entry?.log, entry?.index]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** How many items have each standing; each item once, whatever its versions. */
export function countStandings(
  items: readonly ItemResult[],
): Readonly<Record<'signed' | 'from' | 'kept' | 'stated', number>> {
  const count = (standing: ItemResult['standing']) =>
    new Set(items.filter((item) => item.standing === standing).map(({ id }) => id)).size;
  return { signed: count('signed'), from: count('from'), kept: count('kept'), stated: count('stated') };
}

/** Items that came from somewhere, each once; what the learner states has no version. */
export function countItems(items: readonly ItemResult[]): number {
  return new Set(items.filter(({ version }) => version !== undefined).map(({ id }) => id)).size;
}
