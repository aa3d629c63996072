import { isAbsolute, join } from 'node:path';
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

/**
 * Where the vault lies if nobody says: below the folder that this system keeps for a program's data. The vault has a folder of
 * its own there, so that other files of the app never look like strangers in it.
 */
export function defaultVaultFolder(
  surroundings: Pick<Surroundings, 'env' | 'homeFolder' | 'platform'>,
): string {
  return join(userDataFolder(surroundings), 'vault');
}

function userDataFolder({
  env,
  homeFolder,
  platform,
}: Pick<Surroundings, 'env' | 'homeFolder' | 'platform'>): string {
  if (platform === 'darwin') return join(homeFolder, 'Library', 'Application Support', 'Evidence Vault');
  if (platform === 'win32')
    return join(env.APPDATA ?? join(homeFolder, 'AppData', 'Roaming'), 'Evidence Vault');
  const data = env.XDG_DATA_HOME;
  // XDG Base Directory Specification: a relative path is to be ignored.
  const folder = data !== undefined && isAbsolute(data) ? data : join(homeFolder, '.local', 'share');
  return join(folder, 'evidence-vault');
}
