import { ByteReader } from '../base/byte-reader.ts';
import { ByteWriter } from '../base/byte-writer.ts';
import { VaultError } from '../base/errors.ts';
import type { HashPort } from '../crypto/hash-port.ts';
import { certificateLength } from './log-identity.ts';
import { frontierLength, hashLength } from './merkle-hash.ts';
import { encodePreamble, parsePreamble, preambleLength, type Preamble } from './preamble.ts';

/** How a segment of a log begins: it can be read, and gone on from, without the ones before it. */
export interface SegmentHeader extends Preamble {
  /** From 1. */
  readonly number: number;
  /** Index in the log of the segment's first entry: the size of the tree before it. */
  readonly firstIndex: number;
  readonly logPublicKey: Uint8Array;
  readonly certificate: Uint8Array;
  /** The digest in the closing frame of the segment before; 32 zero bytes for the first. */
  readonly previous: Uint8Array;
  /** The roots of the perfect subtrees that make up the tree so far (`CompactRange.frontier`). */
  readonly frontier: readonly Uint8Array[];
}

/** FORMAT.md section 6. Throws `internal.bug` for parts of a wrong length. */
export function encodeSegmentHeader(hashes: HashPort, header: SegmentHeader): Uint8Array {
  const { epoch, vault, number, firstIndex, logPublicKey, certificate, previous, frontier } = header;
  const fits =
    logPublicKey.length === 32 &&
    certificate.length === certificateLength &&
    previous.length === hashLength &&
    frontier.length === frontierLength(firstIndex) &&
    frontier.every((node) => node.length === hashLength);
  if (!fits) throw new VaultError('internal.bug', { what: 'segment-header' });
  const writer = new ByteWriter(512).raw(encodePreamble({ kind: 'SEGM', epoch, vault }));
  writer.u32(number).u64(firstIndex).raw(logPublicKey).raw(certificate).raw(previous).u8(frontier.length);
  for (const node of frontier) writer.raw(node);
  return writer.u32(hashes.crc32(writer.finish())).finish();
}

/**
 * Reads the header at the beginning of `bytes`, which may go on; hashes in it are views.
 *
 * Throws as `parsePreamble` does, `format.malformed` if it is cut short, `integrity.ledger-damaged` if its checksum
 * differs. Whether the certificate holds is for the caller to judge.
 */
export function parseSegmentHeader(
  hashes: HashPort,
  bytes: Uint8Array,
): { header: SegmentHeader; length: number } {
  const preamble = parsePreamble(bytes, 'SEGM');
  const reader = new ByteReader(bytes);
  reader.raw(preambleLength);
  const number = reader.u32();
  const firstIndex = reader.u64();
  const logPublicKey = reader.raw(32);
  const certificate = reader.raw(certificateLength);
  const previous = reader.raw(hashLength);
  const frontier = Array.from({ length: reader.u8() }, () => reader.raw(hashLength));
  const covered = reader.offset;
  if (reader.u32() !== hashes.crc32(bytes.subarray(0, covered)))
    throw new VaultError('integrity.ledger-damaged', { what: 'segment-header' });
  if (number === 0 || frontier.length !== frontierLength(firstIndex))
    throw new VaultError('format.malformed', { what: 'segment-header' });
  const header = { ...preamble, number, firstIndex, logPublicKey, certificate, previous, frontier };
  return { header, length: reader.offset };
}
