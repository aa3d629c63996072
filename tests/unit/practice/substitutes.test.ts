import { inflateSync } from 'node:zlib';

import { fileTypeFromBuffer } from 'file-type';
import { describe, expect, it } from 'vitest';

import { makeMp4, makePdf, makePng } from '../../../src/practice/substitute-bytes.ts';
import { listSubstitutedFiles } from '../../../src/practice/substitutes.ts';

describe('stand-ins for bytes that were not kept', () => {
  it('states the digest of the video, the same on every machine', () => {
    const video = listSubstitutedFiles().find(({ why }) => why === 'too-large');
    expect(video).toMatchObject({ size: 20_971_520, path: expect.stringMatching(/site walk-through\.mp4$/) });
    expect(video?.sha1).toBe('67885ee2e8dca577e1fd33d884e7b6a56d382605');
  });

  it('makes a different file for every address', () => {
    const all = listSubstitutedFiles();
    expect(new Set(all.map(({ sha256 }) => sha256)).size).toBe(all.length);
  });

  it('makes an MP4 of exactly the size asked for', async () => {
    const bytes = makeMp4(5000);
    expect(bytes.length).toBe(5000);
    expect(await fileTypeFromBuffer(bytes)).toMatchObject({ mime: 'video/mp4' });
  });

  it('makes a PDF of exactly the size asked for, whose table points at its objects', () => {
    const text = makePdf(5000, 'hello').toString('latin1');
    expect(text.length).toBe(5000);
    const start = Number(/startxref\n(\d+)/.exec(text)?.[1]);
    expect(text.slice(start, start + 4)).toBe('xref');
    const offsets = [...text.slice(start).matchAll(/(\d{10}) 00000 n/g)].map((match) => Number(match[1]));
    expect(offsets.map((offset, index) => text.startsWith(`${index + 1} 0 obj`, offset))).toEqual(
      Array(6).fill(true),
    );
  });

  it('makes a PNG of exactly the size asked for, whose picture can be unpacked', async () => {
    const bytes = makePng(5000, 'hello');
    expect(bytes.length).toBe(5000);
    expect(await fileTypeFromBuffer(bytes)).toMatchObject({ mime: 'image/png' });
    const at = bytes.indexOf('IDAT');
    const data = bytes.subarray(at + 4, at + 4 + bytes.readUInt32BE(at - 4));
    expect(inflateSync(data).length).toBe(16 * 17);
  });
});
