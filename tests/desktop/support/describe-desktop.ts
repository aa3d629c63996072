import { afterEach, describe, inject } from 'vitest';

import { openApps } from './launch-app.ts';
import type { NoStage, Stage } from './stage.ts';
import { tellWhatShows } from './tell-what-shows.ts';
import { useDisk } from '../../support/memory-folder.ts';

// An app waits little for its disk, and finds the one that a learner has.
useDisk();

/**
 * Tests that need the real app. Where no runtime or display can be had they are skipped, and their name says why.
 */
export function describeDesktop(name: string, tests: (stage: Stage) => void): void {
  const stage = stageOfWorker();
  if ('unavailable' in stage) {
    describe.skip(`${name} (SKIPPED: ${stage.unavailable})`, () => {
      tests({
        binary: '',
        runtimeFolder: '',
        runtimeKind: 'fallback',
        folder: '',
        display: undefined,
        noSystemKeyboard: stage.unavailable,
      });
    });
  } else {
    describe(name, () => {
      afterEach(async ({ task }) => {
        // With the error itself, which is told last of all.
        const [error] = task.result?.errors ?? [];
        if (error !== undefined) error.message += `\n${await tellWhatShows(openApps)}`;
      });
      tests(stage);
    });
  }
}

/** Each worker, numbered from 1, has one. */
function stageOfWorker(): Stage | NoStage {
  const stages = inject('stages');
  if ('unavailable' in stages) return stages;
  const worker = process.env.VITEST_POOL_ID ?? '';
  const stage = stages.stages[Number(worker) - 1];
  if (stage === undefined) throw new Error(`There is no stage for worker "${worker}".`);
  return stage;
}
