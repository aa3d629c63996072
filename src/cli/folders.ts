import { isAbsolute } from 'node:path';
import type { Surroundings } from './surroundings.ts';

/**
 * The folder from which the person called. npm runs scripts in the package's own folder and tells the caller's in INIT_CWD;
 * anywhere else INIT_CWD may be left over from another script and means nothing.
 *
 * @param workingFolder where this process runs
 * @param packageFolder where our package.json lies
 */
export function findCallerFolder(
  env: Surroundings['env'],
  workingFolder: string,
  packageFolder: string,
): string {
  const initial = env.INIT_CWD;
  const isOurScript = env.npm_lifecycle_event !== undefined && workingFolder === packageFolder;
  return isOurScript && initial !== undefined && isAbsolute(initial) ? initial : workingFolder;
}
