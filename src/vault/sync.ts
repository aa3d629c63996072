import { isoTime } from '../base/clock.ts';
import { asVaultError, reportError, throwIfCancelled, VaultError, type ErrorReport } from '../base/errors.ts';
import type { ErrorCode } from '../base/error-codes.ts';
import type { SourceState } from '../ledger/kinds/source-entries.ts';
import type { KnownItem, PreviousState, PullProgress, Source } from '../sources/source.ts';
import type { SourceRow } from '../store/index/source-queries.ts';
import { KnownDamage } from './damage.ts';
import { IngestSink, type ReportedItem } from './ingest/ingest-sink.ts';
import { Tally } from './ingest/pull-tally.ts';
import type { OpenVault, WritableVault } from './vault-context.ts';

/** How one source's sync went. */
export interface SyncReport {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly state: SourceState;
  readonly error?: ErrorReport;
  readonly captured: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly gone: number;
  readonly failed: number;
  /** What the learner erased and the source still has: left there. */
  readonly erased: number;
  readonly items: readonly ReportedItem[];
}

export interface PullOptions {
  readonly signal: AbortSignal;
  /** Awaited once, before the first item that is new or changed is recorded. */
  readonly beforeCapture?: () => Promise<void>;
  /** Also keeps what the learner erased from the vault before: they have chosen it again. */
  readonly evenErased?: boolean;
  readonly onItem?: (item: ReportedItem) => void;
  readonly onProgress?: (progress: PullProgress) => void;
}

/** States that an error which ends the whole pull stands for; others are `unreachable`. */
const statesOfErrors: Partial<Record<ErrorCode, SourceState>> = {
  'source.login-expired': 'login-expired',
  'source.login-refused': 'login-expired',
  'source.maintenance': 'maintenance',
  'source.refused': 'refused',
  'source.other-account': 'refused',
  'source.needs-attention': 'refused',
  'source.not-supported': 'refused',
  'source.shows-less': 'shows-less',
  'source.held': 'held',
};

/** The state that an error which ends a whole pull leaves the source in. */
export function stateOfError(code: ErrorCode): SourceState {
  return statesOfErrors[code] ?? 'unreachable';
}

/**
 * Pulls one source into the vault and records how it went. Errors of the source are part of the report; what is wrong with the
 * disk or with us is thrown, and so is `internal.cancelled`. Everything taken before stays taken.
 */
export async function pullSource(
  vault: WritableVault,
  row: SourceRow,
  source: Source,
  options: PullOptions,
): Promise<SyncReport> {
  const started = isoTime(vault.clock);
  const tally = new Tally(options);
  const sink = new IngestSink(vault, row.id, tally, options.signal, options);
  try {
    const { state, code, cursor } = await source.pull(previousState(vault, row.id), sink, options.signal);
    throwIfCancelled(options.signal);
    if (cursor !== undefined) vault.index.sources.rememberCursor(row.id, cursor);
    const error = code === undefined ? undefined : reportError(new VaultError(code));
    return await recordOutcome(
      vault,
      row,
      started,
      { state: state === 'ok' && tally.count.failed > 0 ? 'partial' : state, error },
      tally,
    );
  } catch (thrown) {
    const error = asVaultError(thrown);
    if (!error.code.startsWith('source.')) throw error;
    return recordOutcome(
      vault,
      row,
      started,
      { state: stateOfError(error.code), error: reportError(error) },
      tally,
    );
  }
}

/** Writes down how a pull ended, and says it. */
export async function recordOutcome(
  vault: WritableVault,
  row: SourceRow,
  started: string,
  outcome: { readonly state: SourceState; readonly error: ErrorReport | undefined },
  tally = new Tally(),
): Promise<SyncReport> {
  const { state, error } = outcome;
  await vault.recorder.record([
    {
      kind: 'sync-finished',
      at: isoTime(vault.clock),
      source: row.id,
      started,
      state,
      ...(error === undefined ? {} : { code: error.code }),
      ...tally.count,
    },
  ]);
  return {
    id: row.id,
    type: row.type,
    name: row.name,
    state,
    ...(error === undefined ? {} : { error }),
    ...tally.count,
    erased: tally.erased,
    items: tally.items,
  };
}

/** What the vault remembers of a source's items, as its connector hears it. */
export function previousState(vault: OpenVault, source: string): PreviousState {
  const { sources } = vault.index;
  const damaged = new KnownDamage(vault.index).items();
  // What is damaged here is to be fetched again, so its connector does not hear that it was fetched before.
  const asRemembered = (known: KnownItem): KnownItem => {
    if (!damaged.has(known.item)) return known;
    const { sha256: _sha256, size: _size, fingerprint: _fingerprint, ...rest } = known;
    return rest;
  };
  return {
    find: (key) => {
      const known = sources.findKnown(source, key);
      return known === undefined ? undefined : asRemembered(known);
    },
    list: (prefix) => sources.listKnown(source, prefix).map(asRemembered),
    cursor: sources.cursor(source),
  };
}
