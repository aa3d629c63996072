import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { parseUtf8, utf8 } from '../../../src/base/bytes.ts';
import { encodeManifest, parseManifest } from '../../../src/bundle/manifest-lines.ts';

const digest = 'ab'.repeat(32);
const parse = (text: string) => parseManifest(utf8(text), 'sha256');

describe('a manifest', () => {
  it('is written as sha256sum writes it, sorted by path', () => {
    const bytes = encodeManifest([
      ['data/b', digest],
      ['data/a', digest],
    ]);
    expect(parseUtf8(bytes)).toBe(`${digest}  data/a\n${digest}  data/b\n`);
  });

  it('reads back what it wrote, for any paths and both algorithms', () => {
    const path = fc.stringMatching(/^[a-z0-9][a-z0-9._-]{0,8}(\/[a-z0-9][a-z0-9._-]{0,8}){0,2}$/);
    const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
    fc.assert(
      fc.property(fc.dictionary(path, fc.record({ short: hex(64), long: hex(128) })), (files) => {
        const short = new Map(Object.entries(files).map(([name, file]) => [name, file.short]));
        const long = new Map(Object.entries(files).map(([name, file]) => [name, file.long]));
        expect(new Map(parseManifest(encodeManifest(short), 'sha256'))).toEqual(short);
        expect(new Map(parseManifest(encodeManifest(long), 'sha512'))).toEqual(long);
      }),
      { numRuns: 50 },
    );
  });

  it.each([
    ['one blank', `${digest} data/a\n`],
    ['a binary mark', `${digest} *data/a\n`],
    ['capitals in the digest', `${digest.toUpperCase()}  data/a\n`],
    ['a short digest', `${digest.slice(2)}  data/a\n`],
    ['no line feed at the end', `${digest}  data/a`],
    ['a carriage return', `${digest}  data/a\r\n`],
    ['an empty line', `${digest}  data/a\n\n`],
    ['lines out of order', `${digest}  data/b\n${digest}  data/a\n`],
    ['a path twice', `${digest}  data/a\n${digest}  data/a\n`],
    ['a way up', `${digest}  data/../a\n`],
    ['an absolute path', `${digest}  /data/a\n`],
    ['a capital in the path', `${digest}  data/A\n`],
    ['an escaped path', `${digest}  data/%0a\n`],
    ['no path', `${digest}  \n`],
    ['a byte order mark', `\ufeff${digest}  data/a\n`],
  ])('is refused for %s', (_, text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'format.malformed' }));
  });

  it('is refused for bytes that are no UTF-8', () => {
    expect(() => parseManifest(Uint8Array.of(0xff), 'sha256')).toThrow(
      expect.objectContaining({ code: 'format.malformed' }),
    );
  });
});
