import type { Clock } from '../../../../src/base/clock.ts';
import { nodeDisk, type Disk } from '../../../../src/sources/disk/disk.ts';
import {
  createFolderSource,
  type FolderSourceOptions,
} from '../../../../src/sources/folder/folder-source.ts';
import type { Source } from '../../../../src/sources/source.ts';

/** A day after everything that a test writes: nothing counts as written just now. */
export const tomorrow: Clock = { now: () => new Date(Date.now() + 86_400_000) };

/** A watched folder as tests want it: nothing is recent, and nobody waits. */
export function watched(path: string, options: Partial<FolderSourceOptions> = {}): Source {
  const wait = async (): Promise<void> => undefined;
  return createFolderSource({ app: 'evidence-vault/test', clock: tomorrow, wait, path, ...options });
}

/** This computer's disk with some calls of a test's own. */
export function diskWith(calls: Partial<Disk>): Disk {
  return { ...nodeDisk, ...calls };
}

/** An error as the system gives it. */
export function systemError(code: string): Error {
  return Object.assign(new Error(code), { code, syscall: 'test' });
}
