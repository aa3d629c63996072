import { getFileNameLowLevel, type Entry } from 'yauzl';

import { encodeBase64, utf8, equalBytes } from '../../../base/bytes.ts';
import { textOfName } from '../disk-place.ts';

/**
 * A member's path as text, with its bytes in base64 beside it where the text does not say them. A Unicode path field (APPNOTE
 * 4.6.9) that fits the name comes first; then UTF-8, whether or not its flag is set (macOS never sets it); anything else is code page 437.
 */
export function statedMemberPath(entry: Entry, limit: number): { path: string; pathBytes?: string } {
  const raw = entry.fileNameRaw.subarray(0, limit);
  const text = pathText(entry, raw);
  return equalBytes(utf8(text), raw) ? { path: text } : { path: text, pathBytes: encodeBase64(raw) };
}

function pathText(entry: Entry, raw: Buffer): string {
  // `strictFileNames`: backslashes stay as they are.
  const plain = getFileNameLowLevel(0, raw, [], true);
  const field = getFileNameLowLevel(0, raw, entry.extraFields, true);
  if (field !== plain) return field.toWellFormed();
  const asUtf8 = textOfName(raw);
  if (asUtf8.exact || (entry.generalPurposeBitFlag & 0x800) !== 0) return asUtf8.text;
  return plain.toWellFormed();
}
