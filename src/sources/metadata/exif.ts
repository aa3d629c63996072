import { saidThing, type SaidKind, type SaidThing } from './said-thing.ts';

/** What Exif says, and how the picture is to be turned (1 to 8; 1 is upright). */
export interface ExifContent {
  readonly said: readonly SaidThing[];
  readonly orientation: number;
}

/** Tags of Exif 2.32 that say something of people, places, times and devices. Those that begin with `XP` are Windows' own, in UTF-16. */
const tags: Readonly<Record<number, SaidKind>> = {
  0x010e: 'words',
  0x010f: 'device',
  0x0110: 'device',
  0x0131: 'program',
  0x0132: 'time',
  0x013b: 'author',
  0x013c: 'device',
  0x8298: 'author',
  0x9003: 'time',
  0x9004: 'time',
  0x9286: 'words',
  0x9c9b: 'title',
  0x9c9c: 'words',
  0x9c9d: 'author',
  0x9c9e: 'words',
  0x9c9f: 'words',
  0xa430: 'author',
  0xa431: 'device',
  0xa434: 'device',
  0xa435: 'device',
};
const orientationTag = 0x0112;
const exifDirectory = 0x8769;
const placeDirectory = 0x8825;

/** Bytes of one value, by the types of TIFF 6.0 section 2. */
const typeSizes: Readonly<Record<number, number>> = {
  1: 1,
  2: 1,
  3: 2,
  4: 4,
  5: 8,
  6: 1,
  7: 1,
  8: 2,
  9: 4,
  10: 8,
};
const mostFields = 1000;

/**
 * Reads a TIFF structure as Exif uses it (Exif 2.32 section 4.6). Never throws: a structure that leads astray says only what could be read.
 */
export function readExif(bytes: Uint8Array): ExifContent {
  const reader = TiffReader.open(bytes);
  if (reader === undefined) return { said: saidThing('other', 'Exif'), orientation: 1 };
  const main = reader.directory(reader.u32(4));
  const exif = reader.directory(numberOf(reader, main.get(exifDirectory)));
  const place = reader.directory(numberOf(reader, main.get(placeDirectory)));
  const said = [...main, ...exif].flatMap(([tag, field]) => {
    const kind = tags[tag];
    return kind === undefined ? [] : saidThing(kind, textOf(reader, tag, field));
  });
  const turned = numberOf(reader, main.get(orientationTag));
  // How it is turned is no secret.
  const bare = main.size === (main.has(orientationTag) ? 1 : 0) && exif.size + place.size === 0;
  const told = [...said, ...placeOf(reader, place)];
  return {
    said: told.length > 0 || bare ? told : saidThing('other', 'Exif'),
    orientation: turned >= 1 && turned <= 8 ? turned : 1,
  };
}

/** An Exif structure that says how a picture is turned, and nothing else. */
export function exifWithOrientation(orientation: number): Uint8Array {
  const bytes = new Uint8Array(26);
  // Big-endian TIFF; one directory of one field: a SHORT.
  bytes.set([0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation]);
  return bytes;
}

interface Field {
  readonly type: number;
  readonly count: number;
  /** Where its values lie. */
  readonly at: number;
}

/** Reads numbers out of a TIFF structure; what lies beyond its end is 0. */
class TiffReader {
  readonly bytes: Uint8Array;
  readonly #view: DataView;
  readonly #little: boolean;

  private constructor(bytes: Uint8Array, little: boolean) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#little = little;
  }

  static open(bytes: Uint8Array): TiffReader | undefined {
    if (bytes.length < 8) return undefined;
    const mark = String.fromCharCode(bytes[0] ?? 0, bytes[1] ?? 0);
    if (mark !== 'II' && mark !== 'MM') return undefined;
    const reader = new TiffReader(bytes, mark === 'II');
    return reader.u16(2) === 42 ? reader : undefined;
  }

  u16(at: number): number {
    return at >= 0 && at + 2 <= this.bytes.length ? this.#view.getUint16(at, this.#little) : 0;
  }

  u32(at: number): number {
    return at >= 0 && at + 4 <= this.bytes.length ? this.#view.getUint32(at, this.#little) : 0;
  }

  /** The fields of the directory at an offset; none for 0. Only this one is read, so nothing can lead in a circle. */
  directory(at: number): Map<number, Field> {
    const fields = new Map<number, Field>();
    if (at === 0) return fields;
    const count = Math.min(this.u16(at), mostFields);
    for (let n = 0; n < count; n += 1) {
      const start = at + 2 + n * 12;
      if (start + 12 > this.bytes.length) break;
      const type = this.u16(start + 2);
      const values = this.u32(start + 4);
      const size = (typeSizes[type] ?? 1) * values;
      fields.set(this.u16(start), { type, count: values, at: size <= 4 ? start + 8 : this.u32(start + 8) });
    }
    return fields;
  }
}

function numberOf(reader: TiffReader, field: Field | undefined): number {
  if (field === undefined) return 0;
  return field.type === 3 ? reader.u16(field.at) : reader.u32(field.at);
}

function textOf({ bytes }: TiffReader, tag: number, { type, count, at }: Field): string {
  const value = bytes.subarray(
    Math.min(at, bytes.length),
    Math.min(at + Math.min(count, 4096), bytes.length),
  );
  if (tag >= 0x9c9b && tag <= 0x9c9f) return new TextDecoder('utf-16le').decode(value);
  // A comment begins with the name of its code, in eight bytes.
  if (tag === 0x9286) return new TextDecoder().decode(value.subarray(8));
  return type === 2 ? new TextDecoder().decode(value) : '';
}

/** Degrees of latitude and longitude (tags 1 to 4), as maps take them. */
function placeOf(reader: TiffReader, place: ReadonlyMap<number, Field>): SaidThing[] {
  if (place.size === 0) return [];
  const degrees = (values: Field | undefined, against: string, reference: Field | undefined) => {
    if (values?.type !== 5 || values.count < 3) return undefined;
    const [whole = 0, minutes = 0, seconds = 0] = [0, 1, 2].map((n) => {
      const divisor = reader.u32(values.at + n * 8 + 4);
      return divisor === 0 ? 0 : reader.u32(values.at + n * 8) / divisor;
    });
    const turned = String.fromCharCode(reader.bytes[reference?.at ?? -1] ?? 0) === against ? -1 : 1;
    return turned * (whole + minutes / 60 + seconds / 3600);
  };
  const north = degrees(place.get(2), 'S', place.get(1));
  const east = degrees(place.get(4), 'W', place.get(3));
  return saidThing(
    'place',
    north === undefined || east === undefined ? 'GPS' : `${north.toFixed(5)}, ${east.toFixed(5)}`,
  );
}
