import { afterAll } from 'vitest';

import { PracticeLearner } from './practice-learner.ts';

/** Gives a test a learner at a practice provider of their own; the providers are closed after the last test of the file. */
export function practiceLearners(): () => Promise<PracticeLearner> {
  const learners: PracticeLearner[] = [];
  afterAll(async () => {
    for (const { provider } of learners) await provider.close();
  });
  return async () => {
    const learner = await PracticeLearner.start();
    learners.push(learner);
    return learner;
  };
}
