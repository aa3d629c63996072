import { deflateSync } from 'node:zlib';

import { crc32 } from '../../../src/crypto/crc32.ts';

/** Pictures with metadata, made here byte by byte as the formats say. */

/** A directory of TIFF as Exif has it, little-endian: each field a tag, a type and its value in bytes. */
export interface ExifField {
  readonly tag: number;
  readonly type: 2 | 3 | 4 | 5;
  readonly count: number;
  readonly value: Uint8Array;
}

export const ascii = (tag: number, text: string): ExifField => {
  const value = Buffer.from(`${text}\0`, 'latin1');
  return { tag, type: 2, count: value.length, value };
};
export const short = (tag: number, number: number): ExifField => {
  const value = Buffer.alloc(2);
  value.writeUInt16LE(number);
  return { tag, type: 3, count: 1, value };
};
const rationals = (tag: number, numbers: readonly number[]): ExifField => {
  const value = Buffer.alloc(numbers.length * 8);
  for (const [at, number] of numbers.entries()) {
    value.writeUInt32LE(Math.round(number * 1000), at * 8);
    value.writeUInt32LE(1000, at * 8 + 4);
  }
  return { tag, type: 5, count: numbers.length, value };
};

/** Exif of these fields; with a place (north and east, in degrees) its own directory. */
export function makeExif(fields: readonly ExifField[], place?: readonly [number, number]): Buffer {
  const placed = place === undefined ? 0 : 1;
  const mainLength = 2 + (fields.length + placed) * 12 + 4;
  let heap = 8 + mainLength;
  const data: Buffer[] = [];
  const encode = (list: readonly ExifField[]): Buffer => {
    const directory = Buffer.alloc(2 + list.length * 12 + 4);
    directory.writeUInt16LE(list.length);
    for (const [at, { tag, type, count, value }] of list.entries()) {
      const start = 2 + at * 12;
      directory.writeUInt16LE(tag, start);
      directory.writeUInt16LE(type, start + 2);
      directory.writeUInt32LE(count, start + 4);
      if (value.length <= 4) directory.set(value, start + 8);
      else {
        directory.writeUInt32LE(heap, start + 8);
        data.push(Buffer.from(value));
        heap += value.length;
      }
    }
    return directory;
  };
  if (place === undefined) {
    const main = encode(fields);
    return Buffer.concat([Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0]), main, ...data]);
  }
  const [north, east] = place;
  const whole = (degrees: number): number[] => [
    Math.floor(Math.abs(degrees)),
    (Math.abs(degrees) % 1) * 60,
    0,
  ];
  const placeFields = [
    ascii(1, north < 0 ? 'S' : 'N'),
    rationals(2, whole(north)),
    ascii(3, east < 0 ? 'W' : 'E'),
    rationals(4, whole(east)),
  ];
  const placeAt = heap;
  heap += 2 + placeFields.length * 12 + 4;
  const placeDirectory = encode(placeFields);
  const placeData = data.splice(0);
  const pointer = Buffer.alloc(4);
  pointer.writeUInt32LE(placeAt);
  const main = encode([...fields, { tag: 0x8825, type: 4, count: 1, value: pointer }]);
  return Buffer.concat([
    Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0]),
    main,
    placeDirectory,
    ...placeData,
    ...data,
  ]);
}

export function segment(marker: number, body: Uint8Array | string): Buffer {
  const bytes = Buffer.from(body as Uint8Array);
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(bytes.length + 2, 2);
  return Buffer.concat([head, bytes]);
}

/** What makes up the picture: tables, frame, and a scan with an escaped 0xff and a restart in its data. */
export const pictureParts = Buffer.concat([
  segment(0xdb, Buffer.alloc(65, 1)),
  segment(0xc0, Buffer.from([8, 0, 1, 0, 1, 1, 1, 0x11, 0])),
  segment(0xc4, Buffer.alloc(20, 2)),
  segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
  Buffer.from([0x12, 0xff, 0x00, 0x34, 0xff, 0xd0, 0x56]),
]);

/** A JPEG of these segments before the picture, with what follows its end. */
export function makeJpeg(before: readonly Uint8Array[], after: Uint8Array = new Uint8Array()): Buffer {
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    ...before,
    pictureParts,
    Buffer.from([0xff, 0xd9]),
    after,
  ]);
}

export const exifSegment = (exif: Uint8Array): Buffer =>
  segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exif]));
export const xmpSegment = (xmp: string): Buffer =>
  segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${xmp}`, 'latin1'));

export function chunk(type: string, data: Uint8Array | string): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), Buffer.from(data as Uint8Array)]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(body.length - 4);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

const header = chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]));
const data = chunk('IDAT', deflateSync(Buffer.from([0, 255])));

/** A PNG of one point with these chunks beside, and what follows its end. */
export function makePng(beside: readonly Uint8Array[], after: Uint8Array = new Uint8Array()): Buffer {
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, header, ...beside, data, chunk('IEND', ''), after]);
}
