import { getFileNameLowLevel, type Entry } from 'yauzl';

import { encodeBase64, utf8, equalBytes } from '../../../base/bytes.ts';
import { textOfName } from '../disk-place.ts';

/**
 * A member's path as text, with its bytes in base64 beside it where the text does not say them. UTF-8 is read as such
 * whether or not its flag is set (macOS never sets it); anything else is code page 437 or the Unicode path field.
 */
export function statedMemberPath(entry: Entry, limit: number): { path: string; pathBytes?: string } {
  const raw = entry.fileNameRaw.subarray(0, limit);
  const text = pathText(entry, raw);
  return equalBytes(utf8(text), raw) ? { path: text } : { path: text, pathBytes: encodeBase64(raw) };
}

function pathText(entry: Entry, raw: Buffer): string {
  const asUtf8 = textOfName(raw);
  if (asUtf8.exact || (entry.generalPurposeBitFlag & 0x800) !== 0) return asUtf8.text;
  // `strictFileNames`: backslashes stay as they are.
  return getFileNameLowLevel(entry.generalPurposeBitFlag, raw, entry.extraFields, true).toWellFormed();
}
