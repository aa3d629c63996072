import { equalBytes } from '../../../base/bytes.ts';
import type { JudgedCopy } from '../../ledger-files/segment-judge.ts';

/**
 * The first place at which two copies of one segment hold two leaves although the log's key signed both: the mark of a fork. So is one that goes on where
 * the other was closed, since what is closed never grows. Undefined where one is the beginning of the other.
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
  const [shorter, longer] = a.entries.length < b.entries.length ? [a, b] : [b, a];
  const wentOn = shorter.closing !== undefined && longer.entries.length > shared;
  return wentOn ? from + shared : undefined;
}
