import { sentenceOf } from '../base/error-codes.ts';
import { parseBase64 } from '../base/bytes.ts';
import { isoTime } from '../base/clock.ts';
import type { BundleEntry, BundleLog, MissingItem } from '../bundle/bundle-input.ts';
import { isChainField } from '../ledger/kinds/closing-entry.ts';
import { MerkleTree } from '../ledger/merkle-tree.ts';
import type { OpenedEntry } from '../store/ledger-files/stored-entry.ts';
import type { ClosedHistory } from './close-history.ts';
import type { exportDisclosure } from './export-disclosure.ts';
import type { SelectedEntry } from './export-selection.ts';
import { readLogOpening } from './log-opening.ts';
import { anchorsOf, readSeenCheckpoint, type SeenCheckpoint } from './seen-checkpoints.ts';
import type { WritableVault } from './vault-context.ts';

/** The entries that an export can show, each with its proof, and the logs that they lie in. */
export interface ReadEntries {
  readonly entries: ReadonlyMap<string, BundleEntry>;
  readonly logs: readonly BundleLog[];
  /** What entries say of states of a log that somebody outside saw, by the entry's place. */
  readonly seen: ReadonlyMap<string, SeenCheckpoint>;
  readonly trees: ReadonlyMap<string, MerkleTree>;
  readonly missing: readonly MissingItem[];
}

/** Reads the chosen entries, and entry 0 of every log they lie in, in one pass over each log; makes their proofs. */
export async function readEntries(
  vault: WritableVault,
  selected: readonly SelectedEntry[],
  closing: ClosedHistory,
  disclosure: ReturnType<typeof exportDisclosure>,
  signal: AbortSignal,
): Promise<ReadEntries> {
  const logs: BundleLog[] = [];
  const found = new Map<string, BundleEntry>();
  const missing: MissingItem[] = [];
  const trees = new Map<string, MerkleTree>();
  const seen = new Map<string, SeenCheckpoint>();
  for (const log of new Set([...selected.map((entry) => entry.log), closing.log])) {
    const { checkpoint, size } = log === closing.log ? closing : vault.ledgerHead(log);
    const tree = new MerkleTree(vault.hashes, await vault.ledger.leaves(log, size));
    trees.set(log, tree);
    const wanted = new Set(selected.flatMap((entry) => (entry.log === log ? [entry.index] : [])));
    if (log === closing.log) wanted.add(closing.index);
    wanted.add(0);
    for await (const stored of vault.ledger.entries({ log, from: 0, to: size, only: wanted, signal })) {
      if (!stored.readable) {
        missing.push(damaged(vault, 'A record of the history', stored.code));
        continue;
      }
      if (stored.index === 0) logs.push(logOf(stored, checkpoint, size));
      const outside = readSeenCheckpoint({ log, index: stored.index }, stored.fields);
      if (outside !== undefined) seen.set(placeOf(stored), outside);
      found.set(placeOf(stored), {
        log,
        index: stored.index,
        fields: stored.committed,
        values: stored.fields,
        discloses:
          log === closing.log && stored.index === closing.index
            ? (name) => !isChainField(name) || closing.opens.has(name)
            : disclosure(stored.fields),
        proof: tree.inclusionProof(stored.index, size),
      });
    }
  }
  // Whose log it is stands in its first entry: without that, nothing of the log can be proven to anybody.
  const proven = new Set(logs.map(({ log }) => log));
  const unproven = [...found].filter(([, { log }]) => !proven.has(log));
  for (const [place] of unproven) found.delete(place);
  if (unproven.length > 0)
    missing.push(damaged(vault, 'Records whose history cannot be proven', 'integrity.ledger-damaged'));
  return { entries: found, logs, seen, trees, missing };
}

/**
 * What one bundle shows of the entries that were read: the chosen ones in their order between the beginnings of their logs and the closing
 * entry, and the states of those logs that were seen outside.
 * @param extended checkpoints of earlier bundles that this one shows to go on from
 */
export function arrangeEntries(
  read: ReadEntries,
  selected: readonly SelectedEntry[],
  closing: ClosedHistory,
  extended: readonly SeenCheckpoint[],
): { readonly entries: readonly BundleEntry[]; readonly logs: readonly BundleLog[] } {
  const used = new Set([closing.log, ...selected.map(({ log }) => log)]);
  const logs = read.logs.filter(({ log }) => used.has(log));
  const seen = selected.flatMap((entry) => read.seen.get(placeOf(entry)) ?? []);
  const anchors = anchorsOf([...extended, ...seen], read.trees);
  const left = new Map(read.entries);
  for (const { entry } of anchors.useless) left.delete(placeOf(entry));
  const openings = logs.map(({ log }) => ({ log, index: 0, withContent: false }));
  const entries = [...openings, ...selected, { ...closing, withContent: false }].flatMap((entry) => {
    const place = placeOf(entry);
    const one = left.get(place);
    left.delete(place);
    return one === undefined ? [] : [{ ...one, withContent: entry.withContent }];
  });
  return { entries, logs: logs.map((log) => ({ ...log, anchors: anchors.byLog.get(log.log) ?? [] })) };
}

/** One name for an entry's place, for maps. */
export function placeOf({ log, index }: { readonly log: string; readonly index: number }): string {
  return `${log} ${String(index)}`;
}

function damaged(vault: WritableVault, what: string, code: Parameters<typeof sentenceOf>[0]): MissingItem {
  return { what, code, why: 'damaged', reason: sentenceOf(code), noticedAt: isoTime(vault.clock) };
}

function logOf(stored: OpenedEntry, checkpoint: string, size: number): BundleLog {
  const { log, key, certificate } = readLogOpening(stored);
  return { log, publicKey: parseBase64(key), certificate: parseBase64(certificate), checkpoint, size };
}
