import type { Page } from 'playwright-core';

import { installPackages, isOnPath } from '../../../electron/runtime/debian-packages.ts';
import { run } from '../../../electron/runtime/run.ts';
import { RuntimeUnavailable } from '../../../electron/runtime/runtime.ts';
import { focusedName } from './keyboard.ts';

/** A keyboard whose keys go to whatever has the system's focus, as a person's do; Playwright's go straight to one page. */
export interface SystemKeyboard {
  /** Gives the window of the app with this process the focus, as a window manager would. */
  focus(pid: number): Promise<void>;
  /** One key or chord by its X name: `Tab`, `Return`, `F6`, `ctrl+l`. */
  press(key: string): Promise<void>;
  type(text: string): Promise<void>;
  /** Presses Tab until what has the focus in this page is called so. Throws if forty presses do not lead there. */
  pressUntil(page: Page, name: string): Promise<void>;
}

/** Makes sure of xdotool. @returns why there is no such keyboard here, undefined where there is */
export async function ensureSystemKeyboard(say: (sentence: string) => void): Promise<string | undefined> {
  if (process.platform !== 'linux') return 'keys of the system can be pressed by a test only under X11';
  if (isOnPath('xdotool')) return undefined;
  try {
    await installPackages('A keyboard of the system', ['xdotool'], ['xdotool'], say);
    return undefined;
  } catch (error) {
    if (!(error instanceof RuntimeUnavailable)) throw error;
    return error.message;
  }
}

/** Xdotool on this display. */
export function systemKeyboard(display: string): SystemKeyboard {
  const xdotool = async (...parameters: string[]): Promise<string> =>
    run('xdotool', parameters, { env: { DISPLAY: display }, limit: 30_000 });
  const press = async (key: string): Promise<void> => {
    await xdotool('key', key);
  };
  return {
    focus: async (pid) => {
      const found = await xdotool('search', '--sync', '--onlyvisible', '--pid', String(pid));
      for (const window of found.trim().split('\n')) await xdotool('windowfocus', '--sync', window);
    },
    press,
    type: async (text) => {
      await xdotool('type', '--delay', '15', text);
    },
    pressUntil: async (page, name) => {
      const met: string[] = [];
      for (let presses = 0; presses < 40; presses += 1) {
        const before = await focusedName(page);
        await press('Tab');
        // The key goes by way of the display, so the page hears of it a moment later.
        for (let waits = 0; waits < 20 && (await focusedName(page)) === before; waits += 1)
          await page.waitForTimeout(25);
        const called = await focusedName(page);
        if (called === name) return;
        met.push(called.slice(0, 40));
      }
      throw new Error(`Tab never came to ${name}, but to: ${met.join(' | ')}`);
    },
  };
}
