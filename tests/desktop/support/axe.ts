import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

/** One rule that a page breaks: its name, what it says, and where. */
export interface Violation {
  readonly rule: string;
  readonly says: string;
  readonly places: readonly string[];
}

let source: string | undefined;

/**
 * Judges what a page shows now by axe-core's rules for WCAG 2.2 A and AA. The tool is evaluated from outside, as a debugger
 * does, so the page's policy stays as it is.
 */
export async function findViolations(page: Page): Promise<readonly Violation[]> {
  await settled(page);
  source ??= await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(`if (!('axe' in window)) { ${source} }; undefined`);
  const results = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(where: Document, options: object): Promise<AxeResults> };
    };
    return axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
      resultTypes: ['violations'],
    });
  });
  return results.violations.map((violation) => ({
    rule: violation.id,
    says: violation.help,
    places: violation.nodes.map((node) => `${node.target.join(' ')}: ${node.failureSummary ?? ''}`),
  }));
}

/**
 * What a busy button said aloud stands in react-aria's live region for seven seconds and names the button by its id, even if the
 * button is gone by then. Waits until that is over.
 */
async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      [...document.querySelectorAll('[data-live-announcer] [role="img"]')].every(
        (said) => document.getElementById(said.getAttribute('aria-labelledby') ?? '') !== null,
      ),
    undefined,
    { timeout: 15_000 },
  );
}
