import { encodeHex, equalBytes } from '../../../base/bytes.ts';
import { CompactRange } from '../../../ledger/compact-range.ts';
import type { LogIdentity } from '../../ledger-files/log-identity.ts';
import type { JudgedCopy } from '../../ledger-files/segment-judge.ts';

/**
 * The first place at which two copies of one segment hold two leaves although the log's key signed both: the mark of a fork. Undefined where one
 * is the beginning of the other.
 */
export function firstDifference(a: JudgedCopy, b: JudgedCopy): number | undefined {
  if (a.reached.text === undefined || b.reached.text === undefined) return undefined;
  const from = a.header.firstIndex;
  const sameStart =
    from === b.header.firstIndex &&
    a.header.frontier.every((node, i) => equalBytes(node, b.header.frontier[i] ?? new Uint8Array()));
  if (!sameStart) return Math.min(from, b.header.firstIndex);
  const shared = Math.min(a.entries.length, b.entries.length);
  for (let i = 0; i < shared; i += 1) {
    const [mine, theirs] = [a.entries[i], b.entries[i]];
    if (mine === undefined || theirs === undefined || mine.type === 'lost' || theirs.type === 'lost')
      continue;
    if (!equalBytes(mine.leafHash, theirs.leafHash)) return from + i;
  }
  return undefined;
}

/** The root, in hexadecimal, that the tree of this copy had at `size`; undefined outside of its segment, or where a leaf is lost. */
export function rootAt(identity: LogIdentity, copy: JudgedCopy, size: number): string | undefined {
  const { header, entries, reached } = copy;
  if (size === reached.size) return encodeHex(reached.root);
  if (size < header.firstIndex || size > reached.size) return undefined;
  const range = CompactRange.fromFrontier(identity.hashes, header.firstIndex, header.frontier);
  for (const entry of entries) {
    if (range.size === size) break;
    if (entry.type === 'lost') return undefined;
    range.append(entry.leafHash);
  }
  return range.size === size ? encodeHex(range.root()) : undefined;
}
