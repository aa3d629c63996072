import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { env, platform } from 'node:process';

import { systemCode } from '../durable/system-errors.ts';
import { parseMacMounts, parseMountInfo, type Mount } from './mounts.ts';
import type { PlaceProbe } from './unsafe-place.ts';

/** The computer we run on. */
export const systemProbe: PlaceProbe = {
  platform,
  env,
  home: homedir(),
  realPath,
  namesIn: (folder) => unlessRefused(() => readdirSync(folder)) ?? [],
  exists: existsSync,
  mounts,
};

/** Resolves what exists of a path and puts the rest behind it. */
function realPath(path: string): string {
  const found = unlessRefused(() => realpathSync.native(path));
  if (found !== undefined) return found;
  const parent = dirname(path);
  return parent === path ? path : join(realPath(parent), basename(path));
}

function mounts(): readonly Mount[] {
  if (platform === 'linux')
    return parseMountInfo(unlessRefused(() => readFileSync('/proc/self/mountinfo', 'utf8')) ?? '');
  if (platform === 'darwin')
    return parseMacMounts(unlessRefused(() => execFileSync('/sbin/mount', { encoding: 'utf8' })) ?? '');
  return [];
}

/** What cannot be looked at tells nothing, and is no reason to refuse a place. */
function unlessRefused<Result>(call: () => Result): Result | undefined {
  try {
    return call();
  } catch (error) {
    if (systemCode(error) !== undefined) return undefined;
    throw error;
  }
}
