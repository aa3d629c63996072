import { sentenceOf } from '../base/error-codes.ts';
import { encodeHex } from '../base/bytes.ts';
import { isoTime } from '../base/clock.ts';
import { throwIfCancelled, VaultError } from '../base/errors.ts';
import { newId } from '../base/ids.ts';
import type { MissingItem } from '../bundle/bundle-input.ts';
import { parseCheckpoint } from '../ledger/checkpoint.ts';
import type { EntryOf } from '../ledger/kinds/entry-kinds.ts';
import type { PullProgress } from '../sources/source.ts';
import { closeHistory, type ClosedHistory } from './close-history.ts';
import { extendedCheckpoints } from './extended-bundles.ts';
import { makeCopies, type FileSays } from './export-copies.ts';
import { exportDisclosure } from './export-disclosure.ts';
import type { FlaggedItem } from './flags.ts';
import type { NamingItem } from './export-identity.ts';
import { ExportWriters } from './export-writers.ts';
import { rehearsalEntry } from './export-rehearsal.ts';
import { selectForExport, type ExportChoice } from './export-selection.ts';
import { placeOf, readEntries } from './gather-entries.ts';
import { refuseExisting } from './out-files.ts';
import { planSplit, planWhole, refuseLargeItems } from './plan-export.ts';
import { seenCheckpointEntries } from './seen-checkpoints.ts';
import type { OpenVault, WritableVault } from './vault-context.ts';
import { writeExport, type BrokenContent } from './write-export.ts';

export interface ExportOptions extends ExportChoice {
  /** Absolute path of the bundle. */
  readonly out: string;
  readonly force?: boolean;
  /** Encrypts the bundle to these (`age1…`): nobody else can open it, the exporter included. */
  readonly recipients?: readonly string[];
  /** Ids of earlier bundles of this vault: the new one shows that it goes on from them. */
  readonly extends?: readonly string[];
  /** Also writes the grades down as a self-issued learner record (CLR 2.0), `clr.json`, where there are any. */
  readonly clr?: boolean;
  /** Also shows when the vault was last put together again from a second copy, as a trial, and how much of it came back. */
  readonly withRehearsal?: boolean;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: PullProgress) => void;
}

export interface ExportReport {
  readonly bundle: string;
  readonly out: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly items: number;
  readonly missing: readonly MissingItem[];
  /** What stays here since the learner marked it. */
  readonly flagged: readonly FlaggedItem[];
  /** Under a pseudonym: what may name the learner all the same. */
  readonly naming: readonly NamingItem[];
  /** Files that went along as copies without metadata. */
  readonly copies: number;
  /** Where copies were wanted: files that still say something of themselves, since it could not be taken away. */
  readonly said: readonly FileSays[];
}

/** One bundle of an export that was split. */
interface ExportedPart {
  /** Its number, from 1. */
  readonly part: number;
  readonly bundle: string;
  readonly out: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly items: number;
}

export interface SplitReport extends Pick<
  ExportReport,
  'items' | 'missing' | 'flagged' | 'naming' | 'copies' | 'said'
> {
  /** One alone is no part, but a whole bundle under the name that was asked for. */
  readonly parts: readonly ExportedPart[];
}

/**
 * Makes a bundle of what was chosen. Its checkpoint ends with an entry that counts the attempts of every chain. What cannot be read is left
 * out and listed, and never stops the rest. The export itself becomes a fact of the history, after that checkpoint.
 * Throws `input.*`, `storage.*`, `internal.cancelled`.
 */
export async function exportBundle(vault: WritableVault, options: ExportOptions): Promise<ExportReport> {
  const { parts, ...told } = await exportAll(vault, options, undefined);
  const [only] = parts;
  if (only === undefined) throw new VaultError('internal.bug', { what: 'bundle' });
  const { bundle, out, bytes, sha256 } = only;
  return { bundle, out, bytes, sha256, ...told };
}

/**
 * As `exportBundle`, in as many bundles as it takes so that none is longer than `limit` bytes. Each is a bundle by itself and names all
 * others; `evidence.zip` becomes `evidence-part-1-of-3.zip`. Either all of them are there in the end, or none.
 * Throws `input.item-too-large` with `item` before anything is written, and what `exportBundle` throws.
 */
export function exportSplit(
  vault: WritableVault,
  options: ExportOptions,
  limit: number,
): Promise<SplitReport> {
  return exportAll(vault, options, limit);
}

async function exportAll(
  vault: WritableVault,
  options: ExportOptions,
  limit: number | undefined,
): Promise<SplitReport> {
  const writers = new ExportWriters();
  try {
    return await exportWith(vault, options, limit, writers);
  } finally {
    await writers.close();
  }
}

