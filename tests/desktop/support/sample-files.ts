import { deflateSync, crc32 } from 'node:zlib';

/** Files of many kinds, made of nothing, for looking at them in the real app. */

function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}

/** A PNG of one colour that says it is so many points wide and high; its rows are there if `whole`, and a single row otherwise. */
export function makePngOf(width: number, height: number, whole: boolean): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // One bit a point, grey.
  header.set([1, 0, 0, 0, 0], 8);
  const row = 1 + Math.ceil(width / 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.alloc(row * (whole ? height : 1), 0), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** A WAV of silence, 8,000 samples a second of one byte each. */
export function makeWav(seconds: number): Buffer {
  const samples = seconds * 8000;
  const bytes = Buffer.alloc(44 + samples, 0x80);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(36 + samples, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(8000, 24);
  bytes.writeUInt32LE(8000, 28);
  bytes.writeUInt16LE(1, 32);
  bytes.writeUInt16LE(8, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples, 40);
  return bytes;
}

/**
 * A PDF of these objects, numbered from 1; the first is its catalogue.
 * @param trailer what stands in the trailer besides size and root
 */
export function makePdfOf(objects: readonly (string | Buffer)[], trailer = ''): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n', 'latin1')];
  let length = 9;
  const offsets = objects.map((object, index) => {
    const at = length;
    const body = typeof object === 'string' ? Buffer.from(object, 'latin1') : object;
    const whole = Buffer.concat([
      Buffer.from(`${String(index + 1)} 0 obj\n`, 'latin1'),
      body,
      Buffer.from('\nendobj\n', 'latin1'),
    ]);
    parts.push(whole);
    length += whole.length;
    return at;
  });
  const rows = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const size = String(objects.length + 1);
  parts.push(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<</Size ${size}/Root 1 0 R${trailer}>>\nstartxref\n${String(length)}\n%%EOF\n`,
      'latin1',
    ),
  );
  return Buffer.concat(parts);
}

/** A PDF stream of these bytes, packed. */
export function packedStream(bytes: Uint8Array, more = ''): Buffer {
  const packed = deflateSync(bytes, { level: 9 });
  return Buffer.concat([
    Buffer.from(`<</Length ${String(packed.length)}/Filter/FlateDecode${more}>>stream\n`, 'latin1'),
    packed,
    Buffer.from('\nendstream', 'latin1'),
  ]);
}

/** A PDF with a page for each line, and what its catalogue and first page hold besides. */
export function makePagesPdf(
  lines: readonly string[],
  more: { readonly catalogue?: string; readonly page?: string } = {},
): Buffer {
  const first = 4;
  const kids = lines.map((_, place) => `${String(first + place * 2)} 0 R`).join(' ');
  return makePdfOf([
    `<</Type/Catalog/Pages 2 0 R${more.catalogue ?? ''}>>`,
    `<</Type/Pages/Count ${String(lines.length)}/Kids[${kids}]>>`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    ...lines.flatMap((line, place) => {
      const shown = `BT /F1 24 Tf 60 700 Td (${line}) Tj ET`;
      return [
        `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents ${String(first + place * 2 + 1)} 0 R${more.page ?? ''}>>`,
        `<</Length ${String(shown.length)}>>stream\n${shown}\nendstream`,
      ];
    }),
  ]);
}

/** A page as a fax machine scans it (ITU T.6): a black square. */
export function makeScannedPdf(): Buffer {
  const points = 64;
  // Every row is as the white one before it, one bit each; then the end of the block, twice twelve bits. Turned into black by Decode.
  const rows = Buffer.concat([Buffer.alloc(points / 8, 0xff), Buffer.from([0x00, 0x10, 0x01])]);
  const shown = 'q 200 0 0 200 100 500 cm /I Do Q';
  const size = String(points);
  return makePdfOf([
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Count 1/Kids[3 0 R]>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 5 0 R>>>>/Contents 4 0 R>>',
    `<</Length ${String(shown.length)}>>stream\n${shown}\nendstream`,
    Buffer.concat([
      Buffer.from(
        `<</Type/XObject/Subtype/Image/Width ${size}/Height ${size}/ColorSpace/DeviceGray/BitsPerComponent 1/Decode[1 0]/Filter/CCITTFaxDecode/DecodeParms<</K -1/Columns ${size}/Rows ${size}>>/Length ${String(rows.length)}>>stream\n`,
        'latin1',
      ),
      rows,
      Buffer.from('\nendstream', 'latin1'),
    ]),
  ]);
}
