import type { AppState } from '../../src/contract/app-state.ts';

/** Places that need no open vault: making, finding or opening one, verifying a bundle, and this computer's settings. */
const outside = new Set(['welcome', 'new', 'open', 'recover', 'verify', 'settings', 'unlock']);
/** Doors that an open vault has no use for. */
const closedDoors = new Set(['welcome', 'unlock', 'covered', '']);

/**
 * Where somebody who wants to be at `path` (`settings/passphrase`) may be, as things stand.
 * No vault: welcome. Locked: unlock. Covered: covered. Open: everything but those doors, and the one that makes a vault stays
 * open until its recovery key was shown.
 */
export function admitted(state: Pick<AppState, 'engine' | 'vault'>, path: string): string {
  if (path === 'ui' || path === 'portal') return path;
  if (state.engine === 'covered') return 'covered';
  if (state.engine === 'open') return closedDoors.has(path) ? 'home' : path;
  if (outside.has(path) && !(path === 'unlock' && state.vault === 'none')) return path;
  return state.vault === 'none' ? 'welcome' : 'unlock';
}
