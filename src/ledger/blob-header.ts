import { ByteReader } from '../base/byte-reader.ts';
import { ByteWriter } from '../base/byte-writer.ts';
import { VaultError } from '../base/errors.ts';
import { chunkSize } from '../crypto/stream-aead.ts';
import { encodePreamble, parsePreamble, preambleLength, type Preamble } from './preamble.ts';

/** A blob's header: 56 bytes that every chunk is bound to. */
export interface BlobHeader extends Preamble {
  /** Which part of its content this file holds, from 0. */
  readonly part: number;
}

export const blobHeaderLength = 56;
/** Bytes of content in one part; a longer content goes on in the next file. */
export const maxPartLength = 536_870_912;

const chunkSizeLog2 = Math.log2(chunkSize);

/** FORMAT.md section 5. */
export function encodeBlobHeader({ epoch, vault, part }: BlobHeader): Uint8Array {
  const writer = new ByteWriter(blobHeaderLength).raw(encodePreamble({ kind: 'BLOB', epoch, vault }));
  return writer.u8(chunkSizeLog2).u8(0).u16(part).u32(0).finish();
}

/**
 * Reads the header at the beginning of `bytes`, which may go on. Throws as `parsePreamble` does, and `format.unknown` for
 * another chunk size.
 */
export function parseBlobHeader(bytes: Uint8Array): BlobHeader {
  const preamble = parsePreamble(bytes, 'BLOB');
  const reader = new ByteReader(bytes.subarray(preambleLength, blobHeaderLength));
  if (reader.u8() !== chunkSizeLog2) throw new VaultError('format.unknown', { what: 'chunk-size' });
  const zero = reader.u8();
  const part = reader.u16();
  if (zero !== 0 || reader.u32() !== 0) throw new VaultError('format.malformed', { what: 'blob-header' });
  return { ...preamble, part };
}
