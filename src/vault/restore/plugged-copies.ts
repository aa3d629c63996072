import { posix, win32 } from 'node:path';

import { VaultError } from '../../base/errors.ts';
import { systemProbe } from '../../store/place/system-probe.ts';
import { sameWayElsewhere } from '../../store/place/other-volumes.ts';
import type { PlaceProbe } from '../../store/place/unsafe-place.ts';
import { copiesIn, type CopyPlace } from './copies-in.ts';

/** Where systems mount what is plugged in; elsewhere on Linux lie the system's own file systems. */
const plugged = /^\/(?:media|run\/media|mnt|Volumes)(?:\/|$)/u;
/** Folders of a stick that are looked into. */
const mostFolders = 200;

/**
 * Folders on sticks and disks that are plugged in and hold second copies: at their top, or in a folder there. What cannot be read holds none.
 * Nothing else of them is looked at.
 * @param mounts where sticks are mounted; on Windows any drive but that of the system is looked at
 */
export async function pluggedCopies(
  probe: PlaceProbe = systemProbe,
  mounts: RegExp = plugged,
): Promise<readonly CopyPlace[]> {
  const found: CopyPlace[] = [];
  const path = probe.platform === 'win32' ? win32 : posix;
  for (const top of sameWayElsewhere('', probe)) {
    if (probe.platform !== 'win32' && !mounts.test(top)) continue;
    const folders = probe.namesIn(top).filter((name) => !/^(?:[.]|evidence-vault-copy-)/u.test(name));
    for (const folder of [top, ...folders.slice(0, mostFolders).map((name) => path.join(top, name))])
      if (await holdsCopies(folder)) found.push({ type: 'folder', path: folder });
  }
  return found;
}

async function holdsCopies(path: string): Promise<boolean> {
  try {
    return (await copiesIn([{ type: 'folder', path }])).length > 0;
  } catch (error) {
    if (error instanceof VaultError) return false;
    throw error;
  }
}
