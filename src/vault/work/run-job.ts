import { reportError, type ErrorReport } from '../../base/errors.ts';
import type { PullProgress } from '../../sources/source.ts';
import { askOutside } from '../outside/ask-outside.ts';
import { makeAllParity } from '../repair/parity.ts';
import { syncReplicas } from '../replicas/sync-replicas.ts';
import { rehearseRestore } from '../restore/rehearse-restore.ts';
import type { SourcePatience } from '../source-patience.ts';
import { syncSources } from '../sync-sources.ts';
import { refreshTimestamps } from '../timestamps/timestamp-refresh.ts';
import type { WritableVault } from '../vault-context.ts';
import { checkSlice } from './check-slice.ts';
import type { Job } from './decide-work.ts';
import { entriesOf } from './due-jobs.ts';
import { WorkMemory } from './work-memory.ts';

export interface RunOptions {
  readonly signal: AbortSignal;
  readonly patience: SourcePatience;
  readonly onProgress?: (progress: PullProgress) => void;
}

/** How a piece of work ended. */
export interface Ended {
  /** True if nothing is wrong with what it looked at. */
  readonly ok: boolean;
  /** Why it could not be done, if it could not. */
  readonly error?: ErrorReport;
}

/**
 * Does one piece of work, and remembers how it ended. What goes wrong is in the result, and is tried again later.
 * Throws `internal.cancelled` alone, and `internal.bug`.
 */
export async function runJob(vault: WritableVault, job: Job, options: RunOptions): Promise<Ended> {
  let ended: Ended;
  try {
    ended = await perform(vault, job, options);
  } catch (thrown) {
    const error = reportError(thrown);
    if (error.code === 'internal.cancelled' || error.code === 'internal.bug') throw thrown;
    ended = { ok: false, error };
  }
  WorkMemory.read(vault).note(job, vault.clock.now().getTime(), ended.error);
  return ended;
}

async function perform(
  vault: WritableVault,
  { kind, about = '' }: Job,
  { signal, patience, onProgress }: RunOptions,
): Promise<Ended> {
  const progress = onProgress === undefined ? {} : { onProgress };
  switch (kind) {
    case 'sync': {
      const reports = await syncSources(vault, {
        source: about,
        signal,
        askOutside: false,
        onProgress: (_source, step) => onProgress?.(step),
      });
      for (const report of reports) patience.note(vault, report);
      return {
        ok: reports.every(({ state, failed }) => (state === 'ok' || state === 'partial') && failed === 0),
      };
    }
    case 'ask': {
      let ok = true;
      await askOutside(vault, {
        signal,
        onTimestamps: ({ failed }) => (ok &&= failed.length === 0),
        onWitnesses: ({ failed }) => (ok &&= failed.length === 0),
      });
      return { ok };
    }
    case 'copy': {
      const { synced, failed } = await syncReplicas(vault, [about], { signal, ...progress });
      const [error] = failed.map((one) => one.error);
      return {
        ok:
          error === undefined && synced.every(({ lacking, alerts }) => lacking === 0 && alerts.length === 0),
        ...(error === undefined ? {} : { error }),
      };
    }
    case 'refresh': {
      const { stamping } = await refreshTimestamps(vault, { signal });
      return { ok: stamping.every(({ failed }) => failed.length === 0) };
    }
    case 'parity':
      return { ok: await catchUpParity(vault, options(signal, onProgress)) };
    case 'rehearse': {
      const { items, readable } = await rehearseRestore(vault, about, { signal, ...progress });
      return { ok: readable === items };
    }
    case 'check':
      return { ok: (await checkSlice(vault, { signal }))?.ok ?? true };
  }
}

function options(
  signal: AbortSignal,
  onProgress: RunOptions['onProgress'],
): Parameters<typeof makeAllParity>[1] {
  return { signal, ...(onProgress === undefined ? {} : { onProgress }) };
}

/** Makes spare data of what is new, and remembers how far that went. @returns false if something was damaged and got none */
export async function catchUpParity(
  vault: WritableVault,
  how: Parameters<typeof makeAllParity>[1],
): Promise<boolean> {
  const parityTo = entriesOf(vault);
  const { skipped } = await makeAllParity(vault, how);
  WorkMemory.read(vault).keep({ parityTo });
  return skipped === 0;
}
