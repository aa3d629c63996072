import { posix, win32 } from 'node:path';

import { mountOf } from './mounts.ts';
import type { PlaceProbe } from './unsafe-place.ts';

/** Where the system itself lies: what is there has no other mount point. */
const systemPoints: ReadonlySet<string> = new Set([
  '/',
  '/System/Volumes/Data',
  '/home',
  '/var',
  '/usr',
  '/tmp',
]);

/**
 * The way from the mount point or drive of a folder to it, by which it is found again when its disk is mounted somewhere else; undefined for a folder of
 * the system's own disk. Empty for the mount point itself.
 */
export function wayWithinVolume(folder: string, probe: PlaceProbe): string | undefined {
  if (probe.platform === 'win32') {
    const { root } = win32.parse(folder);
    const system = (probe.env.SystemDrive ?? 'C:').toLowerCase();
    if (root.toLowerCase().startsWith(system) || !/^[A-Z]:\\$/i.test(root)) return undefined;
    return win32.relative(root, folder);
  }
  const mount = mountOf(folder, probe.mounts());
  if (mount === undefined || systemPoints.has(mount.point)) return undefined;
  return posix.relative(mount.point, folder);
}

/** The same way from every other mount point or drive: where a disk may be now. They need not exist. */
export function sameWayElsewhere(within: string, probe: PlaceProbe): readonly string[] {
  if (probe.platform === 'win32') {
    const letters = Array.from('DEFGHIJKLMNOPQRSTUVWXYZAB');
    return letters.map((letter) => win32.join(`${letter}:\\`, within));
  }
  const points = probe.mounts().flatMap(({ point }) => (systemPoints.has(point) ? [] : [point]));
  return [...new Set(points)].map((point) => posix.join(point, within));
}
