import { utf8 } from '../../base/bytes.ts';
import {
  madeBy,
  max16,
  max32,
  ordinaryFile,
  signatures,
  sizes,
  tag64,
  version64,
  versionPlain,
  type DosTime,
  type ZipMember,
} from './zip-format.ts';

/** Length of a member's local header. */
export function localHeaderLength(name: string, size: number): number {
  return sizes.local + name.length + (size >= max32 ? 20 : 0);
}

/** The local header of a stored member (APPNOTE section 4.3.7), with its true size and CRC-32. */
export function encodeLocalHeader(member: ZipMember, when: DosTime): Uint8Array {
  const large = member.size >= max32;
  const bytes = new Fields(localHeaderLength(member.name, member.size));
  bytes.u32(signatures.local);
  sharedFields(bytes, member, when, large ? version64 : versionPlain);
  bytes.u16(member.name.length);
  bytes.u16(large ? 20 : 0);
  bytes.raw(utf8(member.name));
  if (large) bytes.u16(tag64).u16(16).u64(member.size).u64(member.size);
  return bytes.finish();
}

/** The member's header in the central directory (section 4.3.12). */
export function encodeCentralHeader(member: ZipMember, when: DosTime): Uint8Array {
  const large = member.size >= max32;
  const far = member.offset >= max32;
  const data64 = (large ? 16 : 0) + (far ? 8 : 0);
  const extra = data64 === 0 ? 0 : data64 + 4;
  const bytes = new Fields(sizes.central + member.name.length + extra);
  bytes.u32(signatures.central).u16(madeBy);
  sharedFields(bytes, member, when, data64 === 0 ? versionPlain : version64);
  bytes.u16(member.name.length).u16(extra);
  // No comment, first disk, no internal attributes.
  bytes.u16(0).u16(0).u16(0).u32(ordinaryFile);
  bytes.u32(far ? max32 : member.offset);
  bytes.raw(utf8(member.name));
  if (data64 !== 0) bytes.u16(tag64).u16(data64);
  if (large) bytes.u64(member.size).u64(member.size);
  if (far) bytes.u64(member.offset);
  return bytes.finish();
}

/** Version needed to the two lengths of the sizes: the same in both headers. No flags, stored. */
function sharedFields(bytes: Fields, member: ZipMember, when: DosTime, version: number): void {
  const size = Math.min(member.size, max32);
  bytes.u16(version).u16(0).u16(0).u16(when.time).u16(when.date);
  bytes.u32(member.crc32).u32(size).u32(size);
}

export interface Directory {
  readonly entries: number;
  readonly size: number;
  readonly offset: number;
}

/** True if the directory's numbers do not fit the plain end record. */
function needsEnd64(directory: Directory): boolean {
  return directory.entries >= max16 || directory.size >= max32 || directory.offset >= max32;
}

/** What follows the central directory: the ZIP64 end record and its locator where they are needed, and the end record (4.3.14 to 4.3.16). */
export function encodeEnd(directory: Directory): Uint8Array {
  const { entries, size, offset } = directory;
  const large = needsEnd64(directory);
  const bytes = new Fields((large ? sizes.end64 + sizes.locator64 : 0) + sizes.end);
  if (large) {
    bytes.u32(signatures.end64).u64(sizes.end64 - 12);
    bytes.u16(madeBy).u16(version64).u32(0).u32(0);
    bytes.u64(entries).u64(entries).u64(size).u64(offset);
    bytes
      .u32(signatures.locator64)
      .u32(0)
      .u64(offset + size)
      .u32(1);
  }
  bytes.u32(signatures.end).u16(0).u16(0);
  bytes.u16(Math.min(entries, max16)).u16(Math.min(entries, max16));
  bytes.u32(Math.min(size, max32)).u32(Math.min(offset, max32)).u16(0);
  return bytes.finish();
}

/** Writes little-endian fields of a known total length. */
class Fields {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(length: number) {
    this.#bytes = new Uint8Array(length);
    this.#view = new DataView(this.#bytes.buffer);
  }

  u16(value: number): this {
    this.#view.setUint16(this.#at, value, true);
    this.#at += 2;
    return this;
  }

  u32(value: number): this {
    this.#view.setUint32(this.#at, value, true);
    this.#at += 4;
    return this;
  }

  u64(value: number): this {
    this.#view.setBigUint64(this.#at, BigInt(value), true);
    this.#at += 8;
    return this;
  }

  raw(bytes: Uint8Array): this {
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
    return this;
  }

  finish(): Uint8Array {
    return this.#bytes;
  }
}
