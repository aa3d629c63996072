import { createFilesSource } from '../sources/files/files-source.ts';
import { addedByYou, handAddedSource } from './hand-added-source.ts';
import { pullSource, type PullOptions, type SyncReport } from './sync.ts';
import type { WritableVault } from './vault-context.ts';

/**
 * Keeps files and folders that the learner chose, also what they erased before: choosing it anew is their word. What was added before and has not changed is not read again.
 * @param paths absolute paths
 * Throws `input.path-missing` if one of them is not there (nothing is kept then), `storage.*`, `internal.cancelled`.
 */
export async function addFiles(
  vault: WritableVault,
  paths: readonly string[],
  options: PullOptions,
): Promise<SyncReport> {
  const { app, clock, timeZone } = vault;
  const source = createFilesSource({ paths, app, clock, timeZone, exclude: [vault.dir] });
  await source.probe(options.signal);
  return pullSource(vault, await handAddedSource(vault, addedByYou), source, {
    ...options,
    evenErased: true,
  });
}
