import type { AppState } from '../../src/contract/app-state.ts';

/** Places that need no open vault: making, finding, opening or bringing back one, verifying a bundle, and this computer's settings. */
const outside = new Set([
  'welcome',
  'new',
  'open',
  'recover',
  'restore',
  'restore/server',
  'verify',
  'settings',
  'unlock',
]);
/** Doors that an open vault has no use for. */
const closedDoors = new Set(['welcome', 'unlock', 'covered', '']);

/**
 * Where somebody who wants to be at `path` (`settings/passphrase`) may be, as things stand.
 * No vault, or one that is half brought back: welcome. Locked: unlock. Covered: covered. Open: everything but those doors, and the one that makes a vault stays
 * open until its recovery key was shown.
 */
export function admitted(state: Pick<AppState, 'engine' | 'vault'>, path: string): string {
  if (path === 'ui' || path === 'portal') return path;
  if (state.engine === 'covered') return 'covered';
  if (state.engine === 'open') return closedDoors.has(path) ? 'home' : path;
  const nothingToUnlock = state.vault === 'none' || state.vault === 'half';
  if (outside.has(path) && !(path === 'unlock' && nothingToUnlock)) return path;
  return nothingToUnlock ? 'welcome' : 'unlock';
}
