import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  decodeText,
  piecesOf,
  withoutTricks,
} from '../../../../renderer/features/item/preview/decode-text.ts';
import { imageSizeOf } from '../../../../renderer/features/item/preview/image-size.ts';
import { parseMail } from '../../../../renderer/features/item/preview/mail.ts';
import { svgCost } from '../../../../renderer/features/item/preview/svg-cost.ts';

/** Characters stand for bytes. */
const bytes = (...parts: (string | readonly number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) =>
      typeof part === 'string' ? Array.from(part, (letter) => letter.charCodeAt(0)) : part,
    ),
  );
const u32 = (value: number): number[] => [
  value >>> 24,
  (value >>> 16) & 255,
  (value >>> 8) & 255,
  value & 255,
];

describe('the size of a picture', () => {
  it('is read from the headers of every kind that a page can draw', () => {
    const size = { width: 640, height: 480 };
    const png = bytes('\x89PNG\r\n\x1a\n', u32(13), 'IHDR', u32(640), u32(480));
    const gif = bytes('GIF89a', [0x80, 0x02, 0xe0, 0x01]);
    const jpeg = bytes([0xff, 0xd8, 0xff, 0xe1, 0, 4, 1, 2, 0xff, 0xc2, 0, 11, 8, 0x01, 0xe0, 0x02, 0x80, 3]);
    const vp8x = bytes('RIFF', u32(0), 'WEBPVP8X', u32(0), u32(0), [0x7f, 0x02, 0, 0xdf, 0x01, 0]);
    const bmp = bytes(
      'BM',
      new Array<number>(12).fill(0),
      [40, 0, 0, 0],
      [0x80, 2, 0, 0],
      [0x20, 0xfe, 0xff, 0xff],
    );
    const avif = bytes(u32(24), 'ftypavif', u32(0), u32(20), 'ispe', u32(0), u32(640), u32(480));
    for (const head of [png, gif, jpeg, vp8x, bmp, avif]) expect(imageSizeOf(head)).toEqual(size);
  });

  it('is not made up for what is cut off or something else', () => {
    expect(imageSizeOf(bytes('\x89PNG\r\n\x1a\n', u32(13), 'IHDR'))).toBeUndefined();
    expect(imageSizeOf(bytes('<html>'))).toBeUndefined();
    expect(imageSizeOf(new Uint8Array())).toBeUndefined();
  });

  it('never fails, whatever the bytes', () => {
    const starts = [
      '\x89PNG\r\n\x1a\n',
      'GIF89a',
      '\xff\xd8\xff',
      'RIFF0000WEBPVP8L',
      'BM',
      '\0\0\x01\0',
      '0000ftyp',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 200 }), (start, rest) => {
        imageSizeOf(bytes(start, [...rest]));
      }),
    );
  });
});

describe('what a drawing would cost', () => {
  it('counts shapes, with all that is used again', () => {
    const { shapes, strange } = svgCost(
      '<svg><defs><g id="a"><path/><path/></g></defs><use href="#a"/><use xlink:href="#a"/></svg>',
    );
    expect(strange).toBe(false);
    expect(shapes).toBeGreaterThan(10);
    expect(shapes).toBeLessThan(20);
  });

  it('sees a billion shapes in a few lines', () => {
    const level = (n: number): string =>
      `<g id="l${String(n)}">${`<use href="#l${String(n - 1)}"/>`.repeat(10)}</g>`;
    const laughs = `<svg><g id="l0"><rect/></g>${[1, 2, 3, 4, 5, 6, 7, 8, 9].map(level).join('')}</svg>`;
    expect(svgCost(laughs).shapes).toBeGreaterThan(100_000_000);
  });

  it('follows patterns and filters too', () => {
    const level = (n: number): string =>
      `<pattern id="p${String(n)}">${`<rect fill="url(#p${String(n - 1)})"/>`.repeat(10)}</pattern>`;
    const nested = `<svg><pattern id="p0"><rect/></pattern>${[1, 2, 3, 4, 5, 6, 7].map(level).join('')}</svg>`;
    expect(svgCost(nested).shapes).toBeGreaterThan(1_000_000);
  });

  it('calls entities and circles strange', () => {
    expect(svgCost('<!DOCTYPE svg [<!ENTITY a "b">]><svg/>').strange).toBe(true);
    expect(svgCost('<svg><g id="a"><use href="#a"/></g></svg>').strange).toBe(true);
  });

  it('never fails, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('<>/"\'=#au svg-![]')) }),
        (text) => void svgCost(text),
      ),
    );
  });
});

