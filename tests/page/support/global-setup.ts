import type { TestProject } from 'vitest/node';

import { buildVerifier } from '../../../electron/tooling/build-verifier.ts';
import { findBrowser, type BrowserName, type FoundBrowser } from './find-browsers.ts';

declare module 'vitest' {
  interface ProvidedContext {
    browsers: Readonly<Record<BrowserName, FoundBrowser>>;
  }
}

/** Once for a whole run: the browsers are found, and the page is built. */
export default async function setUp(project: TestProject): Promise<void> {
  const say = (sentence: string): void => console.log(sentence);
  const found = { chromium: await findBrowser('chromium', say), firefox: await findBrowser('firefox', say) };
  for (const [name, browser] of Object.entries(found))
    if ('unavailable' in browser) say(`The page's tests in ${name} are SKIPPED: ${browser.unavailable}`);
  project.provide('browsers', found);
  await buildVerifier();
}
