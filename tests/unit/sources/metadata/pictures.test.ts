import { deflateSync } from 'node:zlib';

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readFileMetadata, stripFileMetadata } from '../../../../src/sources/metadata/file-metadata.ts';
import { readExif } from '../../../../src/sources/metadata/exif.ts';
import { readJpeg, stripJpeg } from '../../../../src/sources/metadata/jpeg.ts';
import { readPng, stripPng } from '../../../../src/sources/metadata/png.ts';
import { readXmp } from '../../../../src/sources/metadata/xmp.ts';
import {
  ascii,
  chunk,
  exifSegment,
  makeExif,
  makeJpeg,
  makePng,
  pictureParts,
  segment,
  short,
  xmpSegment,
} from '../../../support/metadata/make-pictures.ts';

const exif = makeExif(
  [ascii(0x013b, 'Sam Reed'), ascii(0x0110, 'Phone 7'), ascii(0x0132, '2026:11:20 10:15:30')],
  [54.5, -1.25],
);
const xmp =
  '<x:xmpmeta><rdf:Description xmp:CreatorTool="Paint &amp; Co"><dc:creator><rdf:Seq><rdf:li>Sam Reed</rdf:li></rdf:Seq></dc:creator></rdf:Description></x:xmpmeta>';
const jfif = segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1'));
const profile = segment(0xe2, Buffer.from('ICC_PROFILE\0\x01\x01colours', 'latin1'));
const adobe = segment(0xee, Buffer.from('Adobe\0d\0\0\0\0\0', 'latin1'));

describe('a JPEG', () => {
  it('says who, where, when and with what', () => {
    const said = readJpeg(
      makeJpeg([jfif, exifSegment(exif), xmpSegment(xmp), segment(0xfe, Buffer.from('my comment'))]),
    );
    expect(said).toEqual([
      { what: 'author', text: 'Sam Reed' },
      { what: 'device', text: 'Phone 7' },
      { what: 'time', text: '2026:11:20 10:15:30' },
      { what: 'place', text: '54.50000, -1.25000' },
      { what: 'program', text: 'Paint & Co' },
      { what: 'words', text: 'my comment' },
    ]);
  });

  it('keeps in a copy only what makes up the picture and its colours, byte for byte', () => {
    const beside = [
      exifSegment(exif),
      xmpSegment(xmp),
      segment(0xed, Buffer.from('Photoshop 3.0\0')),
      segment(0xfe, Buffer.from('words')),
      segment(0xe2, Buffer.from('MPF\0more')),
    ];
    const whole = makeJpeg([jfif, ...beside, profile, adobe], Buffer.from('a second picture'));
    const copy = stripJpeg(whole);
    expect(copy).toEqual(new Uint8Array(makeJpeg([jfif, profile, adobe])));
    expect(readJpeg(copy ?? new Uint8Array())).toEqual([]);
    expect(Buffer.from(copy ?? []).includes(pictureParts)).toBe(true);
  });

  it('holds no small picture of itself in a copy', () => {
    const small = Buffer.concat([
      Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\x02\x01', 'latin1'),
      Buffer.from('a face'),
    ]);
    const whole = makeJpeg([segment(0xe0, small)]);
    expect(readJpeg(whole)).toEqual([{ what: 'picture', text: 'a small copy of the picture' }]);
    expect(stripJpeg(whole)).toEqual(new Uint8Array(makeJpeg([jfif])));
    expect(readJpeg(makeJpeg([jfif]))).toEqual([]);
  });

  it('stays turned as it was, and says that alone', () => {
    const turned = makeJpeg([exifSegment(makeExif([short(0x0112, 6), ascii(0x013b, 'Sam Reed')], [1, 1]))]);
    const copy = stripJpeg(turned) ?? new Uint8Array();
    const inside = Buffer.from(copy).indexOf('Exif\0\0', 0, 'latin1');
    expect(readExif(copy.subarray(inside + 6)).orientation).toBe(6);
    expect(Buffer.from(copy).includes('Sam')).toBe(false);
    expect(readExif(copy.subarray(inside + 6)).said).toEqual([]);
  });

  it('is not taken apart where it is broken, and never gets out of hand', async () => {
    const good = makeJpeg([jfif, exifSegment(exif)]);
    for (const broken of [
      good.subarray(0, 40),
      good.subarray(0, good.length - 2),
      Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0, 1]),
    ])
      expect(await stripFileMetadata(new Uint8Array(broken))).toBeUndefined();
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.nat(255), (at, byte) => {
        const odd = new Uint8Array(good);
        odd[at] = byte;
        const copy = stripJpeg(odd);
        if (copy !== undefined) expect(readJpeg(copy)).toBeDefined();
      }),
      { numRuns: 500 },
    );
  });
});