describe('text', () => {
  it('is read by its mark, else as UTF-8, else byte by byte', () => {
    expect(decodeText(bytes([0xff, 0xfe, 0x61, 0]), true)).toEqual({ text: 'a', encoding: 'utf-16le' });
    expect(decodeText(bytes([0xc3, 0xa9]), true).text).toBe('é');
    expect(decodeText(bytes([0x63, 0x61, 0x66, 0xe9]), true)).toEqual({
      text: 'café',
      encoding: 'windows-1252',
    });
  });

  it('may end in the middle of a character while there is more', () => {
    expect(decodeText(bytes('a', [0xc3]), false)).toEqual({ text: 'a', encoding: 'utf-8' });
  });

  it('is cut into pieces that make the whole again', () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 500, unit: 'grapheme' }),
        fc.integer({ min: 1, max: 5 }),
        (text, lines) => {
          const pieces = piecesOf(text, { lines, characters: 20 });
          expect(pieces.join('')).toBe(text);
          expect(pieces.every((piece) => piece.length <= 20)).toBe(true);
        },
      ),
    );
  });

  it('cannot turn the reading direction', () => {
    expect(withoutTricks('invoice\u202efdp.exe')).toBe('invoice\ufffdfdp.exe');
  });
});

describe('an e-mail', () => {
  const mail = (text: string): ReturnType<typeof parseMail> =>
    parseMail(new TextEncoder().encode(text.replaceAll('\n', '\r\n')));

  it('gives its headers and words', () => {
    const read = mail(
      'From: Amy <amy@x.org>\nTo: sam@x.org\nSubject: =?utf-8?Q?Caf=C3=A9?= =?utf-8?B?IG5vdGVz?=\nDate: Mon, 2 Nov 2026 10:00:00 +0000\n\nHello\nSam',
    );
    expect(read).toMatchObject({ from: 'Amy <amy@x.org>', subject: 'Café notes', text: 'Hello\nSam' });
  });

  it('prefers plain words to a web page, and names what is attached', () => {
    const read = mail(
      [
        'Subject: x',
        'Content-Type: multipart/mixed; boundary="B"',
        '',
        '--B',
        'Content-Type: multipart/alternative; boundary=C',
        '',
        '--C',
        'Content-Type: text/plain; charset=utf-8',
        'Content-Transfer-Encoding: quoted-printable',
        '',
        'Well=20done=\n!',
        '--C',
        'Content-Type: text/html',
        '',
        '<p>Well done</p><img src="http://evil/x">',
        '--C--',
        '--B',
        'Content-Type: application/pdf; name="a.pdf"',
        "Content-Disposition: attachment; filename*=UTF-8''r%C3%A9sum%C3%A9.pdf",
        '',
        'JVBERi0=',
        '--B--',
      ].join('\n'),
    );
    expect(read).toMatchObject({ text: 'Well done!', fromWebPage: false, attachments: ['résumé.pdf'] });
  });

  it('takes the words out of a web page where there is nothing else', () => {
    const read = mail('Content-Type: text/html; charset=utf-8\n\n<p>One</p><script>x()</script><p>Two</p>');
    expect(read).toMatchObject({ text: 'One\nTwo', fromWebPage: true });
  });

  it('reads other alphabets, and leaves unknown ones as they are', () => {
    const latin = parseMail(bytes('Content-Type: text/plain; charset=iso-8859-1\r\n\r\ncaf', [0xe9]));
    expect(latin.text).toBe('café');
    expect(mail('Content-Type: text/plain; charset=klingon\n\nqapla').text).toBe('qapla');
  });

  it('does not follow parts without end', () => {
    const deep = Array.from({ length: 500 }, () => 'Content-Type: multipart/mixed; boundary=B\n\n--B\n').join(
      '',
    );
    expect(mail(`${deep}\n\nwords`).attachments.length).toBeLessThan(500);
  });

  it('never fails, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (rest) => {
        parseMail(rest);
        parseMail(bytes('Content-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n', [...rest], '\r\n--B--'));
      }),
    );
  });
});
