import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { ProgramFailed, run } from './run.ts';
import type { Runtime } from './runtime.ts';

const packageFolder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));

/** Gives the Electron that the package `electron` has downloaded, if it has. */
export function findOfficial(folder = packageFolder): Runtime | undefined {
  const pathFile = join(folder, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const distribution = join(folder, 'dist');
  const binary = join(distribution, readFileSync(pathFile, 'utf8'));
  return existsSync(binary) ? { kind: 'official', folder: distribution, binary } : undefined;
}

/**
 * Has the package `electron` download its binary, which it checks against digests of its own. Gives undefined if the place
 * where they lie does not answer within five seconds.
 */
export async function downloadOfficial(): Promise<Runtime | undefined> {
  if (!(await answers())) return undefined;
  try {
    await run(process.execPath, [join(packageFolder, 'install.js')], { limit: 15 * 60_000 });
  } catch (error) {
    if (error instanceof ProgramFailed) return undefined;
    throw error;
  }
  return findOfficial();
}

/** Whether a download can begin at all: without a network it would wait long, or for ever behind some walls. */
async function answers(): Promise<boolean> {
  const place = process.env.ELECTRON_MIRROR ?? 'https://github.com/electron/electron/releases';
  try {
    await fetch(place, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(5000) });
    return true;
  } catch {
    return false;
  }
}
