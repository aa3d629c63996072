import type { Entry } from 'yauzl';

import { VaultError } from '../../../base/errors.ts';
import type { OpenFile } from '../../disk/disk.ts';
import { orFailure } from '../../disk/file-content.ts';
import { unsafe } from './check-members.ts';

const fixedLength = 30;

/**
 * Reads the header that stands before a member's bytes (APPNOTE 4.3.7) and holds it against the directory's entry: two readers must not
 * see two archives. @returns the offset of the member's first packed byte. Throws `format.zip-unsafe`, `format.malformed`, `input.*`.
 */
export async function checkLocalHeader(file: OpenFile, entry: Entry): Promise<number> {
  const header = Buffer.alloc(fixedLength + entry.fileNameLength);
  const count = await orFailure(file.read(header, entry.relativeOffsetOfLocalHeader));
  if (count < header.length || header.readUInt32LE(0) !== 0x04034b50)
    throw new VaultError('format.malformed', { problem: 'member-missing' });
  const flags = header.readUInt16LE(6);
  // Bit 3: sizes and sum follow the data. 0xffffffff: they stand in the ZIP64 field.
  const later = (flags & 8) !== 0;
  const fits = (here: number, there: number): boolean => later || here === 0xffffffff || here === there;
  const agrees =
    (flags & 1) === (entry.generalPurposeBitFlag & 1) &&
    header.readUInt16LE(8) === entry.compressionMethod &&
    fits(header.readUInt32LE(14), entry.crc32 >>> 0) &&
    fits(header.readUInt32LE(18), entry.compressedSize) &&
    fits(header.readUInt32LE(22), entry.uncompressedSize) &&
    header.readUInt16LE(26) === entry.fileNameLength &&
    header.subarray(fixedLength).equals(entry.fileNameRaw);
  if (!agrees) throw unsafe('headers-disagree');
  return entry.relativeOffsetOfLocalHeader + header.length + header.readUInt16LE(28);
}
