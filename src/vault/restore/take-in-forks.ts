import { isoTime } from '../../base/clock.ts';
import { throwIfCancelled, VaultError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json.ts';
import { readEntryFields, type EntryOf } from '../../ledger/kinds/entry-kinds.ts';
import type { PullProgress } from '../../sources/source.ts';
import { piecesByLog } from '../../store/replica/reading/assemble-log.ts';
import type { ReplicaCatalogue } from '../../store/replica/reading/catalogue.ts';
import type { OtherTreeEntry } from '../../store/replica/reading/other-trees.ts';
import { receiveBlobs } from '../../store/replica/reading/receive-blobs.ts';
import { finishErasures } from '../erase/finish-erasures.ts';
import type { WritableVault } from '../vault-context.ts';
import { meaningsIn } from '../way-out/carried-entries.ts';
import { Carrying } from '../way-out/carrying.ts';
import { forkCode, openForks, type OpenFork } from './fork-alerts.ts';
import { readOtherHalf } from './other-half.ts';

/** What was taken in of the other half of a log that went on in two ways. */
export interface ForkTakenIn extends OpenFork {
  /** True if the other half was found in a second copy. If not, nothing was done: it lies on the other computer. */
  readonly found: boolean;
  /** Entries that were recorded anew here, and those that said what is known here already. */
  readonly carried: number;
  readonly known: number;
  /** Entries about the other half itself (checks, copies, exports): they stay in it. */
  readonly kept: number;
  /** Entries that cannot be opened, and sealed files that no second copy has. */
  readonly unreadable: number;
  readonly missing: number;
  /** True if the alert is settled now, since nothing is left out. */
  readonly settled: boolean;
}

/**
 * Takes in the other half of each fork that the learner has not seen to. No tree is merged and nothing in one is changed: both histories stay as they are,
 * here and in the second copies, and what the other one says is recorded anew in this computer's own log, each entry with `carried` to say where it stands.
 * What is known here, or was erased, is left out, so the same call can be made again. Only while nothing is being captured.
 *
 * @param catalogue second copies that may hold it
 * Throws `integrity.fork` with `reopen` if this computer still writes such a log: then the vault is opened again first. `storage.*`, `internal.cancelled`.
 */
export async function takeInForks(
  vault: WritableVault,
  catalogue: ReplicaCatalogue,
  options: {
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: ((progress: PullProgress) => void) | undefined;
  } = {},
): Promise<readonly ForkTakenIn[]> {
  const { signal = new AbortController().signal, onProgress } = options;
  const forks = openForks(vault);
  if (forks.some(({ log }) => log === vault.recorder.log))
    throw new VaultError('integrity.fork', { reopen: true });
  if (forks.length === 0) return [];
  const pieces = piecesByLog(catalogue);
  const taken: ForkTakenIn[] = [];
  for (const [log, alerts] of Map.groupBy(forks, (fork) => fork.log)) {
    throwIfCancelled(signal);
    onProgress?.({ name: 'The other half of a history', done: taken.length, total: forks.length });
    const { entries, closed } = await readOtherHalf(vault, catalogue, log, pieces.get(log) ?? [], signal);
    const outcome = await takeIn(vault, catalogue, log, entries, signal);
    // One that was closed where this one goes on, and holds nothing else, is there as well.
    const found = entries.length > 0 || alerts.some(({ index }) => closed.has(index));
    const settled = found && outcome.unreadable === 0 && outcome.missing === 0;
    const at = isoTime(vault.clock);
    if (settled)
      await vault.recorder.record(alerts.map(({ alert }) => ({ kind: 'alert-settled' as const, at, alert })));
    taken.push(...alerts.map((fork) => ({ ...fork, found, ...outcome, settled })));
  }
  await finishErasures(vault, { again: true, signal });
  return taken;
}

async function takeIn(
  vault: WritableVault,
  catalogue: ReplicaCatalogue,
  log: string,
  entries: readonly OtherTreeEntry[],
  signal: AbortSignal,
): Promise<Pick<ForkTakenIn, 'carried' | 'known' | 'kept' | 'unreadable' | 'missing'>> {
  const readable = entries.flatMap(({ index, leaf, fields }) =>
    fields === undefined ? [] : [{ fields, from: { log, index, leaf } }],
  );
  await takeErasures(vault, readable);
  const missing = await takeContents(vault, catalogue, readable, signal);
  const carrying = new Carrying(vault, await meaningsIn(vault, signal));
  for (const { fields, from } of readable) {
    throwIfCancelled(signal);
    if (fields.code === forkCode) carrying.keep('fork');
    else if (!separately.has(fields.kind)) await carrying.take(fields, from);
  }
  await carrying.flush();
  return {
    carried: carrying.carried,
    known: carrying.known,
    kept: Object.values(carrying.kept).reduce((sum, count) => sum + count, 0),
    unreadable: entries.length - readable.length,
    missing,
  };
}

interface Readable {
  readonly fields: JsonObject;
  readonly from: { readonly log: string; readonly index: number; readonly leaf: string };
}

const separately: ReadonlySet<unknown> = new Set(['blob-stored', 'item-erased']);

function entriesOf<Kind extends 'blob-stored' | 'item-captured' | 'item-erased'>(
  readable: readonly Readable[],
  kind: Kind,
): { readonly entry: EntryOf<Kind>; readonly from: Readable['from'] }[] {
  return readable.flatMap(({ fields, from }) => {
    const read = readEntryFields(fields);
    return read.known && isOf(read.entry, kind) ? [{ entry: read.entry, from }] : [];
  });
}

function isOf<Kind extends string, Entry extends { readonly kind: string }>(
  entry: Entry,
  kind: Kind,
): entry is Extract<Entry, { readonly kind: Kind }> {
  return entry.kind === kind;
}

/** What the learner erased there is to be gone here as well; entries that stand in the other tree alone are gone with it. */
async function takeErasures(vault: WritableVault, readable: readonly Readable[]): Promise<void> {
  const told = new Set(vault.index.erasures.list().map(({ item, at }) => `${item} ${at}`));
  for (const { entry, from } of entriesOf(readable, 'item-erased')) {
    if (told.has(`${entry.item} ${entry.at}`)) continue;
    await vault.recorder.record([{ ...entry, carried: { ...from } }]);
  }
}

/** Takes the sealed files that the other half names. @returns how many of them no second copy has */
async function takeContents(
  vault: WritableVault,
  catalogue: ReplicaCatalogue,
  readable: readonly Readable[],
  signal: AbortSignal,
): Promise<number> {
  const { blobs, erasures } = vault.index;
  const erased = erasures.erasedBlobs();
  const coming = entriesOf(readable, 'item-captured').filter(
    ({ entry }) => erasures.erasedAt(entry.item) === undefined,
  );
  const needed = new Set(coming.map(({ entry }) => entry.content?.sha256));
  const stored = entriesOf(readable, 'blob-stored').filter(
    ({ entry }) =>
      blobs.findByPlaintext(entry.plaintext) === undefined &&
      // The same bytes may have been erased here, as another item's, before anybody knew of these.
      (needed.has(entry.sha256) || entry.parts.every(({ file }) => !erased.has(file))),
  );
  const pieces = stored.flatMap(({ entry }) =>
    entry.parts.map(({ shelf, file }) => ({ type: 'blob' as const, shelf, sha256: file })),
  );
  const { port, dir } = vault;
  const { missing } = await receiveBlobs({ port, dir, catalogue, signal }, pieces);
  if (stored.length > 0)
    await vault.recorder.record(stored.map(({ entry, from }) => ({ ...entry, carried: { ...from } })));
  return missing.length;
}
