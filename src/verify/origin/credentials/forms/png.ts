import { ByteReader } from '../../../../base/byte-reader.ts';
import { equalBytes, parseUtf8 } from '../../../../base/bytes.ts';
import { VaultError } from '../../../../base/errors.ts';
import { crc32 } from '../../../../crypto/crc32.ts';
import { credentialLimits } from '../limits.ts';

/** PNG section 5.2. */
export const pngSignature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** What was baked into a picture: a credential of now, or an assertion of Open Badges 1 and 2. */
export interface Baked {
  readonly keyword: 'openbadgecredential' | 'openbadges';
  readonly text: string;
}

/**
 * The credential that is baked into a PNG (Open Badges 3.0 section 5.3.1: an `iTXt` chunk with the keyword `openbadgecredential`,
 * once, not compressed; before that `openbadges`, in `iTXt` or `tEXt`). The picture itself is never unpacked.
 *
 * Throws `format.malformed` for a broken PNG, a wrong checksum, a compressed or a second credential; `input.too-large`.
 * @returns undefined for a PNG without one
 */
export function findBakedInPng(bytes: Uint8Array): Baked | undefined {
  const reader = new ByteReader(bytes);
  if (!equalBytes(reader.raw(Math.min(8, bytes.length)), pngSignature)) throw malformed('png-signature');
  let found: Baked | undefined;
  for (let chunks = 0; reader.remaining > 0; chunks += 1) {
    if (chunks >= credentialLimits.chunks) throw malformed('png-chunks');
    const length = reader.u32();
    const typeAndData = reader.raw(length + 4);
    if (reader.u32() !== crc32(typeAndData)) throw malformed('png-checksum');
    const type = asciiOf(typeAndData.subarray(0, 4));
    if (chunks === 0 && type !== 'IHDR') throw malformed('png-header');
    if (type === 'IEND') break;
    const baked = type === 'iTXt' || type === 'tEXt' ? bakedIn(type, typeAndData.subarray(4)) : undefined;
    if (baked === undefined) continue;
    if (found?.keyword === baked.keyword) throw malformed('png-two-credentials');
    if (found === undefined || baked.keyword === 'openbadgecredential') found = baked;
  }
  return found;
}

/** `iTXt`: keyword, 0, compression flag, compression method, language, 0, keyword translated, 0, text (PNG section 11.3.3.4). */
function bakedIn(type: 'iTXt' | 'tEXt', data: Uint8Array): Baked | undefined {
  const end = data.subarray(0, 80).indexOf(0);
  const keyword = end < 0 ? '' : asciiOf(data.subarray(0, end));
  if (keyword !== 'openbadgecredential' && keyword !== 'openbadges') return undefined;
  if (type === 'tEXt')
    return keyword === 'openbadges' ? { keyword, text: textOf(data.subarray(end + 1)) } : undefined;
  if (data[end + 1] !== 0) throw malformed('png-compressed');
  const languageEnd = data.indexOf(0, end + 3);
  const translatedEnd = languageEnd < 0 ? -1 : data.indexOf(0, languageEnd + 1);
  if (translatedEnd < 0) throw malformed('png-text');
  return { keyword, text: textOf(data.subarray(translatedEnd + 1)) };
}

function textOf(bytes: Uint8Array): string {
  if (bytes.length > credentialLimits.text)
    throw new VaultError('input.too-large', { limit: credentialLimits.text });
  return parseUtf8(bytes);
}

function asciiOf(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function malformed(what: string): VaultError {
  return new VaultError('format.malformed', { what });
}
