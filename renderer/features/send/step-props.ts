import type { Choosing } from './export-choice.ts';

/** What each step works on. */
export interface StepProps {
  readonly choosing: Choosing;
  readonly onChange: (choosing: Choosing) => void;
  readonly onNext: () => void;
}
