import { asVaultError, reportError, throwIfCancelled } from '../base/errors.ts';
import { isoTime } from '../base/clock.ts';
import type { PullProgress } from '../sources/source.ts';
import type { SourceRow } from '../store/index/source-queries.ts';
import { getSource } from './add-source.ts';
import type { ReportedItem } from './ingest/ingest-sink.ts';
import { isKeptByHand } from './sources-kept-by-hand.ts';
import type { ConnectorOptions } from './connectors/connector.ts';
import { connectorOf } from './connectors/connector-table.ts';
import { pullSource, recordOutcome, stateOfError, type SyncReport } from './sync.ts';
import { askOutside, type AskingOptions } from './outside/ask-outside.ts';
import { markBefore } from './outside/mark-before.ts';
import type { WritableVault } from './vault-context.ts';

export interface SyncOptions extends ConnectorOptions, AskingOptions {
  /** Id or name of one source, paused or not; all that are connected and not paused if left out. */
  readonly source?: string;
  /** With no source named: those for which this is false are left out this time. */
  readonly mayAsk?: (row: SourceRow) => boolean;
  readonly onItem?: (source: string, item: ReportedItem) => void;
  readonly onProgress?: (source: string, progress: PullProgress) => void;
  /** Also keeps what the learner erased before. */
  readonly evenErased?: boolean;
  /** False to leave out asking authorities and witnesses afterwards, for whoever does it once after several of these. */
  readonly askOutside?: boolean;
}

/**
 * Pulls sources one after the other; one that fails does not stop the next. What the learner keeps by hand is not asked.
 * Just before anything is captured, a fresh mark of an authority or witness enters the history (`markBefore`); afterwards they are asked
 * to date and cosign what is new (`askOutside`), if the learner wants that; whatever comes of it, the sync has been done.
 * Throws as `pullSource`.
 */
export async function syncSources(vault: WritableVault, options: SyncOptions): Promise<SyncReport[]> {
  const { source, mayAsk = () => true } = options;
  const rows = source === undefined ? connected(vault).filter(mayAsk) : [getSource(vault, source)];
  const chosen = rows.filter((row) => !isKeptByHand(row));
  const reports: SyncReport[] = [];
  for (const row of chosen) {
    throwIfCancelled(options.signal);
    reports.push(await syncOne(vault, row, options));
  }
  if (options.askOutside !== false) await askOutside(vault, options);
  return reports;
}

function connected(vault: WritableVault): SourceRow[] {
  return vault.index.sources
    .list()
    .filter(({ id, removedAt }) => removedAt === undefined && !vault.secrets.isPaused(id));
}

async function syncOne(vault: WritableVault, row: SourceRow, options: SyncOptions): Promise<SyncReport> {
  const started = isoTime(vault.clock);
  let connector;
  try {
    connector = connectorOf(vault, row, options);
  } catch (thrown) {
    const error = asVaultError(thrown);
    if (!error.code.startsWith('source.')) throw error;
    return recordOutcome(vault, row, started, { state: stateOfError(error.code), error: reportError(error) });
  }
  return pullSource(vault, row, connector, {
    signal: options.signal,
    beforeCapture: () => markBefore(vault, options.signal),
    evenErased: options.evenErased ?? false,
    onItem: (item) => options.onItem?.(row.id, item),
    onProgress: (progress) => options.onProgress?.(row.id, progress),
  });
}
