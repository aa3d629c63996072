import type { Disk } from './disk.ts';
import { pathOfPlace, placeOfRealPath, type DiskPlace } from './disk-place.ts';
import type { Exclusions } from './exclusions.ts';
import type { Look } from './look.ts';
import { readingProblem } from './reading-problem.ts';

/** True if a place, or a folder that it lies in, is an excluded folder. */
export async function isInsideExcluded(
  disk: Disk,
  place: DiskPlace,
  exclusions: Exclusions,
): Promise<boolean> {
  const separator = process.platform === 'win32' ? '\\' : '/';
  for (let path = pathOfPlace(place); path.length > 0;) {
    const look = await findLook(disk, path);
    if (look === undefined) return false;
    if (look.kind === 'folder' && exclusions.isExcludedFolder(look)) return true;
    const at = path.lastIndexOf(separator);
    if (at <= 0) return false;
    path = path.subarray(0, at);
  }
  return false;
}

/** Undefined where the system does not let us look, as at the drive letter or the server at the beginning of a path. */
async function findLook(disk: Disk, path: Buffer): Promise<Look | undefined> {
  try {
    return await disk.look(placeOfRealPath(path));
  } catch (thrown) {
    readingProblem(thrown);
    return undefined;
  }
}
