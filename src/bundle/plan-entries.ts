import { VaultError } from '../base/errors.ts';
import { discloseEntry, type DisclosedEntry } from '../ledger/disclosure.ts';
import { logIdText } from '../ledger/kinds/common.ts';
import type { BundleEntry, BundleInput } from './bundle-input.ts';
import { neverDisclosed } from './default-disclosure.ts';
import { entryKey, viewOfEntry, type EntryView } from './entry-view.ts';
import { checkpointPath } from './layout.ts';
import type { LogPart } from './ledger-document.ts';

/** One entry as it will be shown. */
export interface PlannedEntry {
  readonly view: EntryView;
  readonly disclosed: DisclosedEntry;
  readonly proof: readonly Uint8Array[];
  readonly withContent: boolean;
}

/** Opens each entry's fields. Throws `internal.bug` for what no export may hand in. */
export function planEntries(input: BundleInput): PlannedEntry[] {
  const sizes = new Map(input.logs.map(({ log, size }) => [log, size]));
  const seen = new Set<string>();
  return input.entries.map((entry) => {
    const key = entryKey(entry);
    refuseIf(seen.has(key), 'entry-twice');
    refuseIf(entry.index >= (sizes.get(entry.log) ?? 0), 'entry-beyond-checkpoint');
    seen.add(key);
    return planEntry(entry);
  });
}

function planEntry(entry: BundleEntry): PlannedEntry {
  const disclosed = discloseEntry(entry.fields, (name) => name === 'kind' || entry.discloses(name));
  const view = viewOfEntry({ log: entry.log, index: entry.index }, disclosed, entry.values);
  refuseIf(neverDisclosed.has(view.kind), 'entry-never-leaves');
  return { view, disclosed, proof: entry.proof, withContent: entry.withContent === true };
}

/** The parts of `ledger.json`: logs as handed in, entries by index. */
export function planLogs(input: BundleInput, entries: readonly PlannedEntry[]): LogPart[] {
  return input.logs.map(({ log, publicKey, certificate, size, anchors = [] }) => {
    refuseIf(!logIdText.safeParse(log).success, 'log-id');
    return {
      log,
      publicKey,
      certificate,
      size,
      checkpoint: checkpointPath(log),
      entries: entries
        .filter(({ view }) => view.entry.log === log)
        .map(({ view, disclosed, proof }) => ({ index: view.entry.index, disclosed, proof }))
        .sort((a, b) => a.index - b.index),
      anchors,
    };
  });
}

/** The caller broke the contract of `BundleInput`. */
export function refuseIf(wrong: boolean, what: string): void {
  if (wrong) throw new VaultError('internal.bug', { what });
}
