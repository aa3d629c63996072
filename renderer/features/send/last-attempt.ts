import type { ExportChoice } from './export-choice.ts';

/** What was last asked for, so that a file in its way can be replaced without choosing all over again. */
export interface Attempt {
  readonly choice: ExportChoice;
  /** Grant of the file to make. */
  readonly to: string;
}

let last: Attempt | undefined;

export function rememberAttempt(attempt: Attempt): void {
  last = attempt;
}

/** Undefined after the page was replaced. */
export function lastAttempt(): Attempt | undefined {
  return last;
}
