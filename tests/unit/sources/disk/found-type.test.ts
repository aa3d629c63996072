import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';

import { isText, typeOfHead } from '../../../../src/sources/disk/found-type.ts';

describe('types by first bytes', () => {
  it.each([
    ['application/pdf', Buffer.from('%PDF-1.7\n%âãÏÓ\n')],
    ['image/png', Buffer.from('89504e470d0a1a0a0000000d4948445200000001', 'hex')],
    ['text/html', Buffer.from('\ufeff \n<!DOCTYPE html><title>Log in</title>')],
    ['text/html', Buffer.from('<html lang="en">')],
  ])('find %s', async (type, head) => {
    expect(await typeOfHead(head)).toBe(type);
  });

  it.each([
    '',
    'plain words',
    'a,b,c\n1,2,3\n',
    '{"a":1}',
    'From: sam@example.org\n\nHello',
    'PK is short for Phil',
  ])('find nothing in %j', async (text) => {
    expect(await typeOfHead(Buffer.from(text))).toBeUndefined();
  });

  it('tell text from bytes, also where a character is cut off at the end', () => {
    expect(isText(Buffer.from('naïve café').subarray(0, -1))).toBe(true);
    expect(isText(Buffer.from('\ufeffwords', 'utf16le'))).toBe(true);
    expect(isText(Buffer.from([0x61, 0x00, 0x62]))).toBe(false);
    expect(isText(Buffer.from([0x61, 0xff, 0x62, 0x63]))).toBe(false);
    expect(isText(randomBytes(4_096))).toBe(false);
  });
});
