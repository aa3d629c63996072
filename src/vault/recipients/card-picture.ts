import { crc32, deflateSync } from 'node:zlib';

import { modulesOf, quietModules } from '../../bundle/recipients/card-modules.ts';

/** Pixels that a picture is at least wide. */
const leastWidth = 800;
const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** A card's QR code as a picture to print or to send: PNG (ISO/IEC 15948), one bit a pixel. */
export function cardPicture(cardText: string): Uint8Array {
  const modules = modulesOf(cardText);
  const across = modules.length + 2 * quietModules;
  const scale = Math.ceil(leastWidth / across);
  const width = across * scale;
  const rowLength = 1 + Math.ceil(width / 8);
  // All pixels light; the byte before each row says that it is not filtered.
  const pixels = Buffer.alloc(rowLength * width, 0xff);
  for (let y = 0; y < width; y += 1) pixels[y * rowLength] = 0;
  for (let y = 0; y < width; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const isDark = modules[Math.floor(y / scale) - quietModules]?.[Math.floor(x / scale) - quietModules];
      const at = y * rowLength + 1 + (x >> 3);
      if (isDark === true) pixels[at] = (pixels[at] ?? 0) & ~(0x80 >> (x & 7));
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(width, 4);
  // One bit of grey; the standard compression and filters, no interlacing.
  head.set([1, 0, 0, 0, 0], 8);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(pixels)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, content: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(content.length, 0);
  whole.set(body, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}
