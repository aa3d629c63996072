import { crc32, deflateRawSync } from 'node:zlib';

/** One member of an archive that need not be honest. */
export interface RawMember {
  readonly name: string | Uint8Array;
  readonly data: string | Uint8Array;
  readonly method?: 0 | 8 | 12 | 99;
  readonly flags?: number;
  /** What the directory says instead of the truth. */
  readonly size?: number;
  readonly packedSize?: number;
  readonly crc?: number;
  readonly attributes?: number;
  /** The name in the member's own header, if another. */
  readonly localName?: string;
  /** Where the directory says that the member lies, if elsewhere. */
  readonly offset?: number;
}

/** A ZIP archive byte for byte as asked (APPNOTE 4.3), for tests of readers. */
export function rawZip(members: readonly RawMember[]): Buffer {
  const locals: Buffer[] = [];
  const entries: Buffer[] = [];
  let at = 0;
  for (const member of members) {
    const { local, entry } = encodeMember(member, at);
    locals.push(local);
    entries.push(entry);
    at += local.length;
  }
  const directory = Buffer.concat(entries);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...locals, directory, end]);
}

function encodeMember(member: RawMember, at: number): { local: Buffer; entry: Buffer } {
  const name = Buffer.from(member.name);
  const localName = Buffer.from(member.localName ?? member.name);
  const data = Buffer.from(member.data);
  const method = member.method ?? 8;
  const packed = method === 8 ? deflateRawSync(data) : data;
  const header = Buffer.alloc(26);
  header.writeUInt16LE(20, 0);
  header.writeUInt16LE(member.flags ?? 0, 2);
  header.writeUInt16LE(method, 4);
  header.writeUInt32LE(member.crc ?? crc32(data), 10);
  header.writeUInt32LE(member.packedSize ?? packed.length, 14);
  header.writeUInt32LE(member.size ?? data.length, 18);
  const localHeader = Buffer.from(header);
  localHeader.writeUInt16LE(localName.length, 22);
  header.writeUInt16LE(name.length, 22);
  const tail = Buffer.alloc(14);
  tail.writeUInt32LE(member.attributes ?? 0, 6);
  tail.writeUInt32LE(member.offset ?? at, 10);
  return {
    local: Buffer.concat([Buffer.from('PK\u0003\u0004'), localHeader, localName, packed]),
    entry: Buffer.concat([Buffer.from('PK\u0001\u0002'), Buffer.from([20, 3]), header, tail, name]),
  };
}
