import { equalBytes } from '../../base/bytes.ts';
import { keyRecordLength, keysHeaderLength } from '../../ledger/keys-codec.ts';
import { readCopies, readCopy } from '../ledger-files/file-copies.ts';
import { belongs, KeysFiles } from '../ledger-files/keys-files.ts';
import type { LedgerFiles } from '../ledger-files/ledger-files.ts';
import { ledgerCopies, ledgerFilePath } from '../ledger-files/ledger-paths.ts';
import type { LogFiles } from '../ledger-files/log-files.ts';
import type { SegmentPlace } from '../ledger-files/segment-place.ts';

/** One file of a ledger, as far as it was acknowledged: what is cut into pieces for second copies. */
export interface LedgerFileToCopy {
  readonly type: 'segment' | 'keys';
  readonly log: string;
  readonly number: number;
  /** True if it never changes any more, but for erasure. */
  readonly closed: boolean;
  /** Length in bytes; undefined if the file is missing. */
  length(): Promise<number | undefined>;
  /** The bytes as they lie there, not judged: enough to compare them. */
  glance(): Promise<Uint8Array | undefined>;
  /** The bytes of a good copy, judged by signatures and keys; undefined if there is none. */
  read(): Promise<Uint8Array | undefined>;
}

/** Every file of every log as it is acknowledged at the time of the call, keys before the segment that they belong to. */
export function ledgerFilesToCopy(ledger: LedgerFiles): LedgerFileToCopy[] {
  return ledger
    .allFiles()
    .flatMap((files) =>
      files.places.flatMap((place) =>
        'lost' in place ? [] : [keysFile(ledger, files, place), segmentFile(ledger, files, place)],
      ),
    );
}

function segmentFile({ environment }: LedgerFiles, files: LogFiles, place: SegmentPlace): LedgerFileToCopy {
  const { log } = files.identity;
  const { number, limit } = place;
  return {
    type: 'segment',
    log,
    number,
    closed: limit === undefined,
    length: async () => {
      if (limit !== undefined) return limit;
      for (const copy of ledgerCopies) {
        const path = ledgerFilePath(environment.dir, copy, log, number, 'segment');
        const status = await environment.port.findStatus(path);
        if (status !== undefined) return status.size;
      }
      return undefined;
    },
    glance: async () => {
      const { bytes } = await readCopy(environment, log, number, 'segment', 'ledger');
      return limit === undefined ? bytes : bytes?.subarray(0, limit);
    },
    read: () => files.findBytes(place),
  };
}

function keysFile({ environment }: LedgerFiles, files: LogFiles, place: SegmentPlace): LedgerFileToCopy {
  const { log } = files.identity;
  const { number, limit } = place;
  // What lies behind belongs to a batch that never came to be.
  const length = keysHeaderLength + (place.endIndex - place.firstIndex) * keyRecordLength;
  return {
    type: 'keys',
    log,
    number,
    closed: limit === undefined,
    length: () => Promise.resolve(length),
    glance: async () =>
      (await readCopy(environment, log, number, 'keys', 'ledger')).bytes?.subarray(0, length),
    read: async () => {
      const [first, second] = (await readCopies(environment, log, number, 'keys')).map(({ bytes }) =>
        bytes === undefined || bytes.length < length || !belongs(bytes, environment.vault, place)
          ? undefined
          : bytes.subarray(0, length),
      );
      if (first !== undefined && second !== undefined && equalBytes(first, second)) return first;
      const { entries } = await files.read(place, 'first');
      const keys = await KeysFiles.read(environment, files.identity, place);
      return keys.copies.every(({ bytes }) => bytes === undefined) ? undefined : keys.merged(entries);
    },
  };
}
