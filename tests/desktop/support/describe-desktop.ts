import { afterEach, describe, inject } from 'vitest';

import { openApps } from './launch-app.ts';
import type { Stage } from './stage.ts';
import { tellWhatShows } from './tell-what-shows.ts';

/**
 * Tests that need the real app. Where no runtime or display can be had they are skipped, and their name says why.
 */
export function describeDesktop(name: string, tests: (stage: Stage) => void): void {
  const stage = inject('stage');
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
        if (task.result?.state === 'fail') await tellWhatShows(task.name, openApps);
      });
      tests(stage);
    });
  }
}
