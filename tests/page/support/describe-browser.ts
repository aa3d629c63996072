import { describe, inject } from 'vitest';

import type { BrowserName } from './find-browsers.ts';

/** Tests that need a real browser. Where none can be had they are skipped, and their name says why. */
export function describeBrowser(browser: BrowserName, name: string, tests: (program: string) => void): void {
  const found = inject('browsers')[browser];
  if ('unavailable' in found) describe.skip(`${name} (SKIPPED: ${found.unavailable})`, () => tests(''));
  else describe(name, () => tests(found.program));
}
