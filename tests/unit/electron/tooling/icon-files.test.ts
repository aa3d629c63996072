import { expect, it } from 'vitest';

import { encodeIcns, encodeIco } from '../../../../electron/tooling/icon-files.ts';

const picture = (size: number) => new Uint8Array(size).fill(size % 251);

it('writes a Windows icon whose directory points at each picture', () => {
  const sizes = [16, 256];
  const bytes = Buffer.from(encodeIco(sizes.map((size) => ({ size, png: picture(size) }))));
  expect([bytes.readUInt16LE(0), bytes.readUInt16LE(2), bytes.readUInt16LE(4)]).toEqual([0, 1, 2]);
  for (const [index, size] of sizes.entries()) {
    const at = 6 + 16 * index;
    expect(bytes[at]).toBe(size === 256 ? 0 : size);
    const length = bytes.readUInt32LE(at + 8);
    const offset = bytes.readUInt32LE(at + 12);
    expect(bytes.subarray(offset, offset + length)).toEqual(Buffer.from(picture(size)));
  }
});

it('writes an Apple icon whose lengths add up', () => {
  const bytes = Buffer.from(encodeIcns(picture));
  expect(bytes.toString('latin1', 0, 4)).toBe('icns');
  expect(bytes.readUInt32BE(4)).toBe(bytes.length);
  const found: [string, number][] = [];
  for (let at = 8; at < bytes.length; at += bytes.readUInt32BE(at + 4))
    found.push([bytes.toString('latin1', at, at + 4), bytes.readUInt32BE(at + 4) - 8]);
  expect(found).toContainEqual(['ic10', 1024]);
  expect(found).toContainEqual(['ic07', 128]);
});
