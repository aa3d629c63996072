/** A square picture. */
export interface SizedPicture {
  /** Width and height in pixels. */
  readonly size: number;
  readonly png: Uint8Array;
}

/**
 * Puts PNG pictures into a Windows icon file: a directory of sixteen bytes each, then the pictures as they are.
 * Source: [MS-GRPICONDIR] and the PNG entries of Windows Vista and later.
 */
export function encodeIco(pictures: readonly SizedPicture[]): Uint8Array {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  for (const [index, { size, png }] of pictures.entries()) {
    const at = 6 + 16 * index;
    // One byte each: 256 is written as 0.
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
}

/** The members of an Apple icon file that hold PNG: its type, and the size in pixels. */
const icnsMembers = [
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
] as const;

/** Puts PNG pictures into an Apple icon file: each with its type and length (with these eight bytes), big-endian. */
export function encodeIcns(pictureOf: (size: number) => Uint8Array): Uint8Array {
  const members = icnsMembers.map(([type, size]) => {
    const png = pictureOf(size);
    return Buffer.concat([head(type, png.length), png]);
  });
  const body = Buffer.concat(members);
  return Buffer.concat([head('icns', body.length), body]);
}

function head(type: string, length: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.write(type, 'latin1');
  bytes.writeUInt32BE(length + 8, 4);
  return bytes;
}
