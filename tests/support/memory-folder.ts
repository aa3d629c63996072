import { accessSync, constants, mkdirSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs';
import { freemem, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pid } from 'node:process';

const memory = '/dev/shm';
const prefix = 'evidence-vault-tests-';

/** Where processes of a run find the ordinary temporary folder, which lies on a disk. Where somebody set it, all temporary files lie there. */
const diskVariable = 'EVIDENCE_VAULT_TEST_DISK';

/**
 * Lets temporary files of this process, and of those that it starts, lie in memory where the system offers that: what a disk would forget is simulated by
 * tests that ask for it, so waiting for a real one proves nothing. What is about a real disk says `useDisk`. The folder is taken
 * away at the end, and those of runs that were killed at the beginning of the next.
 *
 * @param least bytes that must be free there, and as memory
 * @returns the folder, where this call chose it
 */
export function useMemoryFolder(least: number): string | undefined {
  if (process.platform !== 'linux') return undefined;
  const disk = process.env[diskVariable];
  if (disk !== undefined) {
    // Set by somebody, or by the process that chose for this one.
    if (!tmpdir().startsWith(join(memory, prefix))) process.env.TMPDIR = disk;
    return undefined;
  }
  if (!offersRoom(least)) return undefined;
  process.env[diskVariable] = tmpdir();
  removeLeft();
  const folder = join(memory, `${prefix}${String(pid)}`);
  mkdirSync(folder, { recursive: true });
  process.env.TMPDIR = folder;
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true });
  });
  return folder;
}

/** Lets temporary files of this test file lie on a disk, whatever `useMemoryFolder` chose for the run. */
export function useDisk(): void {
  process.env.TMPDIR = process.env[diskVariable] ?? tmpdir();
}

/** Where programs may not be run, those that tests lay out cannot be tried. */
function offersRoom(least: number): boolean {
  try {
    accessSync(memory, constants.W_OK);
    const { bavail, bsize } = statfsSync(memory);
    const mount = readFileSync('/proc/self/mounts', 'utf8')
      .split('\n')
      .map((line) => line.split(' '))
      .find(([, point]) => point === memory);
    const options = mount?.[3]?.split(',') ?? [];
    return mount !== undefined && !options.includes('noexec') && Math.min(bavail * bsize, freemem()) >= least;
  } catch {
    return false;
  }
}

function removeLeft(): void {
  for (const name of readdirSync(memory)) {
    const owner = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : pid;
    if (owner !== pid && !isAlive(owner)) rmSync(join(memory, name), { recursive: true, force: true });
  }
}

function isAlive(owner: number): boolean {
  try {
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
