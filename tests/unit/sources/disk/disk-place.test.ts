import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  keyOfName,
  pathOfPlace,
  placeOfFolderRoot,
  placeOfRealPath,
  placeWithin,
  statedName,
} from '../../../../src/sources/disk/disk-place.ts';

const fileName = fc
  .uint8Array({ minLength: 1, maxLength: 40 })
  .filter((bytes) => !bytes.includes(0) && !bytes.includes(0x2f))
  .map((bytes) => Buffer.from(bytes));

/** The bytes that a key was made of. */
function bytesOfKey(key: string): Buffer {
  const parts = key.split(/(%[0-9A-F]{2})/);
  return Buffer.concat(
    parts.map((part) =>
      /^%[0-9A-F]{2}$/.test(part) ? Buffer.from([Number.parseInt(part.slice(1), 16)]) : Buffer.from(part),
    ),
  );
}

describe('places on disk', () => {
  it('give every name a key of well-formed text that can be read back to its bytes', () => {
    fc.assert(
      fc.property(fileName, (name) => {
        const key = keyOfName(name);
        expect(key.isWellFormed()).toBe(true);
        expect(bytesOfKey(key).equals(name)).toBe(true);
      }),
    );
  });

  it('give different names different keys', () => {
    fc.assert(
      fc.property(fileName, fileName, (a, b) => {
        expect(keyOfName(a) === keyOfName(b)).toBe(a.equals(b));
      }),
    );
    expect(keyOfName(Buffer.from('%FF'))).not.toBe(keyOfName(Buffer.from([0xff])));
    expect(keyOfName(Buffer.from('%25'))).not.toBe(keyOfName(Buffer.from('%')));
  });

  it('keep names byte for byte: as text where it is exact, else beside it in base64', () => {
    fc.assert(
      fc.property(fileName, (name) => {
        const stated = statedName(name);
        const kept =
          stated.nameBytes === undefined ? Buffer.from(stated.name) : Buffer.from(stated.nameBytes, 'base64');
        expect(kept.equals(name)).toBe(true);
        expect(stated.name.isWellFormed()).toBe(true);
      }),
    );
  });

  it('keep a byte order mark in a name', () => {
    expect(statedName(Buffer.from('\ufeffnotes.txt'))).toStrictEqual({ name: '\ufeffnotes.txt' });
  });

  it('keep a lone surrogate of Windows, which is no UTF-8, in its bytes', () => {
    const wtf8 = Buffer.from([0x61, 0xed, 0xa0, 0xbd, 0x62]);
    expect(statedName(wtf8)).toStrictEqual({
      name: 'a\ufffd\ufffd\ufffdb',
      nameBytes: wtf8.toString('base64'),
    });
  });

  it.skipIf(process.platform === 'win32')(
    'name a file by its whole real path, wherever it was reached from',
    () => {
      const file = placeOfRealPath(Buffer.from('/home/sam/work/100%/a.pdf'));
      const folder = placeOfRealPath(Buffer.from('/home/sam/work'));
      const reached = placeWithin(placeWithin(folder, Buffer.from('100%')), Buffer.from('a.pdf'));
      expect(file.key).toBe('/home/sam/work/100%25/a.pdf');
      expect(reached).toStrictEqual(file);
      expect(pathOfPlace(reached).toString()).toBe('/home/sam/work/100%/a.pdf');
      expect(placeWithin(placeOfRealPath(Buffer.from('/')), Buffer.from('a')).key).toBe('/a');
    },
  );

  it.skipIf(process.platform === 'win32')('name what lies in a watched folder by its path below it', () => {
    const root = placeOfFolderRoot(Buffer.from('/mnt/drive'));
    const place = placeWithin(placeWithin(root, Buffer.from('unit 3')), Buffer.from([0xff]));
    expect(place.key).toBe('unit 3/%FF');
    expect(pathOfPlace(place).equals(Buffer.from([...Buffer.from('unit 3/'), 0xff]))).toBe(true);
    expect(pathOfPlace(placeWithin(placeOfFolderRoot(Buffer.from('/')), Buffer.from('a'))).toString()).toBe(
      'a',
    );
  });
});
