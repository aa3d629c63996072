import type { LogIdentity } from '../../ledger-files/log-identity.ts';
import type { LedgerPiece } from '../replica-names.ts';
import {
  assembleSegment,
  segmentNumbers,
  type AssembledSegment,
  type SegmentBefore,
} from './assemble-segment.ts';
import type { ReplicaCatalogue } from './catalogue.ts';

/** Two trees under one key: the log's key was copied, and both copies went on. */
export interface LogFork {
  readonly log: string;
  /** The first entry that is not the same in both. */
  readonly index: number;
  /** Signed notes of both, where there are any. */
  readonly notes: readonly string[];
}

/** The pieces of each log, by its id. */
export function piecesByLog(catalogue: ReplicaCatalogue): ReadonlyMap<string, readonly LedgerPiece[]> {
  const logs = new Map<string, LedgerPiece[]>();
  for (const piece of catalogue.ledger()) {
    const known = logs.get(piece.log);
    if (known === undefined) logs.set(piece.log, [piece]);
    else known.push(piece);
  }
  return new Map([...logs].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Puts a log together, one segment in memory at a time. Throws as `assembleSegment`.
 *
 * @param pieces all pieces of this log
 * @param from number of the first segment that is wanted
 */
export async function* assembleLog(
  catalogue: ReplicaCatalogue,
  identity: LogIdentity,
  pieces: readonly LedgerPiece[],
  options: { readonly from?: number; readonly signal?: AbortSignal | undefined } = {},
): AsyncGenerator<AssembledSegment> {
  let before: SegmentBefore | undefined;
  for (const number of segmentNumbers(pieces)) {
    if (number < (options.from ?? 1)) continue;
    const segment = await assembleSegment(catalogue, identity, pieces, number, {
      before,
      signal: options.signal,
    });
    yield segment;
    const { judged } = segment;
    before =
      judged?.closing === undefined
        ? undefined
        : { size: judged.reached.size, digest: judged.closing.digest };
  }
}

/** A fork as it is told of; undefined if there is none in this segment. */
export function forkOf(log: string, { judged, fork }: AssembledSegment): LogFork | undefined {
  if (fork === undefined) return undefined;
  return forkBetween(log, fork.index, [judged?.reached.text, fork.other.reached.text]);
}

export function forkBetween(log: string, index: number, notes: readonly (string | undefined)[]): LogFork {
  return { log, index, notes: notes.filter((note) => note !== undefined) };
}
