import { asJson } from '../../base/as-json.ts';
import { isJsonObject, type JsonObject } from '../../base/json.ts';
import { parseKnownRecord } from '../../evidence/parse-record.ts';
import type { Document, DocumentRole } from '../../evidence/records/document.ts';
import type { StatedTime } from '../../evidence/values/times.ts';
import { claimedType } from './claimed-types.ts';
import { pathOfPlace, statedName, statedPath, textOfName, type DiskPlace } from './disk-place.ts';
import type { FileNature } from './examine-file.ts';
import type { Look } from './look.ts';

/** The record of a file on disk: its names and times as they stand, and what its bytes say it is. */
export function fileRecord(place: DiskPlace, look: Look, nature: FileNature): JsonObject {
  const claimed = claimedType(textOfName(place.name).text);
  const document: Document = {
    ...statedName(place.name),
    ...statedPath(pathOfPlace(place)),
    role: roleOfType(nature.mediaTypeFound ?? claimed),
    ...(claimed === undefined ? {} : { mediaTypeClaimed: claimed }),
    ...(nature.mediaTypeFound === undefined ? {} : { mediaTypeFound: nature.mediaTypeFound }),
    modified: statedNanoseconds(look.mtimeNs),
    ...(tellsCreation(look) ? { created: statedNanoseconds(look.birthtimeNs) } : {}),
    ...(nature.contents === undefined ? {} : { contents: nature.contents }),
  };
  const record = asJson(parseKnownRecord('document', document));
  return isJsonObject(record) ? record : {};
}

const archives = new Set([
  'application/zip',
  'application/x-tar',
  'application/gzip',
  'application/x-7z-compressed',
  'application/vnd.rar',
  'application/x-rar-compressed',
  'application/x-bzip2',
  'application/x-xz',
  'application/zstd',
]);

/** What a file of this type most likely is. */
export function roleOfType(mediaType: string | undefined): DocumentRole {
  if (mediaType === undefined) return 'file';
  if (mediaType.startsWith('image/')) return 'image';
  if (mediaType.startsWith('audio/') || mediaType.startsWith('video/')) return 'recording';
  return archives.has(mediaType) ? 'archive' : 'file';
}

/**
 * Linux gives the time of creation on this very disk, or for want of one some other time that moves by itself, and does not
 * say which. Windows and macOS keep the file's own.
 */
function tellsCreation(look: Look): boolean {
  return (process.platform === 'win32' || process.platform === 'darwin') && look.birthtimeNs > 0n;
}

const nanosecond = 1_000_000_000n;
/** 0000-01-01 and 9999-12-31T23:59:59: what ISO 8601 writes with four digits. */
const firstSecond = -62_167_219_200n;
const lastSecond = 253_402_300_799n;

/** A time of the file system: said as seconds since 1970 with nine decimals, exactly as kept there. */
export function statedNanoseconds(nanoseconds: bigint): StatedTime {
  const fraction = ((nanoseconds % nanosecond) + nanosecond) % nanosecond;
  const seconds = (nanoseconds - fraction) / nanosecond;
  const before = seconds < 0n && fraction > 0n;
  const whole = before ? seconds + 1n : seconds;
  const rest = before ? nanosecond - fraction : fraction;
  const sign = before && whole === 0n ? '-' : '';
  const said = `${sign}${whole.toString()}.${rest.toString().padStart(9, '0')}`;
  if (seconds < firstSecond || seconds > lastSecond) return { said };
  const milliseconds = Number(seconds) * 1000 + Math.floor(Number(fraction) / 1_000_000);
  return { said, means: new Date(milliseconds).toISOString() };
}
