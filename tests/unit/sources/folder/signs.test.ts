import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';

import type { Disk } from '../../../../src/sources/disk/disk.ts';
import { nodeDisk } from '../../../../src/sources/disk/disk.ts';
import type { Look } from '../../../../src/sources/disk/look.ts';
import {
  hasNoBytesHere,
  nameBehindStub,
  tellsByBlocks,
} from '../../../../src/sources/folder/cloud-placeholder.ts';
import { isRemote } from '../../../../src/sources/folder/network-file-system.ts';
import { isEven, isScrambled } from '../../../../src/sources/folder/scrambled.ts';
import type { KnownItem } from '../../../../src/sources/source.ts';

const look = (part: Partial<Look>): Look => ({
  kind: 'file',
  size: 10_000,
  mtimeNs: 0n,
  ctimeNs: 0n,
  birthtimeNs: 0n,
  inode: 1n,
  device: 1n,
  blocks: 24n,
  ...part,
});

const known = (name: string, mediaTypeFound?: string): KnownItem => ({
  key: name,
  item: 'i-0',
  name,
  recordKind: 'document',
  version: 1,
  gone: false,
  record: mediaTypeFound === undefined ? { name } : { name, mediaTypeFound },
});

describe('signs of encryption', () => {
  it('are: the mark of the type is gone, and bytes without order stand in its place', async () => {
    const noise = randomBytes(4_096);
    expect(await isScrambled(known('a.pdf', 'application/pdf'), noise)).toBe(true);
    expect(await isScrambled(known('a.docx'), noise)).toBe(true);
    expect(await isScrambled(known('a.txt'), noise)).toBe(true);
    expect(await isScrambled(known('a'), noise)).toBe(true);
  });

  it('are not: another type, other words, an empty file', async () => {
    const pdf = Buffer.from('%PDF-1.7 another report');
    expect(await isScrambled(known('a.pdf', 'application/pdf'), pdf)).toBe(false);
    expect(await isScrambled(known('a.jpg', 'image/jpeg'), pdf)).toBe(false);
    expect(await isScrambled(known('a.pdf', 'application/pdf'), Buffer.from('Sorry, moved.'))).toBe(false);
    expect(await isScrambled(known('a.txt'), Buffer.from('other words'))).toBe(false);
    expect(await isScrambled(known('a.pdf', 'application/pdf'), new Uint8Array())).toBe(false);
  });

  it('tell random bytes from words and from numbers in a row', () => {
    for (const length of [64, 256, 4_096, 16_384]) expect(isEven(randomBytes(length))).toBe(true);
    expect(isEven(Buffer.from('The quick brown fox jumps over the lazy dog. '.repeat(50)))).toBe(false);
    expect(isEven(Buffer.alloc(4_096))).toBe(false);
    expect(isEven(randomBytes(20))).toBe(false);
  });
});

describe('signs of a cloud placeholder', () => {
  it('are stubs that stand for a file of another name', () => {
    const name = (text: string, part: Partial<Look> = { size: 1 }) =>
      nameBehindStub(Buffer.from(text), look(part))?.toString();
    expect(name('.report.pdf.icloud', { size: 180 })).toBe('report.pdf');
    expect(name('report.pdf.nextcloud')).toBe('report.pdf');
    expect(name('report.pdf')).toBeUndefined();
    expect(name('.icloud')).toBeUndefined();
    expect(name('.big.icloud', { size: 50_000 })).toBeUndefined();
    expect(name('a.nextcloud', { size: 900 })).toBeUndefined();
    expect(name('.folder.icloud', { kind: 'folder' })).toBeUndefined();
  });

  it('are sizes without blocks, but for the smallest files and for empty ones', () => {
    expect(hasNoBytesHere(look({ blocks: 0n }))).toBe(true);
    expect(hasNoBytesHere(look({ blocks: 8n }))).toBe(false);
    expect(hasNoBytesHere(look({ blocks: 0n, size: 600 }))).toBe(false);
    expect(hasNoBytesHere(look({ blocks: 0n, size: 0 }))).toBe(false);
  });

  it('count on Windows and macOS, and on Linux only where a file system of others tells blocks at all', () => {
    const away = look({ blocks: 0n });
    expect(tellsByBlocks('win32', false, [away])).toBe(true);
    expect(tellsByBlocks('darwin', false, [away])).toBe(true);
    expect(tellsByBlocks('linux', false, [away, look({})])).toBe(false);
    expect(tellsByBlocks('linux', true, [away, look({})])).toBe(true);
    expect(tellsByBlocks('linux', true, [away])).toBe(false);
  });
});

describe('a network folder', () => {
  const kind = (number: number): Disk => ({ ...nodeDisk, fileSystemKind: async () => number });

  it('is known on Linux by its file system', async () => {
    expect(await isRemote(kind(0x6969), '/mnt', 'linux')).toBe(true);
    expect(await isRemote(kind(-11317950), '/mnt', 'linux')).toBe(true); // CIFS as a signed number
    expect(await isRemote(kind(0x65735546), '/mnt', 'linux')).toBe(true);
    expect(await isRemote(kind(0xef53), '/home', 'linux')).toBe(false);
  });

  it('is known on Windows and macOS by where it lies', async () => {
    expect(await isRemote(nodeDisk, '\\\\server\\share\\x', 'win32')).toBe(true);
    expect(await isRemote(nodeDisk, '\\\\?\\UNC\\server\\share', 'win32')).toBe(true);
    expect(await isRemote(nodeDisk, '\\\\?\\C:\\x', 'win32')).toBe(false);
    expect(await isRemote(nodeDisk, 'C:\\x', 'win32')).toBe(false);
    expect(await isRemote(nodeDisk, '/Volumes/share', 'darwin')).toBe(true);
    expect(await isRemote(nodeDisk, '/Users/sam', 'darwin')).toBe(false);
  });

  it('that cannot be asked counts as none', async () => {
    const missing: Disk = {
      ...nodeDisk,
      fileSystemKind: () =>
        Promise.reject(Object.assign(new Error('x'), { code: 'ENOENT', syscall: 'statfs' })),
    };
    expect(await isRemote(missing, '/gone', 'linux')).toBe(false);
  });
});
