import { concatBytes } from '../../base/bytes.ts';
import { exifWithOrientation, readExif } from './exif.ts';
import { saidThing, withoutRepeats, type SaidThing } from './said-thing.ts';
import { readXmp } from './xmp.ts';

/** A marker of a JPEG file with its bytes, marker and length included (ITU-T T.81 annex B). */
interface Segment {
  readonly marker: number;
  readonly whole: Uint8Array;
  /** What follows marker and length. */
  readonly body: Uint8Array;
}

const exifName = 'Exif\0\0';
const xmpName = 'http://ns.adobe.com/xap/1.0/\0';
const extendedXmpName = 'http://ns.adobe.com/xmp/extension/\0';
const jfifName = 'JFIF\0';
/** Of a JFIF segment, up to the width and height of the small picture that may follow (JFIF 1.02). */
const jfifLength = 12;

export function isJpeg(bytes: Uint8Array): boolean {
  return bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff;
}

/** What a JPEG file says beside its picture; undefined if it cannot be taken apart. */
export function readJpeg(bytes: Uint8Array): SaidThing[] | undefined {
  const read = segmentsOf(bytes);
  if (read === undefined) return undefined;
  const said = read.segments.flatMap(({ marker, body }): SaidThing[] => {
    if (marker === 0xfe) return saidThing('words', new TextDecoder().decode(body.subarray(0, 4096)));
    if (begins(body, exifName)) return [...readExif(body.subarray(exifName.length)).said];
    if (begins(body, xmpName)) return readXmp(body.subarray(xmpName.length));
    if (begins(body, extendedXmpName)) return saidThing('other', 'XMP');
    if (marker === 0xed) return saidThing('other', 'IPTC');
    if (hasSmallPicture(marker, body)) return saidThing('picture', 'a small copy of the picture');
    return isKept(marker, body) ? [] : saidThing('other', `APP${String(marker - 0xe0)}`);
  });
  return withoutRepeats([...said, ...(read.rest > 0 ? saidThing('other', 'data after the picture') : [])]);
}

/**
 * The same picture without what it says beside: of the application's segments only those stay that its colours need, of Exif only how it is
 * turned. Nothing is decoded, so no point of the picture changes. Undefined if it cannot be taken apart.
 */
export function stripJpeg(bytes: Uint8Array): Uint8Array | undefined {
  const read = segmentsOf(bytes);
  if (read === undefined) return undefined;
  const exif = read.segments.find(({ body }) => begins(body, exifName));
  const turned = exif === undefined ? 1 : readExif(exif.body.subarray(exifName.length)).orientation;
  const [start, ...others] = read.segments;
  return concatBytes(
    ...(start === undefined ? [] : [start.whole]),
    ...(turned === 1 ? [] : [segmentOf(0xe1, concatBytes(latin1(exifName), exifWithOrientation(turned)))]),
    ...others.filter(({ marker, body }) => isKept(marker, body)).map(withoutSmallPicture),
  );
}

/** JFIF may hold a small copy of the picture, made before somebody cut a face out of the large one. */
function hasSmallPicture(marker: number, body: Uint8Array): boolean {
  return marker === 0xe0 && begins(body, jfifName) && body.length > jfifLength + 2;
}

function withoutSmallPicture({ marker, body, whole }: Segment): Uint8Array {
  if (!hasSmallPicture(marker, body)) return whole;
  return segmentOf(marker, concatBytes(body.subarray(0, jfifLength), Uint8Array.of(0, 0)));
}

/** Marker 0xe0 and up are for applications, 0xfe for comments; all others make up the picture. */
function isKept(marker: number, body: Uint8Array): boolean {
  if (marker === 0xfe) return false;
  if (marker < 0xe0 || marker > 0xef) return true;
  return (
    (marker === 0xe0 && begins(body, jfifName)) ||
    (marker === 0xe2 && begins(body, 'ICC_PROFILE\0')) ||
    (marker === 0xee && begins(body, 'Adobe'))
  );
}

/** Takes a file apart from its start to the end of its first picture. */
function segmentsOf(bytes: Uint8Array): { readonly segments: Segment[]; readonly rest: number } | undefined {
  if (!isJpeg(bytes)) return undefined;
  const segments: Segment[] = [{ marker: 0xd8, whole: bytes.subarray(0, 2), body: bytes.subarray(2, 2) }];
  let at = 2;
  while (at + 2 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const begin = at;
    // A marker may have more than one 0xff before it.
    while (bytes[at + 1] === 0xff) at += 1;
    const marker = bytes[at + 1] ?? 0;
    at += 2;
    if (marker === 0xd9) {
      segments.push({ marker, whole: bytes.subarray(begin, at), body: bytes.subarray(at, at) });
      return { segments, rest: bytes.length - at };
    }
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd8)) return undefined;
    const length = ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
    if (length < 2 || at + length > bytes.length) return undefined;
    const body = bytes.subarray(at + 2, at + length);
    at += length;
    // A scan's data follows its header; what looks like a marker there is escaped or a restart.
    if (marker === 0xda) at = endOfScan(bytes, at);
    segments.push({ marker, whole: bytes.subarray(begin, at), body });
  }
  return undefined;
}

function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next === undefined) break;
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return bytes.length;
}

function segmentOf(marker: number, body: Uint8Array): Uint8Array {
  const length = body.length + 2;
  return concatBytes(Uint8Array.of(0xff, marker, length >> 8, length & 0xff), body);
}

function begins(bytes: Uint8Array, name: string): boolean {
  return bytes.length >= name.length && latin1(name).every((byte, at) => bytes[at] === byte);
}

function latin1(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
