import { equalBytes, parseHex } from '../base/bytes.ts';
import type { JsonObject } from '../base/json.ts';
import type { LogAnchor } from '../bundle/ledger-document.ts';
import { readEntryFields } from '../ledger/kinds/entry-kinds.ts';
import type { MerkleTree } from '../ledger/merkle-tree.ts';
import type { EvidenceRow, SeenCheckpointRow } from '../store/index/proof-queries.ts';
import type { SelectedEntry } from './export-selection.ts';
import type { OpenVault } from './vault-context.ts';

/**
 * The entries of timestamps and cosignatures that go along with a selection: for each chosen entry, and for each authority and witness
 * that saw its log, the earliest that covers it (it existed by then) and the latest before it (it came after that). No others, so
 * that a bundle stays small; but where dates were renewed (`timestamp refresh`), what was kept then, and of each the first that covers it.
 */
export function seenCheckpointEntries(
  vault: OpenVault,
  selected: readonly SelectedEntry[],
): readonly SelectedEntry[] {
  const { proofs } = vault.index;
  const seers = seersOf([...proofs.stamped(), ...proofs.cosigned()]);
  const picked = new Map<string, Place>();
  const pick = (place: Place | undefined): void => {
    if (place !== undefined) picked.set(`${place.log} ${String(place.index)}`, place);
  };
  for (const { log, index } of selected)
    for (const { bySize, byPlace } of seers.get(log) ?? []) {
      pick(bySize[countWhere(bySize, (row) => row.size <= index)]);
      pick(byPlace[countWhere(byPlace, (row) => row.index < index) - 1]);
    }
  if (picked.size > 0) for (const place of renewals(proofs.evidence(), seers, picked)) pick(place);
  return [...picked.values()]
    .sort((a, b) => (a.log === b.log ? a.index - b.index : a.log < b.log ? -1 : 1))
    .map(({ log, index }) => ({ log, index, withContent: false }));
}

interface Place {
  readonly log: string;
  readonly index: number;
}

/** What one authority or witness saw of one log. */
interface Seer {
  /** By the size that was seen. */
  readonly bySize: readonly SeenCheckpointRow[];
  /** Those that lie in the log itself, by their place. */
  readonly byPlace: readonly SeenCheckpointRow[];
}

/** By the log that was seen. */
function seersOf(rows: readonly SeenCheckpointRow[]): ReadonlyMap<string, readonly Seer[]> {
  const seers = new Map<string, Seer[]>();
  for (const [log, seen] of Map.groupBy(rows, ({ of }) => of)) {
    const each = [...Map.groupBy(seen, ({ by }) => by).values()].map((group) => ({
      bySize: group.toSorted((a, b) => a.size - b.size || a.index - b.index),
      byPlace: group.filter((row) => row.log === log).sort((a, b) => a.index - b.index),
    }));
    seers.set(log, each);
  }
  return seers;
}

/**
 * What renews the stamps that were picked: all evidence that was kept, the first stamps that cover it (and with it every token before it
 * in its log), and those that were given for other logs then.
 */
function* renewals(
  evidence: readonly EvidenceRow[],
  seers: ReadonlyMap<string, readonly Seer[]>,
  picked: ReadonlyMap<string, Place>,
): Iterable<Place | undefined> {
  const logs = new Set([...picked.values()].map(({ log }) => log));
  for (const { log, index } of evidence) {
    yield { log, index };
    for (const { bySize } of seers.get(log) ?? [])
      yield bySize[countWhere(bySize, (row) => row.size <= index)];
    for (const other of logs)
      if (other !== log)
        for (const { bySize } of seers.get(other) ?? [])
          yield bySize.find((row) => row.log === log && row.index > index);
  }
}

/** How many of the first rows something holds for, in an order in which it holds for none after the first that it does not hold for. */
function countWhere(rows: readonly SeenCheckpointRow[], holds: (row: SeenCheckpointRow) => boolean): number {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    if (row !== undefined && holds(row)) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What an entry says of a checkpoint that somebody outside saw. */
export interface SeenCheckpoint {
  /** The log that was seen. */
  readonly log: string;
  readonly size: number;
  readonly root: string;
  readonly note: string;
  /** The entry's own place. */
  readonly entry: { readonly log: string; readonly index: number };
}

/** Undefined for entries of any other kind. */
export function readSeenCheckpoint(
  entry: SeenCheckpoint['entry'],
  fields: JsonObject,
): SeenCheckpoint | undefined {
  // Of thousands of entries a few are of these kinds, and only those are worth reading.
  if (fields.kind !== 'checkpoint-stamped' && fields.kind !== 'checkpoint-cosigned') return undefined;
  const read = readEntryFields(fields);
  const seen =
    read.known && (read.entry.kind === 'checkpoint-stamped' || read.entry.kind === 'checkpoint-cosigned');
  if (!seen) return undefined;
  const { log, size, root, note } = read.entry;
  return { log, size, root, note, entry };
}

/** The anchors of each log, and the entries that no anchor of this history belongs to: those prove nothing here. */
export interface Anchors {
  readonly byLog: ReadonlyMap<string, readonly LogAnchor[]>;
  readonly useless: readonly SeenCheckpoint[];
}

/**
 * One anchor for each checkpoint that was seen, with the proof that it begins the log as it stands.
 * @param trees each log as the bundle's checkpoint has it
 */
export function anchorsOf(seen: readonly SeenCheckpoint[], trees: ReadonlyMap<string, MerkleTree>): Anchors {
  const byLog = new Map<string, LogAnchor[]>();
  const useless: SeenCheckpoint[] = [];
  for (const one of [...seen].sort((a, b) => a.size - b.size)) {
    const { log, size, root, note } = one;
    const tree = trees.get(log);
    const begins = tree !== undefined && size <= tree.size && equalBytes(tree.root(size), parseHex(root));
    const anchors = byLog.get(log) ?? [];
    const last = anchors.at(-1);
    const known = last?.size === size ? last : undefined;
    if (!begins || (known !== undefined && known.note !== note)) useless.push(one);
    else if (known === undefined) {
      anchors.push({ size, note, proof: tree.consistencyProof(size) });
      byLog.set(log, anchors);
    }
  }
  return { byLog, useless };
}
