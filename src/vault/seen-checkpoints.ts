import { equalBytes, parseHex } from '../base/bytes.ts';
import type { JsonObject } from '../base/json.ts';
import type { LogAnchor } from '../bundle/ledger-document.ts';
import { readEntryFields } from '../ledger/kinds/entry-kinds.ts';
import type { MerkleTree } from '../ledger/merkle-tree.ts';
import type { SeenCheckpointRow } from '../store/index/proof-queries.ts';
import type { SelectedEntry } from './export-selection.ts';
import type { OpenVault } from './vault-context.ts';

/**
 * The entries of timestamps and cosignatures that go along with a selection: for each chosen entry, and for each authority and witness
 * that saw its log, the earliest that covers it (it existed by then) and the latest before it (it came after that). No others, so
 * that a bundle stays small.
 */
export function seenCheckpointEntries(
  vault: OpenVault,
  selected: readonly SelectedEntry[],
): readonly SelectedEntry[] {
  const picked = new Map<string, SeenCheckpointRow>();
  const pick = (row: SeenCheckpointRow | undefined): void => {
    if (row !== undefined) picked.set(`${row.log} ${String(row.index)}`, row);
  };
  for (const rows of bySeer([...vault.index.proofs.stamped(), ...vault.index.proofs.cosigned()])) {
    const bySize = [...rows].sort((a, b) => a.size - b.size || a.index - b.index);
    const byPlace = [...rows].sort((a, b) => a.index - b.index);
    for (const { log, index } of selected) {
      pick(bySize.find((row) => row.of === log && row.size > index));
      pick(byPlace.findLast((row) => row.of === log && row.log === log && row.index < index));
    }
  }
  return [...picked.values()]
    .sort((a, b) => (a.log === b.log ? a.index - b.index : a.log < b.log ? -1 : 1))
    .map(({ log, index }) => ({ log, index, withContent: false }));
}

function bySeer(rows: readonly SeenCheckpointRow[]): readonly (readonly SeenCheckpointRow[])[] {
  return [...Map.groupBy(rows, ({ of, by }) => `${of} ${by}`).values()];
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
    const known = anchors.find((anchor) => anchor.size === size);
    if (!begins || (known !== undefined && known.note !== note)) useless.push(one);
    else if (known === undefined)
      byLog.set(log, [...anchors, { size, note, proof: tree.consistencyProof(size) }]);
  }
  return { byLog, useless };
}
