import { crc32 } from 'node:zlib';

/**
 * Deterministic files of an exact size for those whose bytes the recordings do not hold. Each is a true file of its
 * kind as far as its first bytes and its structure go, and says where it can that it is a stand-in.
 */

/** An MP4 that has a file type box and media data, but no film: `size` bytes. */
export function makeMp4(size: number): Buffer {
  const bytes = Buffer.alloc(size);
  bytes.writeUInt32BE(32, 0);
  bytes.write('ftypisom', 4, 'latin1');
  bytes.writeUInt32BE(0x200, 12);
  bytes.write('isomiso2avc1mp41', 16, 'latin1');
  bytes.writeUInt32BE(size - 32, 32);
  bytes.write('mdat', 36, 'latin1');
  // A xorshift generator (Marsaglia 2003): the bytes do not compress, so nothing downstream can cheat on them.
  let state = 0x9e3779b9;
  for (let at = 40; at + 4 <= size; at += 4) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes.writeInt32LE(state, at);
  }
  return bytes;
}

/** A one-page PDF of `size` bytes that shows `line` (ASCII, no brackets or backslashes). */
export function makePdf(size: number, line: string): Buffer {
  const digits = (number: number): string => number.toString().padStart(10, '0');
  const build = (padding: number): string => {
    const shown = `BT /F1 11 Tf 40 780 Td (${line}) Tj ET`;
    const objects = [
      '<</Type/Catalog/Pages 2 0 R>>',
      '<</Type/Pages/Count 1/Kids[3 0 R]>>',
      '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R>>',
      `<</Length ${shown.length}>>stream\n${shown}\nendstream`,
      '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
      `<</Length ${digits(padding)}>>stream\n${' '.repeat(padding)}\nendstream`,
    ];
    let text = '%PDF-1.4\n';
    const offsets: number[] = [];
    for (const [index, object] of objects.entries()) {
      offsets.push(text.length);
      text += `${index + 1} 0 obj\n${object}\nendobj\n`;
    }
    const start = text.length;
    const rows = offsets.map((offset) => `${digits(offset)} 00000 n \n`).join('');
    return `${text}xref\n0 7\n0000000000 65535 f \n${rows}trailer\n<</Size 7/Root 1 0 R>>\nstartxref\n${digits(start)}\n%%EOF\n`;
  };
  return Buffer.from(build(size - build(0).length), 'latin1');
}

/** A grey PNG of 16 by 16 points and `size` bytes, padded with a private chunk that holds `line`. */
export function makePng(size: number, line: string): Buffer {
  const chunk = (type: string, data: Buffer): Buffer => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const framed = Buffer.alloc(body.length + 8);
    framed.writeUInt32BE(data.length, 0);
    body.copy(framed, 4);
    framed.writeUInt32BE(crc32(body), body.length + 4);
    return framed;
  };
  const header = Buffer.from([0, 0, 0, 16, 0, 0, 0, 16, 8, 0, 0, 0, 0]);
  // Sixteen rows of a filter byte and sixteen points, as one stored (not compressed) deflate block.
  const rows = Buffer.alloc(16 * 17, 0x80);
  for (let row = 0; row < 16; row += 1) rows[row * 17] = 0;
  const block = Buffer.from([0x78, 0x01, 0x01, 0x10, 0x01, 0xef, 0xfe]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(adler32(rows));
  const start = Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
  ]);
  const end = Buffer.concat([
    chunk('IDAT', Buffer.concat([block, rows, sum])),
    chunk('IEND', Buffer.alloc(0)),
  ]);
  const padding = Buffer.alloc(size - start.length - end.length - 12, ' ');
  padding.write(line, 'latin1');
  return Buffer.concat([start, chunk('paDd', padding), end]);
}

/** RFC 1950 section 8.2. */
function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (const byte of bytes) {
    low = (low + byte) % 65521;
    high = (high + low) % 65521;
  }
  return ((high << 16) | low) >>> 0;
}