async function exportWith(
  vault: WritableVault,
  options: ExportOptions,
  limit: number | undefined,
  writers: ExportWriters,
): Promise<SplitReport> {
  const { signal, recipients = [] } = options;
  const selection = await selectForExport(vault, options, signal);
  throwIfCancelled(signal);
  // Before anything is recorded, so that a file that is there, one too large or a bundle that is not known leaves no trace.
  refuseExisting(options);
  if (limit !== undefined) refuseLargeItems(selection, limit);
  const besides = options.withRehearsal === true ? [rehearsalEntry(vault)] : [];
  const extended = await extendedCheckpoints(vault, options.extends ?? []);
  const { copies, said } = await makeCopies(vault, selection.items, options.stripMetadata ?? false, options);
  const closing = await closeHistory(vault, selection.shown);
  const shown = [...selection.entries, ...besides];
  const read = await readEntries(
    vault,
    [...shown, ...seenCheckpointEntries(vault, shown)],
    closing,
    exportDisclosure(vault, selection),
    signal,
  );
  const { renderIndexPdf: renderPdf } = await import('./index-pdf/render-index-pdf.ts');
  const nameOf = (item: string): string => selection.byItem.get(item)?.name ?? item;
  const bundle = newId('bundle');
  const missing: MissingItem[] = [...selection.missing, ...read.missing];
  const broken = new Set<string>();
  for (;;) {
    const parts = {
      selection,
      read,
      closing,
      extended,
      besides,
      missing,
      broken,
      copies,
      madeAt: isoTime(vault.clock),
      renderPdf,
      withClr: options.clr ?? false,
    };
    const planned =
      limit === undefined
        ? [planWhole(vault, parts, bundle, options.out)]
        : planSplit(vault, parts, { limit, out: options.out, recipients: recipients.length, bundle });
    if (planned.length > 1) for (const { out } of planned) refuseExisting({ ...options, out });
    const attempt = await writeExport(vault, planned, { ...options, writers, nameOf });
    if ('broken' in attempt) {
      for (const one of attempt.broken) {
        broken.add(placeOf(one.content));
        missing.push(damagedContent(vault, one, nameOf));
      }
      continue;
    }
    const made = planned.map(({ bundle: id, out, items }, at): ExportedPart => {
      const { bytes, sha256 } = attempt.written[at] ?? { bytes: 0, sha256: '' };
      if (limit !== undefined && bytes > limit) throw new VaultError('internal.bug', { what: 'part-size' });
      return { part: at + 1, bundle: id, out, bytes, sha256, items: items.length };
    });
    await vault.recorder.record(
      made.map(({ bundle: id, bytes, sha256, part }, at) => ({
        kind: 'bundle-exported' as const,
        at: isoTime(vault.clock),
        bundle: id,
        sha256,
        size: bytes,
        items: [...(planned[at]?.items ?? [])],
        missing: planned[at]?.plan.missing.length ?? 0,
        ...(options.recipients === undefined ? {} : { recipients: [...options.recipients] }),
        ...(made.length === 1 ? {} : { part: { number: part, of: made.length } }),
        head: headOf(closing),
      })),
    );
    const { items, flagged, naming } = selection;
    return { parts: made, items: items.length, missing, flagged, naming, copies: copies.size, said };
  }
}

function damagedContent(
  vault: WritableVault,
  { content, code }: BrokenContent,
  nameOf: (item: string) => string,
): MissingItem {
  return {
    item: content.item,
    what: nameOf(content.item),
    code,
    why: 'damaged',
    reason: sentenceOf(code),
    noticedAt: isoTime(vault.clock),
  };
}

/** The head that a note signs. */
function headOf({ log, checkpoint }: ClosedHistory): EntryOf<'bundle-exported'>['head'] {
  const { size, root } = parseCheckpoint(checkpoint);
  return { log, size, root: encodeHex(root) };
}

export interface ExportPreview {
  readonly items: number;
  /** Bytes of the kept files; the bundle's own pages come on top. */
  readonly bytes: number;
  readonly missing: readonly MissingItem[];
  /** What stays here since the learner marked it. */
  readonly flagged: readonly FlaggedItem[];
  readonly naming: readonly NamingItem[];
}

/** What a bundle would hold, and what would be missing from it, as far as can be told without reading the files. Throws as `selectForExport`. */
export async function previewExport(
  vault: OpenVault,
  choice: ExportChoice,
  signal?: AbortSignal,
): Promise<ExportPreview> {
  const selection = await selectForExport(vault, choice, signal);
  const { items, bytes, missing, flagged, naming } = selection;
  return { items: items.length, bytes, missing, flagged, naming };
}
