import { encodeHex } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';
import { entryKey, type EntryRef } from '../bundle/entry-view.ts';
import { verifyCheckpoint } from '../ledger/checkpoint.ts';
import { readEntryFields } from '../ledger/kinds/entry-kinds.ts';
import type { GoodAnchor } from './check-anchors.ts';
import type { History } from './check-history.ts';
import type { CheckSheet } from './check-sheet.ts';
import type { BundleLayout } from './read-layout.ts';

const tellsOfStates: ReadonlySet<string> = new Set(['checkpoint-stamped', 'checkpoint-cosigned']);

/**
 * No log's key has signed two trees of one size (rule H16): neither in the checkpoint and the anchors, nor in what timestamps and
 * cosignatures are said to be about. Two such signatures can only come of two histories.
 *
 * @param roots root hashes of the good checkpoints, by log id
 */
export function checkForks(
  { logs }: BundleLayout,
  { rows, problems }: History,
  {
    roots,
    anchors,
  }: {
    readonly roots: ReadonlyMap<string, Uint8Array>;
    readonly anchors: ReadonlyMap<string, readonly GoodAnchor[]>;
  },
  sheet: CheckSheet,
): void {
  const signed = new Map<string, string>();
  for (const { log, size } of logs) {
    const root = roots.get(log);
    if (root !== undefined) signed.set(`${log} ${size}`, encodeHex(root));
  }
  for (const anchor of [...anchors.values()].flat())
    signed.set(`${anchor.log} ${anchor.size}`, encodeHex(anchor.root));
  const keys = new Map(logs.map(({ log, publicKey }) => [log, publicKey]));
  for (const { view } of rows) {
    if (view === undefined || !tellsOfStates.has(view.kind) || problems.has(entryKey(view.entry))) continue;
    const read = readEntryFields(view.fields);
    if (!read.known) continue;
    if (read.entry.kind !== 'checkpoint-stamped' && read.entry.kind !== 'checkpoint-cosigned') continue;
    judge(read.entry, view.entry);
  }

  function judge(seen: { readonly log: string; readonly note: string }, entry: EntryRef): void {
    const key = keys.get(seen.log);
    const checkpoint = key === undefined ? undefined : readNote(seen.note, seen.log, key);
    if (checkpoint === undefined) return;
    const place = `${seen.log} ${checkpoint.size}`;
    const root = encodeHex(checkpoint.root);
    const known = signed.get(place);
    if (known !== undefined && known !== root) sheet.fail('history', { code: 'history-forked', entry });
    else signed.set(place, root);
  }
}

/** The checkpoint if this log's key signed it; what is broken is told by the check that it belongs to. */
function readNote(note: string, log: string, key: Uint8Array): ReturnType<typeof verifyCheckpoint> {
  try {
    return verifyCheckpoint(note, log, key);
  } catch (thrown) {
    if (thrown instanceof VaultError) return undefined;
    throw thrown;
  }
}
