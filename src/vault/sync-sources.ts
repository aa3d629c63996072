import { asVaultError, reportError, throwIfCancelled, type ErrorReport } from '../base/errors.ts';
import { isoTime } from '../base/clock.ts';
import type { PullProgress } from '../sources/source.ts';
import type { SourceRow } from '../store/index/source-queries.ts';
import { getSource } from './add-source.ts';
import type { ReportedItem } from './ingest/ingest-sink.ts';
import { isKeptByHand } from './sources-kept-by-hand.ts';
import type { ConnectorOptions } from './connectors/connector.ts';
import { connectorOf } from './connectors/connector-table.ts';
import { pullSource, recordOutcome, stateOfError, type SyncReport } from './sync.ts';
import { stampingSettings } from './timestamps/stamping-settings.ts';
import { timestampIfDue, type StampingReport } from './timestamps/timestamp-now.ts';
import type { WritableVault } from './vault-context.ts';
import { witnessIfDue, type WitnessReport } from './witnesses/witness-now.ts';

export interface SyncOptions extends ConnectorOptions {
  /** Id or name of one source, paused or not; all that are connected and not paused if left out. */
  readonly source?: string;
  /** With no source named: those for which this is false are left out this time. */
  readonly mayAsk?: (row: SourceRow) => boolean;
  readonly signal: AbortSignal;
  readonly onItem?: (source: string, item: ReportedItem) => void;
  readonly onProgress?: (source: string, progress: PullProgress) => void;
  /**
   * What became of the dates that were asked for afterwards; not called if none were. Told even where everything went wrong, which
   * without it would be thrown and take the reports of the sync along.
   */
  readonly onTimestamps?: (report: StampingReport) => void;
  /** The same of the learner's witnesses. */
  readonly onWitnesses?: (report: WitnessReport) => void;
}

/**
 * Pulls sources one after the other; one that fails does not stop the next. What the learner keeps by hand is not asked.
 * Then authorities are asked to date what is new, if the learner wants that, and the learner's witnesses to cosign it; whatever comes
 * of it, the sync has been done.
 * Throws as `pullSource`; and what goes wrong with dates and witnesses, if nobody listens for it.
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
  await showAfterwards(vault, options);
  return reports;
}

/** Stopping now takes nothing back, so it is no failure; what was not shown stays due. */
async function showAfterwards(
  vault: WritableVault,
  { signal, onTimestamps, onWitnesses }: Pick<SyncOptions, 'signal' | 'onTimestamps' | 'onWitnesses'>,
): Promise<void> {
  const { log, size } = vault.writer.head();
  try {
    await tellOf(
      () => timestampIfDue(vault, { signal }),
      (error) => {
        const failed = stampingSettings(vault).authorities.map((authority) => ({ authority, error }));
        return { log, size, stamped: [], failed };
      },
      onTimestamps,
    );
    await tellOf(
      () => witnessIfDue(vault, { signal }),
      (error) => {
        const failed = vault.secrets.witnesses.map(({ url }) => ({ witness: url, error }));
        return { log, size, cosigned: [], failed };
      },
      onWitnesses,
    );
  } catch (thrown) {
    if (asVaultError(thrown).code !== 'internal.cancelled') throw thrown;
  }
}

/** Tells what came of showing a history; where it failed as a whole, that everybody who was to be asked failed. */
async function tellOf<Report>(
  show: () => Promise<Report | undefined>,
  failedWith: (error: ErrorReport) => Report,
  tell: ((report: Report) => void) | undefined,
): Promise<void> {
  let report: Report | undefined;
  try {
    report = await show();
  } catch (thrown) {
    const error = asVaultError(thrown);
    if (tell === undefined || ['internal.cancelled', 'internal.bug'].includes(error.code)) throw thrown;
    report = failedWith(reportError(error));
  }
  if (report !== undefined) tell?.(report);
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
    onItem: (item) => options.onItem?.(row.id, item),
    onProgress: (progress) => options.onProgress?.(row.id, progress),
  });
}
