import type { AppState } from '../../src/contract/app-state.ts';

/** Places without a vault's contents: making, finding or opening one, and verifying a bundle. */
const outside = new Set(['welcome', 'new', 'open', 'recover', 'verify', 'settings', 'unlock']);
/** Doors that an open vault has no use for. */
const closedDoors = new Set(['welcome', 'unlock', 'covered', '']);

/**
 * Where somebody who wants to be at `place` (the first part of the path) may be, as things stand.
 * No vault: welcome. Locked: unlock. Covered: covered. Open: everything but those doors.
 */
export function admitted(state: Pick<AppState, 'engine' | 'vault'>, place: string): string {
  if (place === 'ui' || place === 'portal') return place;
  if (state.engine === 'covered') return 'covered';
  if (state.engine === 'open') return closedDoors.has(place) ? 'home' : place;
  if (outside.has(place) && !(place === 'unlock' && state.vault === 'none')) return place;
  return state.vault === 'none' ? 'welcome' : 'unlock';
}
