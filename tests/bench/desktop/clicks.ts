import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';

import type { Page } from 'playwright-core';

import { launchApp, makeHome, type RunningApp } from '../../desktop/support/launch-app.ts';
import type { Stage } from '../../desktop/support/stage.ts';
import type { Arena } from '../arena.ts';
import { median } from '../timing.ts';

/** What a click may take while much is taken in, in clicks of an idle app. */
const goals = { median: 3, slowest: 6 };
const idleClicks = 200;

/**
 * How soon a click on a place in the rail is answered (the other screen, with what it asks of the engine, is on the screen), while one
 * file of `bytes` is being taken in, against the same app with nothing to do. Both in one run, in one window.
 */
export async function benchClicks(stage: Stage, arena: Arena, bytes: number): Promise<void> {
  const home = await makeHome();
  const large = join(home, 'large.bin');
  try {
    await arena.vaultAt(join(home, 'vault'), join(home, 'state'), ['init']);
    await makeLargeFile(large, bytes);
    const running = await launchApp(stage, { home });
    try {
      await unlock(running.page, arena.passphrase);
      const idle = await click(running.page, idleClicks, false);
      await dropFile(running, large);
      await running.page.locator('.task-strip').waitFor({ timeout: 60_000 });
      const busy = await click(running.page, 5000, true);
      if (busy.length < 50) {
        arena.report.skip(
          'clicks while much is taken in',
          `only ${String(busy.length)} fitted in: take more bytes`,
        );
        return;
      }
      const what = `a click while ${(bytes / 1e9).toFixed(1)} GB are taken in`;
      arena.report.time(`${what}, median`, 'idle', median(busy), median(idle), goals.median);
      arena.report.time(
        `${what}, 99th percentile`,
        'idle, median',
        slowest(busy),
        median(idle),
        goals.slowest,
      );
    } finally {
      await running.close();
    }
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}

async function unlock(page: Page, passphrase: string): Promise<void> {
  await page.locator('input[type=password]').fill(passphrase);
  await page.keyboard.press('Enter');
  await page.waitForURL(/#\/home/u, { timeout: 60_000 });
  // Opening turns the page once more and begins a first look round; what is measured comes after.
  await page.waitForTimeout(4000);
  await page.locator('nav a[href="#/evidence"]').waitFor();
}

/**
 * Clicks to and fro between two places, and waits each time until the other's heading is there and nothing says that it loads.
 * @param whileBusy stops as soon as nothing is under way any more
 * @returns milliseconds of each click
 */
function click(page: Page, count: number, whileBusy: boolean): Promise<number[]> {
  return page.evaluate(
    async ([times, busyOnly]) => {
      const frame = () =>
        new Promise((resolve) => {
          requestAnimationFrame(resolve);
        });
      const took: number[] = [];
      for (let at = 0; at < times; at += 1) {
        if (busyOnly && document.querySelector('.task-strip') === null) break;
        const place = at % 2 === 0 ? 'evidence' : 'home';
        const link = document.querySelector<HTMLElement>(`nav a[href="#/${place}"]`);
        const before = document.querySelector('h1')?.textContent;
        const started = performance.now();
        link?.click();
        for (;;) {
          await frame();
          const heading = document.querySelector('h1')?.textContent;
          const here = location.hash.startsWith(`#/${place}`) && heading !== undefined && heading !== before;
          if (here && document.querySelector('main .loading') === null) break;
          if (performance.now() - started > 20_000)
            throw new Error(
              `no answer at ${place}: ${location.hash}, ${heading ?? 'no heading'} after ${before ?? 'none'}, ${document.querySelector('main .loading')?.textContent ?? 'not loading'}`,
            );
        }
        took.push(performance.now() - started);
        // Chromium ignores a page that goes to more than 200 places in ten seconds.
        await new Promise((resolve) => {
          setTimeout(resolve, 60);
        });
      }
      return took;
    },
    [count, whileBusy] as const,
  );
}

/** Drops a file as the system does: main hears its path, the page a grant. */
async function dropFile(running: RunningApp, path: string): Promise<void> {
  await running.app.evaluate(({ BrowserWindow, ipcMain }, dropped) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents === undefined) throw new Error('no window');
    ipcMain.emit('evidence-vault-drop', { sender: contents, senderFrame: contents.mainFrame }, [dropped]);
  }, path);
}

function slowest(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))] ?? Number.NaN;
}

/** Bytes that differ from block to block, so that nothing on the way can make them fewer. */
async function makeLargeFile(path: string, bytes: number): Promise<void> {
  const block = crypto.getRandomValues(new Uint8Array(65_536));
  const megabyte = Buffer.concat(Array.from({ length: 16 }, () => block));
  const file = await open(path, 'w');
  try {
    for (let written = 0; written < bytes; written += megabyte.length) {
      megabyte.writeDoubleLE(written, 0);
      await file.write(megabyte, 0, Math.min(megabyte.length, bytes - written));
    }
    await file.sync();
  } finally {
    await file.close();
  }
}
