import { crc32, deflateSync } from 'node:zlib';

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** A chunk of a PNG with its checksum. */
export function pngChunk(type: string, data: Uint8Array): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([head, body, sum]);
}

/** A picture of `width` by `height`, of which one row of pixels is real. */
export function pngWith(chunks: readonly Uint8Array[], size = { width: 1, height: 1 }): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size.width, 0);
  header.writeUInt32BE(size.height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  return Buffer.concat([
    signature,
    pngChunk('IHDR', header),
    ...chunks,
    pngChunk('IDAT', deflateSync(Uint8Array.of(0, 0))),
    pngChunk('IEND', new Uint8Array()),
  ]);
}

/** An `iTXt` chunk. */
export function itxt(keyword: string, text: string, compressed = false): Buffer {
  const body = compressed ? deflateSync(text) : Buffer.from(text);
  return pngChunk(
    'iTXt',
    Buffer.concat([Buffer.from(`${keyword}\0`), Uint8Array.of(compressed ? 1 : 0, 0, 0, 0), body]),
  );
}

export function bakedPng(text: string): Buffer {
  return pngWith([itxt('openbadgecredential', text)]);
}

const svg = (inside: string): Buffer =>
  Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0" viewBox="0 0 1 1">${inside}<g><path d="M0 0"/></g></svg>`,
  );

export function bakedSvg(text: string): Buffer {
  return text.startsWith('{')
    ? svg(`<openbadges:credential><![CDATA[\n${text}\n]]></openbadges:credential>`)
    : svg(`<openbadges:credential verify="${text}"></openbadges:credential>`);
}
export { svg as svgWith };
