import { isAbsolute, join } from 'node:path';

/** What is asked of a computer to find the user's own data. */
export interface UserPlaces {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly homeFolder: string;
  readonly platform: string;
}

/**
 * Where the vault lies if nobody says: below the folder that this system keeps for a program's data. The vault has a folder of
 * its own there, so that other files of the app never look like strangers in it.
 */
export function defaultVaultFolder(places: UserPlaces): string {
  return join(userDataFolder(places), 'vault');
}

function userDataFolder({ env, homeFolder, platform }: UserPlaces): string {
  if (platform === 'darwin') return join(homeFolder, 'Library', 'Application Support', 'Evidence Vault');
  if (platform === 'win32')
    return join(env.APPDATA ?? join(homeFolder, 'AppData', 'Roaming'), 'Evidence Vault');
  const data = env.XDG_DATA_HOME;
  // XDG Base Directory Specification: a relative path is to be ignored.
  const folder = data !== undefined && isAbsolute(data) ? data : join(homeFolder, '.local', 'share');
  return join(folder, 'evidence-vault');
}
