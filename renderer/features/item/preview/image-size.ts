/** Width and height of a picture in points, as its header says; drawing it may still fail. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Reads the size of a PNG, JPEG, GIF, WebP, BMP, ICO or AVIF from its first bytes, so that a picture that would fill the memory is
 * never decoded. Undefined if the head is too short or of another kind.
 */
export function imageSizeOf(head: Uint8Array): ImageSize | undefined {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  try {
    return png(view) ?? gif(view) ?? jpeg(view) ?? webp(view) ?? bmp(view) ?? ico(view) ?? avif(view);
  } catch (thrown) {
    // A header that ends too soon.
    if (thrown instanceof RangeError) return undefined;
    throw thrown;
  }
}

function starts(view: DataView, at: number, text: string): boolean {
  if (at + text.length > view.byteLength) return false;
  for (let place = 0; place < text.length; place += 1)
    if (view.getUint8(at + place) !== text.charCodeAt(place)) return false;
  return true;
}

/** PNG, third edition, 5.2 and 11.2.1: IHDR comes first. */
function png(view: DataView): ImageSize | undefined {
  if (!starts(view, 0, '\x89PNG\r\n\x1a\n') || !starts(view, 12, 'IHDR')) return undefined;
  return { width: view.getUint32(16), height: view.getUint32(20) };
}

function gif(view: DataView): ImageSize | undefined {
  if (!starts(view, 0, 'GIF87a') && !starts(view, 0, 'GIF89a')) return undefined;
  return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
}

/** ITU T.81, B.1.1.3 and B.2.2: marker by marker up to the frame header. */
function jpeg(view: DataView): ImageSize | undefined {
  if (!starts(view, 0, '\xff\xd8')) return undefined;
  for (let at = 2; at + 9 <= view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    // 0xc4, 0xc8 and 0xcc are tables and a reserved one among the frame headers.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    // Markers without a body.
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)) at += 2;
    else if (marker === 0xda || marker === 0xd9) return undefined;
    else at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

function webp(view: DataView): ImageSize | undefined {
  if (!starts(view, 0, 'RIFF') || !starts(view, 8, 'WEBP')) return undefined;
  if (starts(view, 12, 'VP8X')) return { width: 1 + uint24(view, 24), height: 1 + uint24(view, 27) };
  if (starts(view, 12, 'VP8L')) {
    const bits = view.getUint32(21, true);
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >>> 14) & 0x3fff) };
  }
  if (starts(view, 12, 'VP8 '))
    return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  return undefined;
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) + view.getUint8(at + 2) * 0x10000;
}

function bmp(view: DataView): ImageSize | undefined {
  if (!starts(view, 0, 'BM')) return undefined;
  if (view.getUint32(14, true) === 12)
    return { width: view.getUint16(18, true), height: view.getUint16(20, true) };
  return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
}

/** Its pictures are 256 points at most by their directory, and may be PNGs that say otherwise: the largest one counts. */
function ico(view: DataView): ImageSize | undefined {
  if (!starts(view, 0, '\0\0\x01\0')) return undefined;
  let largest: ImageSize = { width: 0, height: 0 };
  const count = view.getUint16(4, true);
  for (let entry = 0; entry < count; entry += 1) {
    const start = view.getUint32(6 + entry * 16 + 12, true);
    const inside = new DataView(view.buffer, view.byteOffset + Math.min(start, view.byteLength));
    const size = png(inside) ?? { width: 256, height: 256 };
    if (size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest;
}

/** ISO/IEC 23008-12: the largest `ispe` property among the first bytes. */
function avif(view: DataView): ImageSize | undefined {
  if (!starts(view, 4, 'ftyp')) return undefined;
  let largest: ImageSize | undefined;
  for (let at = 8; at + 16 <= view.byteLength; at += 1) {
    if (!starts(view, at, 'ispe')) continue;
    const size = { width: view.getUint32(at + 8), height: view.getUint32(at + 12) };
    if (largest === undefined || size.width * size.height > largest.width * largest.height) largest = size;
  }
  return largest;
}
