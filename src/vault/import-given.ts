import { basename } from 'node:path';

import { reportError, throwIfCancelled, type ErrorReport } from '../base/errors.ts';
import { openGiven } from '../sources/imports/open-given.ts';
import type { ImportChoices, ImportColumns, RecognisedImport } from '../sources/imports/import-format.ts';
import { archiveFormat } from '../sources/imports/archive/archive-import.ts';
import { plainFileFormat } from '../sources/imports/plain-file-import.ts';
import { recogniseImport } from '../sources/imports/recognise-import.ts';
import type { CredentialNetwork } from '../sources/openbadges/collect-archive.ts';
import type { PreviousState, PullProgress, SourceAlert } from '../sources/source.ts';
import type { SourceState } from '../ledger/kinds/source-entries.ts';
import { addedByYou, findHandAdded, handAddedSource, type HandAdded } from './hand-added-source.ts';
import { importLearner } from './import-learner.ts';
import { DrySink, type ForeseenItem } from './ingest/dry-sink.ts';
import type { ReportedItem } from './ingest/ingest-sink.ts';
import { Tally } from './ingest/pull-tally.ts';
import { previousState, pullSource, type SyncReport } from './sync.ts';
import type { OpenVault, WritableVault } from './vault-context.ts';

/** What something that was handed over turned out to be. */
export interface FoundImport {
  /** The path as it was given. */
  readonly path: string;
  readonly name: string;
  /** One of the import formats; `file` for a single file of no known format. */
  readonly format: string;
  /** What a person would call it. */
  readonly title: string;
  /** Where it came from in the first place, for people. */
  readonly origin: string;
  /** What the learner should know before they go on, as codes. */
  readonly notices: readonly string[];
  readonly columns?: ImportColumns;
  /** Id of the source that it lands in, if there was one before. */
  readonly source?: string;
}

/** Items of one record kind, by outcome. */
interface ForeseenKind {
  readonly kind: string;
  readonly captured: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly gone: number;
  readonly failed: number;
}

/** What an import would do, found out by doing all of it but the keeping. */
export interface ImportPreview extends FoundImport {
  readonly state: SourceState;
  readonly captured: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly gone: number;
  readonly failed: number;
  /** Bytes of what would be kept anew. */
  readonly bytes: number;
  readonly kinds: readonly ForeseenKind[];
  readonly alerts: readonly SourceAlert[];
  readonly items: readonly ForeseenItem[];
}

export type ImportReport = FoundImport & Pick<SyncReport, Exclude<keyof SyncReport, 'name'>>;

export interface PreviewOptions {
  readonly signal: AbortSignal;
  readonly choices?: ImportChoices;
  /** A way to those who issued credentials (`issuerNetwork`); if left out, nobody is asked. */
  readonly issuers?: CredentialNetwork;
  /** Ask nobody at all: not the name system either, for the keys of e-mails. */
  readonly offline?: boolean;
  readonly onProgress?: (progress: PullProgress) => void;
}

export interface ImportOptions extends PreviewOptions {
  readonly onItem?: (item: ReportedItem) => void;
  /** Told what was found before anything of it is kept. */
  readonly onFound?: (found: FoundImport) => void;
}

/** Something of several that could not be taken at all. */
export interface RefusedImport {
  readonly path: string;
  readonly name: string;
  readonly error: ErrorReport;
}

interface Recognised {
  readonly found: FoundImport;
  readonly recognised: RecognisedImport;
  readonly target: HandAdded;
  readonly isFolder: boolean;
}

/**
 * Looks only what a file or folder is, without a dry run. `plain` is what no export is known of: a single file of no known format, or a
 * folder of nothing in particular. Throws as `previewImport`.
 */
export async function recogniseGiven(
  vault: OpenVault,
  path: string,
  options: PreviewOptions,
): Promise<FoundImport & { readonly plain: boolean }> {
  const { found, isFolder } = await recognise(vault, path, options);
  return {
    ...found,
    plain: found.format === plainFileFormat || (isFolder && found.format === archiveFormat),
  };
}

/**
 * Looks what a file or folder is and what would come of importing it: everything is read, nothing is kept. Its list is what `importGiven`
 * then captures, as long as nothing changes in between. Throws `input.*` and `format.*` for what cannot be taken as a whole,
 * `internal.cancelled`.
 */
