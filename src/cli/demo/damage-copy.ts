import { readFile, writeFile } from 'node:fs/promises';

/** `PK\x03\x04`, where a file begins in a zip (APPNOTE 4.3.7). */
const localHeader = 0x04034b50;
const nameOffset = 30;
const extraLengthOffset = 28;

/**
 * Writes a copy of a bundle in which one byte, in the middle of one file, is another one: what a careful forger or a bad disk would
 * leave behind.
 *
 * @param file the file's path inside the bundle's base folder; bundles store files uncompressed
 * @param size its length in bytes, 1 or more
 * @returns false if there is no such file
 */
export async function damageCopy(bundle: string, file: string, size: number, out: string): Promise<boolean> {
  const bytes = await readFile(bundle);
  const start = findContent(bytes, file);
  if (start === undefined) return false;
  const place = start + Math.floor(size / 2);
  bytes.writeUInt8(bytes.readUInt8(place) ^ 1, place);
  await writeFile(out, bytes);
  return true;
}

function findContent(bytes: Buffer, file: string): number | undefined {
  const ending = Buffer.from(`/${file}`, 'latin1');
  for (let at = bytes.indexOf(ending); at >= 0; at = bytes.indexOf(ending, at + 1)) {
    const end = at + ending.length;
    const header = bytes.lastIndexOf('PK\u0003\u0004', at, 'latin1');
    if (header < 0 || bytes.readUInt32LE(header) !== localHeader) continue;
    // The same words also stand in the manifests; here they are the name of a file.
    if (header + nameOffset + bytes.readUInt16LE(header + 26) !== end) continue;
    return end + bytes.readUInt16LE(header + extraLengthOffset);
  }
  return undefined;
}
