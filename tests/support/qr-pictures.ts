import { inflateSync } from 'node:zlib';

/** Pixels as `decodeQR` takes them. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** Pixels of squares that are dark or light, each `scale` pixels wide. */
export function pictureOf(dark: readonly (readonly boolean[])[], scale = 4): Pixels {
  const width = (dark[0]?.length ?? 0) * scale;
  const height = dark.length * scale;
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const shade = dark[Math.floor(y / scale)]?.[Math.floor(x / scale)] === true ? 0 : 255;
      data.set([shade, shade, shade, 255], (y * width + x) * 4);
    }
  return { width, height, data };
}

/** A PNG of one bit a pixel, as card pictures are. Throws for any other. */
export function readPng(file: Buffer): Pixels {
  const kind = file.subarray(24, 29).toString('hex');
  if (file.subarray(0, 8).toString('latin1') !== '\x89PNG\r\n\x1a\n' || kind !== '0100000000')
    throw new Error(`not a picture of one bit a pixel: ${kind}`);
  const width = file.readUInt32BE(16);
  const at = file.indexOf('IDAT');
  const rows = inflateSync(file.subarray(at + 4, at + 4 + file.readUInt32BE(at - 4)));
  const rowLength = 1 + Math.ceil(width / 8);
  const dark = Array.from({ length: file.readUInt32BE(20) }, (_, y) =>
    Array.from(
      { length: width },
      (_unused, x) => (((rows[y * rowLength + 1 + (x >> 3)] ?? 0) >> (7 - (x & 7))) & 1) === 0,
    ),
  );
  return pictureOf(dark, 1);
}

/** True for a line of a code in a terminal. */
export const isDrawn = (line: string): boolean => /^[█▀▄ ]{40,}$/u.test(line);

/** What is drawn in a dark terminal: blocks are light, two rows on a line. */
export function pictureOfLines(lines: readonly string[]): Pixels {
  const rows = lines.flatMap((line) => [
    Array.from(line, (block) => block !== '█' && block !== '▀'),
    Array.from(line, (block) => block !== '█' && block !== '▄'),
  ]);
  return pictureOf(rows);
}
