import type { CanvasAttempt, CanvasSubmission } from './answers.ts';

/** An attempt with Canvas's number of it, from 1. */
export interface NumberedAttempt {
  readonly number: number;
  readonly attempt: CanvasAttempt;
}

/**
 * All attempts that a submission names, by Canvas's own numbers. Its history holds a row for each; the last attempt stands in the
 * submission itself too, and what that says is newer. Rows without a number are marks of something that was never handed in.
 */
export function readAttempts(submission: CanvasSubmission): NumberedAttempt[] {
  const attempts = new Map<number, CanvasAttempt>();
  for (const row of submission.submission_history ?? []) {
    const number = row?.attempt;
    if (row !== null && typeof number === 'number' && number > 0)
      attempts.set(number, merge(attempts.get(number), row));
  }
  const last = submission.attempt;
  if (typeof last === 'number' && last > 0) attempts.set(last, merge(attempts.get(last), submission));
  return [...attempts]
    .sort(([one], [other]) => one - other)
    .map(([number, attempt]) => ({ number, attempt }));
}

/** What the newer row says, and from the older one what the newer one does not mention. */
function merge(older: CanvasAttempt | undefined, newer: CanvasAttempt): CanvasAttempt {
  if (older === undefined) return newer;
  const said = Object.entries(newer).filter(([, value]) => value !== undefined);
  return { ...older, ...Object.fromEntries(said) };
}
