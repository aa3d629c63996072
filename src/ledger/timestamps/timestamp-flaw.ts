import type { TimestampProblem } from './timestamp-problem.ts';

/** Thrown inside this folder only: the door functions turn it into a verdict or into a VaultError. */
export class TimestampFlaw extends Error {
  override readonly name = 'TimestampFlaw';
  readonly problem: TimestampProblem;

  constructor(problem: TimestampProblem, cause?: unknown) {
    super(problem, cause === undefined ? undefined : { cause });
    this.problem = problem;
  }
}
