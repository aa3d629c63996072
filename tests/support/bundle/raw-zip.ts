import { concatBytes } from '../../../src/base/bytes.ts';
import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';

/** The fields of a header that a hostile zip may set as it likes. Sizes and offsets are true unless they are given. */
interface HeaderFields {
  readonly name?: Uint8Array | string;
  readonly version?: number;
  readonly flags?: number;
  readonly method?: number;
  readonly time?: number;
  readonly crc32?: number;
  readonly stored?: number;
  readonly size?: number;
  readonly extra?: Uint8Array;
}

interface CentralFields extends HeaderFields {
  readonly madeBy?: number;
  readonly comment?: string;
  readonly disk?: number;
  readonly internal?: number;
  readonly external?: number;
  readonly offset?: number;
}

export interface RawFile {
  readonly name: string | Uint8Array;
  readonly bytes?: Uint8Array;
  /** Set in both headers. */
  readonly both?: HeaderFields;
  readonly local?: HeaderFields;
  readonly central?: CentralFields;
  /** Bytes after the data: a data descriptor, a gap. */
  readonly after?: Uint8Array;
}

export interface RawEnd {
  readonly entries?: number;
  readonly entriesHere?: number;
  readonly disk?: number;
  readonly directorySize?: number;
  readonly directoryOffset?: number;
  readonly comment?: string;
  /** Between the directory and the end record: ZIP64 records. */
  readonly before?: Uint8Array;
}

/** Builds a zip field by field, sound unless told otherwise. For hostile zips in tests: it checks nothing. */
export function rawZip(files: readonly RawFile[], end: RawEnd = {}): Uint8Array {
  const locals: Uint8Array[] = [];
  const centrals: Uint8Array[] = [];
  let offset = 0;
  for (const file of files) {
    const bytes = file.bytes ?? new Uint8Array(0);
    const local = { ...defaults(file, bytes), ...file.both, ...file.local };
    const central: Required<HeaderFields> & CentralFields = {
      ...defaults(file, bytes),
      ...file.both,
      ...file.central,
    };
    const piece = concatBytes(
      u32(0x04034b50),
      shared(local),
      u16(nameOf(local).length),
      u16(local.extra.length),
      nameOf(local),
      local.extra,
      bytes,
      file.after ?? new Uint8Array(0),
    );
    centrals.push(
      concatBytes(
        u32(0x02014b50),
        u16(central.madeBy ?? 0x032d),
        shared(central),
        u16(nameOf(central).length),
        u16(central.extra.length),
        u16(central.comment?.length ?? 0),
        u16(central.disk ?? 0),
        u16(central.internal ?? 0),
        u32(central.external ?? 0o100644 * 0x10000),
        u32(central.offset ?? offset),
        nameOf(central),
        central.extra,
        ascii(central.comment ?? ''),
      ),
    );
    locals.push(piece);
    offset += piece.length;
  }
  const directory = concatBytes(...centrals);
  const comment = ascii(end.comment ?? '');
  return concatBytes(
    ...locals,
    directory,
    end.before ?? new Uint8Array(0),
    u32(0x06054b50),
    u16(end.disk ?? 0),
    u16(end.disk ?? 0),
    u16(end.entriesHere ?? end.entries ?? files.length),
    u16(end.entries ?? files.length),
    u32(end.directorySize ?? directory.length),
    u32(end.directoryOffset ?? offset),
    u16(comment.length),
    comment,
  );
}

function defaults({ name }: RawFile, bytes: Uint8Array): Required<HeaderFields> {
  const size = bytes.length;
  return {
    name,
    version: 10,
    flags: 0,
    method: 0,
    time: 0,
    crc32: hashes.crc32(bytes),
    stored: size,
    size,
    extra: new Uint8Array(0),
  };
}

function shared(fields: Required<HeaderFields>): Uint8Array {
  const { version, flags, method, time, crc32, stored, size } = fields;
  return concatBytes(
    u16(version),
    u16(flags),
    u16(method),
    u16(time),
    u16(0x21),
    u32(crc32),
    u32(stored),
    u32(size),
  );
}

function nameOf({ name }: Required<HeaderFields>): Uint8Array {
  return typeof name === 'string' ? ascii(name) : name;
}

function ascii(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function u16(value: number): Uint8Array {
  return Uint8Array.of(value & 0xff, value >>> 8);
}

export function u32(value: number): Uint8Array {
  return concatBytes(u16(value & 0xffff), u16(value >>> 16));
}

export function u64(value: number): Uint8Array {
  return concatBytes(u32(value % 0x1_0000_0000), u32(Math.floor(value / 0x1_0000_0000)));
}
