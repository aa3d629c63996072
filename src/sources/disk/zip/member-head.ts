import { promisify } from 'node:util';
import { constants, inflateRaw } from 'node:zlib';

import type { Entry, ZipFile } from 'yauzl';

import { equalBytes } from '../../../base/bytes.ts';
import type { OpenFile } from '../disk.ts';

const inflate = promisify(inflateRaw);

/** Packed bytes that are unpacked of one member: at most 2 MiB come out of them (deflate packs 1,032 to 1 at best). */
const packedLength = 2_048;

export interface MemberHead {
  /** The first bytes of the member; undefined if they could not be unpacked. */
  readonly bytes: Uint8Array | undefined;
  readonly problems: readonly string[];
}

/** The first bytes of a member, and what is wrong with its own header. Nothing is written anywhere. */
export async function readMemberHead(zip: ZipFile, file: OpenFile, entry: Entry): Promise<MemberHead> {
  const local = await readLocalHeader(zip, entry);
  if (local === undefined) return { bytes: undefined, problems: ['header-unreadable'] };
  const problems = local.agrees ? [] : ['headers-disagree'];
  const packed = new Uint8Array(Math.min(entry.compressedSize, packedLength));
  const count = await file.read(packed, local.dataStart);
  const bytes = await unpack(entry, packed.subarray(0, count));
  return { bytes, problems: bytes === undefined ? [...problems, 'cannot-unpack'] : problems };
}

async function unpack(entry: Entry, packed: Uint8Array): Promise<Uint8Array | undefined> {
  if (entry.compressionMethod === 0) return packed;
  try {
    return await inflate(packed, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch {
    // Damaged data: said as a problem of the member.
    return undefined;
  }
}

interface LocalHeader {
  readonly dataStart: number;
  /** False where it tells another name, method, size or sum than the directory: two readers then see two archives. */
  readonly agrees: boolean;
}

async function readLocalHeader(zip: ZipFile, entry: Entry): Promise<LocalHeader | undefined> {
  try {
    const local = await zip.readLocalFileHeaderPromise(entry);
    // Bit 3: sizes and sum follow the data. 0xffffffff: they stand in the ZIP64 field.
    const later = (local.generalPurposeBitFlag & 8) !== 0;
    const fits = (here: number, there: number) => later || here === 0xffffffff || here === there;
    const agrees =
      equalBytes(local.fileName, entry.fileNameRaw) &&
      local.compressionMethod === entry.compressionMethod &&
      fits(local.crc32, entry.crc32) &&
      fits(local.compressedSize, entry.compressedSize) &&
      fits(local.uncompressedSize, entry.uncompressedSize);
    return { dataStart: local.fileDataStart, agrees };
  } catch {
    // No header where the directory says there is one: said as a problem of the member.
    return undefined;
  }
}
