import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from 'playwright-core';

import { buildApp } from '../../../electron/tooling/build-app.ts';
import { inCheckout } from '../../../electron/tooling/places.ts';
import { launchApp, makeHome } from '../../desktop/support/launch-app.ts';
import type { Stage } from '../../desktop/support/stage.ts';
import type { Arena } from '../arena.ts';
import { median } from '../timing.ts';

/** Slow frames of the long list in slow frames of the short one. */
const goal = 2;
const lengths = { short: 100, long: 100_000 };
/** Frames looked at in each round, and pixels scrolled in each: about two rows a frame, as a hand on a wheel does at its fastest. */
const frames = 900;
const pixels = 150;

/**
 * Slow frames while the evidence list of 100,000 items is scrolled, against a list of 100 in the same run and in turn. A frame is slow if it
 * took half as long again as the short list's usual one. One is added to both counts, since a list without slow frames has no ratio.
 */
export async function benchScrolling(stage: Stage, arena: Arena): Promise<void> {
  const homes: Record<keyof typeof lengths, string> = { short: await makeHome(), long: await makeHome() };
  try {
    // Built as it is packaged.
    const folder = await buildApp({
      build: 'test',
      folder: inCheckout('dist', 'bench-app'),
      compilesEngine: true,
    });
    for (const name of ['short', 'long'] as const) {
      const { stdout } = await arena.worker([
        'fill',
        join(homes[name], 'vault'),
        join(homes[name], 'state'),
        String(lengths[name]),
      ]);
      if (stdout === '') throw new Error(`the ${name} vault was not made`);
    }
    const took: Record<keyof typeof lengths, (readonly number[])[]> = { short: [], long: [] };
    for (let round = 0; round < arena.rounds; round += 1)
      for (const name of round % 2 === 0 ? (['short', 'long'] as const) : (['long', 'short'] as const))
        took[name].push(await scrollOnce({ ...stage, folder }, homes[name], lengths[name], arena.passphrase));
    const slow = 1.5 * median(took.short.flat());
    const slowFrames = (name: keyof typeof lengths): number =>
      1 + took[name].flat().filter((milliseconds) => milliseconds > slow).length;
    const what = `slow frames of ${String(frames * arena.rounds)} while scrolling 100,000 items`;
    process.stderr.write(
      `slow frames: ${String(slowFrames('long') - 1)} of the long list, ${String(slowFrames('short') - 1)} of the short one; usual frames ${median(took.long.flat()).toFixed(1)} and ${median(took.short.flat()).toFixed(1)} ms\n`,
    );
    arena.report.time(what, '100 items', slowFrames('long'), slowFrames('short'), goal);
  } finally {
    for (const home of Object.values(homes)) await rm(home, { recursive: true, force: true });
  }
}

/** Opens the vault, scrolls through its list, and gives the milliseconds between frames. */
async function scrollOnce(
  stage: Stage,
  home: string,
  items: number,
  passphrase: string,
): Promise<readonly number[]> {
  const running = await launchApp(stage, { home });
  try {
    const { page } = running;
    await page.locator('input[type=password]').fill(passphrase);
    await page.keyboard.press('Enter');
    await page.waitForURL(/#\/home/u, { timeout: 60_000 });
    // Opening begins a first look round; what is measured comes after.
    await page.waitForTimeout(4000);
    await running.goTo('/evidence');
    await page
      .getByText(`${items.toLocaleString('en-GB')} items`, { exact: true })
      .waitFor({ timeout: 60_000 });
    await page.locator('.evidence-link').first().waitFor();
    await page.waitForTimeout(1000);
    return await scroll(page);
  } finally {
    await running.close();
  }
}

/** Down to the end and up again, so much each frame, until all frames were seen. */
function scroll(page: Page): Promise<readonly number[]> {
  return page.evaluate(
    ([count, step]) =>
      new Promise<number[]>((resolve) => {
        const took: number[] = [];
        let before = 0;
        let way: number = step;
        const next = (now: number): void => {
          if (before > 0) took.push(now - before);
          before = now;
          if (took.length >= count) {
            resolve(took);
            return;
          }
          const end = document.documentElement.scrollHeight - window.innerHeight;
          if (window.scrollY + way > end || window.scrollY + way < 0) way = -way;
          window.scrollBy(0, way);
          requestAnimationFrame(next);
        };
        requestAnimationFrame(next);
      }),
    [frames, pixels] as const,
  );
}
