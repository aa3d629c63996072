import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

import { findViolations } from './axe.ts';
import type { RunningApp } from './launch-app.ts';

/** Pixels by which a page is wider than its window. */
const overflow = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/**
 * Pictures of a screen in both themes, narrow and twice as large; no rule of axe broken, and nothing wider than the window.
 * @param part brought to the top before each picture, on a screen that is longer than the window
 */
export async function lookEverywhere(
  running: RunningApp,
  page: Page,
  screen: string,
  part?: Locator,
): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await running.show({ theme, zoom: 1, width: 1100 });
    await bringUp(part);
    await running.shot(screen);
    expect(await findViolations(page), `${screen}, ${theme}`).toEqual([]);
  }
  await lookNarrow(running, page, screen, part);
  await running.show({ theme: 'light', zoom: 2, width: 1100 });
  await bringUp(part);
  await running.shot(screen);
  expect(await overflow(page), `${screen} at 200 %`).toBeLessThanOrEqual(0);
  await running.show({ theme: 'light', zoom: 1, width: 1100 });
}

/** The same at 320 pixels alone; the window is wide again afterwards. */
export async function lookNarrow(
  running: RunningApp,
  page: Page,
  screen: string,
  part?: Locator,
): Promise<void> {
  await running.show({ theme: 'light', zoom: 1, width: 320 });
  await bringUp(part);
  await running.shot(screen);
  expect(await overflow(page), `${screen} at 320 pixels`).toBeLessThanOrEqual(0);
  await running.show({ theme: 'light', zoom: 1, width: 1100 });
}

async function bringUp(part: Locator | undefined): Promise<void> {
  await part?.evaluate((element) => {
    element.scrollIntoView({ block: 'start' });
  });
}