export async function previewImport(
  vault: OpenVault,
  path: string,
  options: PreviewOptions,
): Promise<ImportPreview> {
  const { found, recognised } = await recognise(vault, path, options);
  const tally = new Tally<ForeseenItem>(options);
  const { source } = found;
  const { signal } = options;
  const sink = new DrySink({ vault, source, reporter: tally, signal });
  const previous = source === undefined ? nothingKnown : previousState(vault, source);
  const { state } = await recognised.source.pull(previous, sink, signal);
  throwIfCancelled(signal);
  const fresh = tally.items.filter(({ outcome }) => outcome === 'captured' || outcome === 'changed');
  return {
    ...found,
    state: state === 'ok' && tally.count.failed > 0 ? 'partial' : state,
    ...tally.count,
    bytes: fresh.reduce((sum, { size = 0 }) => sum + size, 0),
    kinds: kindsOf(tally.items),
    alerts: sink.alerts,
    items: tally.items,
  };
}

/**
 * Takes in a file or folder that somebody handed over, as whatever it is. A second export of the same origin makes new versions; what is as
 * before is not kept twice. Cut short, it is simply done again. Throws as `previewImport`, and `storage.*`.
 */
export async function importGiven(
  vault: WritableVault,
  path: string,
  options: ImportOptions,
): Promise<ImportReport> {
  const { found, recognised, target } = await recognise(vault, path, options);
  options.onFound?.(found);
  const row = await handAddedSource(vault, target);
  const { name: _name, ...report } = await pullSource(vault, row, recognised.source, {
    ...options,
    // Handed over by the learner, so also what they erased before.
    evenErased: true,
  });
  return { ...found, ...report, source: row.id };
}

/**
 * One after the other: what cannot be taken is told in its place, and the rest goes on. Throws `storage.*`, `internal.*`, `access.*`.
 */
export async function importSeveral(
  vault: WritableVault,
  paths: readonly string[],
  options: ImportOptions,
): Promise<readonly (ImportReport | RefusedImport)[]> {
  return eachOf(paths, (path) => importGiven(vault, path, options));
}

/** As `importSeveral`, but nothing is kept. */
export async function previewSeveral(
  vault: OpenVault,
  paths: readonly string[],
  options: PreviewOptions,
): Promise<readonly (ImportPreview | RefusedImport)[]> {
  return eachOf(paths, (path) => previewImport(vault, path, options));
}

async function eachOf<Result>(
  paths: readonly string[],
  work: (path: string) => Promise<Result>,
): Promise<(Result | RefusedImport)[]> {
  const results: (Result | RefusedImport)[] = [];
  for (const path of paths) {
    try {
      results.push(await work(path));
    } catch (thrown) {
      const error = reportError(thrown);
      if (!error.code.startsWith('input.') && !error.code.startsWith('format.')) throw thrown;
      results.push({ path, name: basename(path), error });
    }
  }
  return results;
}

async function recognise(vault: OpenVault, path: string, options: PreviewOptions): Promise<Recognised> {
  const { app, clock, timeZone, dir } = vault;
  const { signal, choices, issuers, offline = false } = options;
  const given = await openGiven(path, { signal, exclude: [dir] });
  const context = {
    app,
    clock,
    timeZone,
    learner: importLearner(vault),
    ...(choices === undefined ? {} : { choices }),
    ...(issuers === undefined || offline ? {} : { issuers }),
    ...(offline ? { keys: { ask: async () => undefined } } : {}),
  };
  const recognised = await recogniseImport(given, context, signal);
  const target = targetOf(recognised);
  const source = findHandAdded(vault, target)?.id;
  const { format, title, origin, notices, columns } = recognised;
  const found: FoundImport = {
    path,
    name: given.name,
    format,
    title,
    origin: origin.name,
    notices,
    ...(columns === undefined ? {} : { columns }),
    ...(source === undefined ? {} : { source }),
  };
  return { found, recognised, target, isFolder: given.kind === 'folder' };
}

/** The source that an import lands in: one for each origin, and the one of files added by hand for a plain file. */
function targetOf({ format, origin }: RecognisedImport): HandAdded {
  if (format === plainFileFormat) return addedByYou;
  return { type: 'import', name: origin.name, settings: { format, origin: origin.key } };
}

const nothingKnown: PreviousState = { find: () => undefined, list: () => [], cursor: null };

function kindsOf(items: readonly ForeseenItem[]): ForeseenKind[] {
  const kinds = new Map<string, Tally<ForeseenItem>>();
  for (const item of items) {
    const tally = kinds.get(item.kind) ?? new Tally<ForeseenItem>();
    kinds.set(item.kind, tally);
    tally.item(item);
  }
  return [...kinds].map(([kind, { count }]) => ({ kind, ...count }));
}
