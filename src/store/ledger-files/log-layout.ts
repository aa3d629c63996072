import { join } from 'node:path';

import { VaultError } from '../../base/errors.ts';
import type { SegmentHeader } from '../../ledger/segment-header.ts';
import type { LedgerEnvironment } from './ledger-environment.ts';
import { findLedgerFileName, isLogId, ledgerCopies, logFolder } from './ledger-paths.ts';
import type { LogIdentity } from './log-identity.ts';
import type { SegmentPlace } from './segment-place.ts';
import { closesAlike, probeSegment, type SegmentProbe } from './segment-probe.ts';

/** More entries than fit into one segment: a header that claims more is not to be believed. */
const mostEntries = 2_000_000;

/** The ids of all logs that have a folder in either copy, in order. */
export async function listLogs({ dir, port }: Pick<LedgerEnvironment, 'dir' | 'port'>): Promise<string[]> {
  const logs = new Set<string>();
  for (const copy of ledgerCopies)
    for (const { name, type } of (await port.listFolder(join(dir, copy))) ?? [])
      if (type === 'folder' && isLogId(name)) logs.add(name);
  return [...logs].sort();
}

/** A segment of which at least one copy has a good header. */
export interface KnownSegment {
  readonly header: SegmentHeader;
  readonly headerLength: number;
  readonly probes: readonly SegmentProbe[];
}

/** The segments of a log by number; those without any good header are undefined. */
export interface LogLayout {
  readonly segments: ReadonlyMap<number, KnownSegment>;
  /** Every number that some file has. */
  readonly numbers: ReadonlySet<number>;
}

/**
 * Finds a log's segments by their headers. Throws `format.too-new` for a segment that only a newer version can read.
 */
export async function findLayout(environment: LedgerEnvironment, identity: LogIdentity): Promise<LogLayout> {
  const numbers = await listNumbers(environment, identity.log);
  const segments = new Map<number, KnownSegment>();
  for (const number of numbers) {
    const probes = [];
    for (const copy of ledgerCopies) probes.push(await probeSegment(environment, identity, number, copy));
    const good = probes.find(({ state }) => state === 'good');
    if (good?.header !== undefined)
      segments.set(number, { header: good.header, headerLength: good.headerLength, probes });
    else if (probes.some(({ state }) => state === 'too-new'))
      throw new VaultError('format.too-new', { what: 'segment' });
  }
  return { segments, numbers: new Set(numbers) };
}

async function listNumbers({ dir, port }: LedgerEnvironment, log: string): Promise<number[]> {
  const numbers = new Set<number>();
  for (const copy of ledgerCopies)
    for (const { name } of (await port.listFolder(logFolder(dir, copy, log))) ?? []) {
      const found = findLedgerFileName(name);
      if (found?.kind === 'segment') numbers.add(found.number);
    }
  return [...numbers].sort((a, b) => a - b);
}

/** The place of a segment that another one follows. */
export function closedPlace(
  { header, headerLength }: KnownSegment,
  next: Pick<SegmentHeader, 'firstIndex' | 'previous'>,
): SegmentPlace {
  const { number, epoch, firstIndex, frontier } = header;
  return {
    number,
    epoch,
    firstIndex,
    endIndex: next.firstIndex,
    digest: next.previous,
    limit: undefined,
    headerLength,
    frontier,
  };
}

/** True if these headers can be of two segments of one log with `between` others between them. */
export function follows(before: SegmentHeader, after: SegmentHeader, between: number): boolean {
  const entries = after.firstIndex - before.firstIndex;
  return entries >= 0 && entries <= mostEntries * (between + 1);
}

/** True if a quick look at both copies shows nothing wrong. */
export function looksClosed(segment: KnownSegment, digest: Uint8Array): boolean {
  const [first, second] = segment.probes;
  return (
    first !== undefined &&
    second !== undefined &&
    closesAlike(first, digest) &&
    closesAlike(second, digest) &&
    first.size === second.size
  );
}
