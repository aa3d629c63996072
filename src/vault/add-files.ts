import { isoTime } from '../base/clock.ts';
import { newId } from '../base/ids.ts';
import { createFilesSource } from '../sources/files/files-source.ts';
import type { SourceRow } from '../store/index/source-queries.ts';
import { getSource } from './add-source.ts';
import { pullSource, type PullOptions, type SyncReport } from './sync.ts';
import type { WritableVault } from './vault-context.ts';

/** What the one source of hand-added files is called. */
const handAdded = 'Added by you';

/**
 * Keeps files and folders that the learner chose. What was added before and has not changed is not read again.
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
  return pullSource(vault, await handAddedSource(vault), source, options);
}

async function handAddedSource(vault: WritableVault): Promise<SourceRow> {
  const known = vault.index.sources
    .list()
    .find(({ type, removedAt }) => type === 'files' && removedAt === undefined);
  if (known !== undefined) return known;
  const id = newId('source');
  await vault.recorder.record([
    {
      kind: 'source-added',
      at: isoTime(vault.clock),
      source: id,
      type: 'files',
      name: handAdded,
      settings: {},
    },
  ]);
  return getSource(vault, id);
}
