import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { installPackages } from '../../../electron/runtime/debian-packages.ts';
import { RuntimeUnavailable } from '../../../electron/runtime/runtime.ts';

/** A browser that can be started, or why there is none; nothing of the page's doing. */
export type FoundBrowser = { readonly program: string } | { readonly unavailable: string };

const browsers = {
  chromium: { names: ['chromium', 'chromium-browser', 'google-chrome'], package: 'chromium' },
  firefox: { names: ['firefox-esr', 'firefox'], package: 'firefox-esr' },
} as const;
export type BrowserName = keyof typeof browsers;

/** Finds a browser on the search path; one that is missing is installed where this is root on Debian. */
export async function findBrowser(
  browser: BrowserName,
  say: (sentence: string) => void,
): Promise<FoundBrowser> {
  const { names, package: name } = browsers[browser];
  const find = (): string | undefined => names.map(placeOf).find((place) => place !== undefined);
  const found = find();
  if (found !== undefined) return { program: found };
  try {
    await installPackages('The verifier page', [browser], [name], say);
  } catch (error) {
    if (!(error instanceof RuntimeUnavailable)) throw error;
    return { unavailable: error.message };
  }
  const installed = find();
  return installed === undefined ? { unavailable: `There is no ${browser} here.` } : { program: installed };
}

/** Where on the search path a program of this name lies. */
function placeOf(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((place) => existsSync(place));
}
