import { equalBytes } from '../../base/bytes.ts';
import type { SegmentHeader } from '../../ledger/segment-header.ts';
import { readCopies } from './file-copies.ts';
import type { LedgerEnvironment } from './ledger-environment.ts';
import type { LogIdentity } from './log-identity.ts';
import type { KnownSegment } from './log-layout.ts';
import type { Reached } from './segment-content.ts';
import { lastSigned, readTail } from './tail-reading.ts';

/**
 * Where a segment ends whose next one cannot be read: what the next header would say of it.
 *
 * @param before index that it cannot reach beyond
 */
export async function findEnd(
  environment: LedgerEnvironment,
  identity: LogIdentity,
  segment: KnownSegment,
  before: number,
): Promise<Pick<SegmentHeader, 'firstIndex' | 'previous'>> {
  const { best, copies } = await readTail(environment, identity, segment);
  if (best?.closing !== undefined && best.reached.size <= before)
    return { firstIndex: best.reached.size, previous: best.closing.digest };
  const signed = lastSigned(identity, segment, copies)?.size ?? segment.header.firstIndex;
  // No closing frame has this digest: the segment is read as the damaged one it is.
  return { firstIndex: Math.min(signed, before), previous: new Uint8Array(32) };
}

/** The signed note at the end of a segment, if it signs the tree that the next one begins with. */
export async function findEndText(
  environment: LedgerEnvironment,
  identity: LogIdentity,
  segment: KnownSegment,
  { size, root }: Reached,
): Promise<string | undefined> {
  const copies = await readCopies(environment, identity.log, segment.header.number, 'segment');
  const signed = lastSigned(identity, segment, copies);
  return signed?.size === size && equalBytes(signed.root, root) ? signed.text : undefined;
}
