import { describe, inject } from 'vitest';

import type { Stage } from './stage.ts';

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
      tests(stage);
    });
  }
}
