import { ByteReader } from '../base/byte-reader.ts';
import { ByteWriter } from '../base/byte-writer.ts';
import { encodeHex, parseHex } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';

/** A blob file that an entry needs; readable without any key, so that a copy can be checked for missing files. */
export interface BlobPart {
  /** Number of the folder under blobs/. */
  readonly shelf: number;
  /** SHA-256 of the sealed file, 64 hexadecimal digits. */
  readonly name: string;
  /** Length of the sealed file in bytes. */
  readonly sealedLength: number;
}

/** What of an entry stands outside its seal. Tags that this version does not know are kept as they are. */
export interface PublicPart {
  readonly blobs: readonly BlobPart[];
  readonly unknown?: readonly { readonly tag: number; readonly bytes: Uint8Array }[];
}

const blobTag = 1;
const blobBodyLength = 4 + 32 + 8;
const maxLength = 0xff_ff;

/** FORMAT.md section 6. Throws `input.record-invalid` beyond 65,535 bytes, which is some 1,390 blob files in one entry. */
export function encodePublicPart({ blobs, unknown = [] }: PublicPart): Uint8Array {
  const writer = new ByteWriter(blobs.length * (3 + blobBodyLength));
  for (const { shelf, name, sealedLength } of blobs) {
    const digest = parseHex(name);
    if (digest.length !== 32) throw new VaultError('format.malformed', { what: 'blob-name' });
    writer.u8(blobTag).u16(blobBodyLength).u32(shelf).raw(digest).u64(sealedLength);
  }
  for (const { tag, bytes } of unknown) {
    if (bytes.length > maxLength) throw new VaultError('input.record-invalid', { what: 'public-part' });
    writer.u8(tag).u16(bytes.length).raw(bytes);
  }
  if (writer.length > maxLength) throw new VaultError('input.record-invalid', { what: 'public-part' });
  return writer.finish();
}

/** Throws `format.malformed`. */
export function parsePublicPart(bytes: Uint8Array): Required<PublicPart> {
  const reader = new ByteReader(bytes);
  const blobs: BlobPart[] = [];
  const unknown: { tag: number; bytes: Uint8Array }[] = [];
  while (reader.remaining > 0) {
    const tag = reader.u8();
    const body = reader.raw(reader.u16());
    if (tag === blobTag) blobs.push(parseBlobPart(body));
    else unknown.push({ tag, bytes: body });
  }
  return { blobs, unknown };
}

function parseBlobPart(body: Uint8Array): BlobPart {
  const reader = new ByteReader(body);
  const part = { shelf: reader.u32(), name: encodeHex(reader.raw(32)), sealedLength: reader.u64() };
  reader.end();
  return part;
}
