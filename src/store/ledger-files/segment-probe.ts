import { equalBytes } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import { findFrame, frameOverhead } from '../../ledger/frame.ts';
import { keysHeaderLength } from '../../ledger/keys-codec.ts';
import { parseSegmentHeader, type SegmentHeader } from '../../ledger/segment-header.ts';
import { belongs, type KeysPlace } from './keys-files.ts';
import type { LedgerEnvironment } from './ledger-environment.ts';
import { ledgerFilePath, type LedgerCopy, type LedgerFileKind } from './ledger-paths.ts';
import type { LogIdentity } from './log-identity.ts';
import { isLostToDisk } from './lost-to-disk.ts';

/** More than any segment header has: 53 frontier hashes are enough for every number that is safe. */
const headLength = 4096;
const closingLength = frameOverhead + 32;

/** What a quick look at one copy of a segment shows. */
export interface SegmentProbe {
  readonly copy: LedgerCopy;
  readonly state: 'good' | 'missing' | 'damaged' | 'too-new';
  readonly size: number;
  readonly header: SegmentHeader | undefined;
  readonly headerLength: number;
  /** The digest of the closing frame that the file ends in. */
  readonly digest: Uint8Array | undefined;
}

/** Looks at the beginning and the end of one copy of a segment. */
export async function probeSegment(
  environment: LedgerEnvironment,
  identity: LogIdentity,
  number: number,
  copy: LedgerCopy,
): Promise<SegmentProbe> {
  const nothing = { copy, size: 0, header: undefined, headerLength: 0, digest: undefined };
  const ends = await readEnds(environment, identity.log, number, 'segment', copy, headLength);
  if (ends === undefined || ends === 'unreadable')
    return { ...nothing, state: ends === undefined ? 'missing' : 'damaged' };
  const { head, tail, size } = ends;
  try {
    const { header, length } = parseSegmentHeader(environment.hashes, head);
    if (!identity.accepts(header, number)) return { ...nothing, size, state: 'damaged' };
    const frame = findFrame(environment.hashes, tail, 0);
    const digest = frame?.type === 'closing' ? frame.digest : undefined;
    return { copy, state: 'good', size, header, headerLength: length, digest };
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    return { ...nothing, size, state: error.code === 'format.too-new' ? 'too-new' : 'damaged' };
  }
}

/** True if one copy of a segment's keys has the right header and at least `length` bytes. */
export async function probeKeys(
  environment: LedgerEnvironment,
  identity: LogIdentity,
  place: KeysPlace,
  copy: LedgerCopy,
  length: number,
): Promise<boolean> {
  const ends = await readEnds(environment, identity.log, place.number, 'keys', copy, keysHeaderLength);
  if (ends === undefined || ends === 'unreadable') return false;
  return ends.size >= length && belongs(ends.head, identity.vault, place);
}

/** True if both are closed in the same way. */
export function closesAlike(a: SegmentProbe, digest: Uint8Array): boolean {
  return a.state === 'good' && a.digest !== undefined && equalBytes(a.digest, digest);
}

interface FileEnds {
  readonly head: Uint8Array;
  readonly tail: Uint8Array;
  readonly size: number;
}

async function readEnds(
  { dir, port }: LedgerEnvironment,
  log: string,
  number: number,
  kind: LedgerFileKind,
  copy: LedgerCopy,
  length: number,
): Promise<FileEnds | 'unreadable' | undefined> {
  try {
    const file = await port.openForReading(ledgerFilePath(dir, copy, log, number, kind));
    if (file === undefined) return undefined;
    try {
      const size = await file.size();
      const head = new Uint8Array(Math.min(length, size));
      const tail = new Uint8Array(Math.min(closingLength, size));
      await file.read(head, 0);
      await file.read(tail, size - tail.length);
      return { head, tail, size };
    } finally {
      await file.close();
    }
  } catch (error) {
    // What the disk cannot read counts as damaged: that is what the other copy is for.
    if (isLostToDisk(error)) return 'unreadable';
    throw error;
  }
}