describe('Exif', () => {
  it('never throws, whatever it holds', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (tail) => {
        readExif(Uint8Array.from([0x49, 0x49, 42, 0, 8, 0, 0, 0, ...tail]));
        readExif(tail);
        readXmp(tail);
      }),
    );
  });
});

describe('a PNG', () => {
  const international = Buffer.concat([
    Buffer.from('XML:com.adobe.xmp\0\0\0\0\0', 'latin1'),
    Buffer.from(xmp),
  ]);
  const packed = Buffer.concat([
    Buffer.from('Description\0\0', 'latin1'),
    deflateSync(Buffer.from('a view')),
  ]);
  const beside = [
    chunk('tEXt', Buffer.from('Author\0Sam Reed', 'latin1')),
    chunk('zTXt', packed),
    chunk('iTXt', international),
    chunk('eXIf', exif),
    chunk('tIME', Buffer.from([0x07, 0xea, 11, 20, 10, 15, 30])),
    chunk('prVt', Buffer.from('a program’s own')),
  ];

  it('says who, where, when and with what', () => {
    expect(readPng(makePng(beside))).toEqual([
      { what: 'author', text: 'Sam Reed' },
      { what: 'words', text: 'Description: a view' },
      { what: 'program', text: 'Paint & Co' },
      { what: 'device', text: 'Phone 7' },
      { what: 'time', text: '2026:11:20 10:15:30' },
      { what: 'place', text: '54.50000, -1.25000' },
      { what: 'time', text: '2026-11-20' },
      { what: 'other', text: 'prVt' },
    ]);
  });

  it('keeps in a copy only what makes up the picture, byte for byte', () => {
    const colours = chunk('gAMA', Buffer.from([0, 0, 0xb1, 0x8f]));
    const copy = stripPng(makePng([...beside, colours], Buffer.from('hidden')));
    expect(copy).toEqual(new Uint8Array(makePng([colours])));
    expect(readPng(copy ?? new Uint8Array())).toEqual([]);
  });

  it('with a text that unpacks without end says its keyword', () => {
    const bomb = Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), deflateSync(Buffer.alloc(40 << 20))]);
    expect(readPng(makePng([chunk('zTXt', bomb)]))).toEqual([{ what: 'words', text: 'Comment:' }]);
  });

  it('is not taken apart where it is broken', async () => {
    const good = makePng(beside);
    for (const broken of [good.subarray(0, 60), good.subarray(0, good.length - 4)])
      expect(await stripFileMetadata(new Uint8Array(broken))).toBeUndefined();
  });
});

describe('a copy of a picture', () => {
  it('says nothing any more, is its own copy, and is the same each time', async () => {
    const anyExif = fc.array(
      fc.tuple(fc.constantFrom(0x010e, 0x010f, 0x013b, 0x8298), fc.stringMatching(/^[a-z ]{1,20}[a-z]$/)),
      { minLength: 1, maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(
        anyExif,
        fc.uint8Array({ maxLength: 50 }),
        fc.boolean(),
        async (fields, words, isPng) => {
          const made = makeExif(fields.map(([tag, text]) => ascii(tag, text)));
          const whole = isPng
            ? makePng([chunk('eXIf', made), chunk('tEXt', words)])
            : makeJpeg([exifSegment(made), segment(0xfe, words)]);
          const copy = await stripFileMetadata(new Uint8Array(whole));
          expect(copy).toEqual(new Uint8Array(isPng ? makePng([]) : makeJpeg([])));
          expect(await readFileMetadata(copy ?? new Uint8Array())).toEqual({ said: [], strippable: false });
          expect(await stripFileMetadata(copy ?? new Uint8Array())).toBeUndefined();
        },
      ),
      { numRuns: 60 },
    );
  });
});
