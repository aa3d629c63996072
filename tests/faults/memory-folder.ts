import { accessSync, constants, statfsSync } from 'node:fs';

const folder = '/dev/shm';
const least = 512 * 1024 * 1024;

/**
 * Lets temporary files of this process lie in memory where the system offers that: what a disk would forget is simulated, so waiting for a
 * real one proves nothing and takes most of the time.
 */
export function useMemoryFolder(): void {
  try {
    accessSync(folder, constants.W_OK);
    const { bavail, bsize } = statfsSync(folder);
    if (bavail * bsize >= least) process.env.TMPDIR = folder;
  } catch {
    // Another system: its ordinary temporary folder serves.
  }
}
