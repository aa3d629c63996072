import { throwIfCancelled, VaultError } from '../../base/errors.ts';
import type { EntryOf } from '../../ledger/kinds/entry-kinds.ts';
import type { PullProgress } from '../../sources/source.ts';
import { addFiles } from '../add-files.ts';
import { findAbsence } from '../get-content.ts';
import { capturedEntry } from '../stored-entry.ts';
import type { WritableVault } from '../vault-context.ts';
import { meaningsIn } from './carried-entries.ts';
import { Carrying } from './carrying.ts';
import { wayOutFileName } from './layout.ts';
import { mergeByTime, type HistoryLine } from './merge-by-time.ts';
import { WayOutFolder } from './read-way-out.ts';

export interface ImportAllOptions {
  /** Absolute path of a folder that export-all made. */
  readonly dir: string;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: PullProgress) => void;
}

export interface ImportAllReport {
  /** Id of the vault that the folder came from. */
  readonly from: string;
  /** Entries recorded now; those that were there already are in `known`. */
  readonly carried: number;
  readonly known: number;
  readonly files: number;
  readonly bytes: number;
  /** Entries about the old history itself, by kind: kept in the files of that history. */
  readonly keptAsHistory: Readonly<Record<string, number>>;
  /** Files of the old history that are items of this vault now. */
  readonly historyFiles: number;
  /** What the learner had erased here before, and so was left out. */
  readonly erased: number;
  /** What in the folder is not as it was made: it was left out. */
  readonly damaged: readonly { readonly what: 'content' | 'entry' | 'history'; readonly file: string }[];
}

const contentsAtOnce = 32;

/**
 * Puts everything that export-all wrote into a vault, new or not: contents, then the entries of the old history with their times, each with `carried`
 * to say where it stood. What is there already is passed over, so that an import that was cut short goes on when it is run again. The old history itself,
 * with its checkpoints and what others signed of it, cannot be signed again: its files are kept as items.
 * Throws `input.path-missing`, `input.not-a-way-out`, `format.too-new`, `storage.*`, `internal.cancelled`.
 */
export async function importAll(vault: WritableVault, options: ImportAllOptions): Promise<ImportAllReport> {
  const { dir, signal } = options;
  const folder = await WayOutFolder.open(dir, vault.hashes);
  const { told } = folder;
  const damaged: { what: 'content' | 'entry' | 'history'; file: string }[] = [];
  for (const log of told.logs)
    if (!(await folder.isWhole(log, signal))) damaged.push({ what: 'history', file: log.file });
  const taken = await takeContents(vault, folder, options, (file) => {
    damaged.push({ what: 'content', file });
  });
  const carrying = new Carrying(vault, await meaningsIn(vault, signal));
  const total = told.logs.reduce((sum, { size }) => sum + size, 0);
  for await (const { line, log } of mergeByTime(folder, told.logs, signal)) {
    throwIfCancelled(signal);
    if (line === undefined) damaged.push({ what: 'entry', file: log.file });
    else {
      options.onProgress?.({ name: 'history', done: carrying.seen, total });
      if ('fields' in line)
        await carrying.take(line.fields, { log: log.log, index: line.index, leaf: line.leaf });
      else carrying.keep('code' in line ? 'unreadable' : line.withheld);
    }
  }
  await carrying.flush();
  const strange = told.logs.filter(({ log }) => !vault.ledger.logs().includes(log));
  const historyFiles = await keepHistory(vault, folder, strange, signal);
  const { carried, known, erased, kept } = carrying;
  return { from: told.vault, carried, known, ...taken, keptAsHistory: kept, historyFiles, erased, damaged };
}

async function takeContents(
  vault: WritableVault,
  folder: WayOutFolder,
  { signal, onProgress }: ImportAllOptions,
  damaged: (file: string) => void,
): Promise<{ files: number; bytes: number }> {
  const { contents } = folder.told;
  const taken = { files: 0, bytes: 0 };
  let waiting: EntryOf<'blob-stored'>[] = [];
  const settle = async (): Promise<void> => {
    if (waiting.length === 0) return;
    await vault.blobs.settle();
    await vault.recorder.record(waiting);
    for (const { plaintext } of waiting) vault.blobs.recorded(plaintext);
    waiting = [];
  };
  for (const [done, content] of contents.entries()) {
    throwIfCancelled(signal);
    onProgress?.({ name: content.file, done, total: contents.length });
    if ((await findAbsence(vault, content)) === undefined) continue;
    const path = folder.path(content.file);
    if (path === undefined || !(await folder.holds(content, signal))) {
      damaged(content.file);
      continue;
    }
    const captured = await vault.blobs.capture({ path }, { signal });
    if (captured.digests.sha256 !== content.sha256)
      throw new VaultError('input.not-a-way-out', { reason: 'changing' });
    if (captured.known) continue;
    waiting.push(capturedEntry(vault, captured));
    taken.files += 1;
    taken.bytes += content.size;
    if (waiting.length >= contentsAtOnce) await settle();
  }
  await settle();
  return taken;
}

async function keepHistory(
  vault: WritableVault,
  folder: WayOutFolder,
  logs: readonly HistoryLine['log'][],
  signal: AbortSignal,
): Promise<number> {
  if (logs.length === 0) return 0;
  const paths = [...logs.map(({ file }) => file), wayOutFileName].flatMap((name) => folder.path(name) ?? []);
  const { captured, changed, unchanged } = await addFiles(vault, paths, { signal });
  return captured + changed + unchanged;
}
