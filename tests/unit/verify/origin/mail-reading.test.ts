import { describe, expect, it } from 'vitest';

import {
  canonicalBody,
  readForms,
  signedHeader,
  withLineEnds,
} from '../../../../src/verify/origin/mail/canonical-message.ts';
import { decodeWords } from '../../../../src/verify/origin/mail/encoded-words.ts';
import {
  latin1,
  readHeaderBlock,
  unfolded,
  utf8Of,
  valuesOf,
} from '../../../../src/verify/origin/mail/header-block.ts';
import { longestHeader, mostHeaderLines } from '../../../../src/verify/origin/mail/mail-limits.ts';
import { messageParts } from '../../../../src/verify/origin/mail/message-parts.ts';
import { readTagList, withoutBlanks } from '../../../../src/verify/origin/mail/tag-list.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'latin1'));
const base64 = (text: string) => Buffer.from(text, 'latin1').toString('base64');

describe('the header of a message', () => {
  const read = (text: string) => readHeaderBlock(bytes(text));

  it.each<[string, string, [string, string][], number, boolean, boolean]>([
    [
      'with CRLF',
      'A: 1\r\nB: 2\r\n\r\nbody',
      [
        ['A', ' 1'],
        ['B', ' 2'],
      ],
      14,
      true,
      true,
    ],
    [
      'with LF',
      'A: 1\nB: 2\n\nbody',
      [
        ['A', ' 1'],
        ['B', ' 2'],
      ],
      11,
      true,
      true,
    ],
    ['without a body', 'A: 1\r\n', [['A', ' 1']], 6, true, true],
    ['without a line end', 'A: 1', [['A', ' 1']], 4, true, true],
    ['of nothing', '', [], 0, true, true],
    ['that is empty', '\r\nbody', [], 2, true, true],
    ['of one line end', '\nbody', [], 1, true, true],
    ['with folded lines', 'A: 1\r\n 2\r\n\t3\r\n\r\n', [['A', ' 1\r\n 2\r\n\t3']], 16, true, true],
    ['with blanks before the colon', 'A \t: 1\r\n\r\n', [['A', ' 1']], 10, true, true],
    ['with an empty value', 'A:\r\n\r\n', [['A', '']], 6, true, true],
    ['that begins with a folded line', ' 1\r\nA: 2\r\n\r\n', [['A', ' 2']], 12, true, false],
    ['with a line that is no field', 'A: 1\r\nnothing\r\n\r\n', [['A', ' 1']], 17, true, false],
    ['with a letter that names have not', 'é: 1\r\nA: 2\r\n\r\n', [['A', ' 2']], 14, true, false],
    ['with a letter before the colon', 'A b: 1\r\n\r\n', [], 10, true, false],
  ])('%s is read as it stands', (_, text, fields, bodyStart, whole, sound) => {
    const header = read(text);
    expect(header.fields.map(({ name, value }) => [name, value])).toEqual(fields);
    expect(header).toMatchObject({ bodyStart, whole, sound });
  });

  it('is whole up to 256 KiB', () => {
    const filled = (length: number) => `A: ${'x'.repeat(length - 7)}\r\n\r\n`;
    expect(read(`${filled(longestHeader)}body`)).toMatchObject({
      whole: true,
      sound: true,
      bodyStart: longestHeader,
    });
    expect(read(`${filled(longestHeader + 3)}body`)).toMatchObject({ whole: false, sound: false });
    expect(read(`A: ${'x'.repeat(longestHeader)}\r\nB: 1\r\n\r\n`)).toMatchObject({
      whole: false,
      sound: false,
    });
  });

  it('is whole up to 5,000 lines', () => {
    const lines = (count: number) => 'A: 1\r\n'.repeat(count);
    expect(read(`${lines(mostHeaderLines)}\r\nbody`)).toMatchObject({
      whole: true,
      sound: true,
      bodyStart: mostHeaderLines * 6 + 2,
    });
    expect(read(lines(mostHeaderLines))).toMatchObject({ whole: true });
    const longer = read(`${lines(mostHeaderLines + 9)}\r\nbody`);
    expect(longer).toMatchObject({ whole: false, sound: false });
    expect(longer.fields).toHaveLength(mostHeaderLines + 1);
  });

  it('gives all values of a name, whatever its capitals', () => {
    expect(valuesOf(read('To: a\r\nFrom: b\r\nTO: c\r\n\r\n'), 'to')).toEqual([' a', ' c']);
  });

  it('is put on one line, in UTF-8', () => {
    expect(unfolded(' one\r\n two\r\n\tthree ')).toBe('one two\tthree');
    expect(unfolded('one\r\ntwo')).toBe('one\r\ntwo');
    expect(utf8Of('\u00c3\u00a9')).toBe('é');
    expect(utf8Of('\u00ef\u00bb\u00bfa')).toBe('\ufeffa');
    expect(utf8Of('\u00e9')).toBe('\ufffd');
  });

  it('is read byte for byte however long it is', () => {
    const long = Uint8Array.from({ length: 20_001 }, (_, at) => at % 256);
    expect(Buffer.from(latin1(long), 'latin1').equals(long)).toBe(true);
    expect(latin1(long.subarray(0, 8192))).toHaveLength(8192);
  });
});

describe('encoded words in a header', () => {
  it.each<[string, string | undefined]>([
    ['Plain words', 'Plain words'],
    ['=?utf-8?B?RsO8cg==?=', 'Für'],
    ['=?UTF-8?b?RsO8cg==?=', 'Für'],
    ['=?utf-8?Q?F=C3=BCr_Sam?=', 'Für Sam'],
    ['=?utf-8?q?F=c3=bcr?=', 'Für'],
    ['=?iso-8859-1?q?F=FCr?=', 'Für'],
    ['=?us-ascii?q?plain?=', 'plain'],
    ['=?windows-1252?q?=80?=', '€'],
    ['=?utf-8*en?q?word?=', 'word'],
    ['=?utf-8*en-GB?q?word?=', 'word'],
    ['Re: =?utf-8?q?one?= two', 'Re: one two'],
    ['=?utf-8?q?one?= =?utf-8?b?dHdv?=', 'onetwo'],
    ['=?utf-8?q?one?= \r\n\t =?utf-8?b?dHdv?=', 'onetwo'],
    ['=?utf-8?b??= =?utf-8?q?one?=', 'one'],
    ['=?utf-8?q?one?= x =?utf-8?q?two?=', 'one x two'],
    ['=?utf-8?q?one?= x', 'one x'],
    ['=?utf-8?q?one?=  =?nothing', 'one  =?nothing'],
    // A character across two words.
    ['=?utf-8?q?F=C3?= =?utf-8?q?=BCr?=', 'Für'],
    ['=?utf-8?q?F=C3?==?utf-8?q?=BCr?=', 'Für'],
    ['=?utf-8?q?one?= =?iso-8859-1?q?two?=', undefined],
    ['=?koi8-r?q?one?=', undefined],
    ['=?utf-8?b?!?=', undefined],
    ['=?utf-8?x?one?=', '=?utf-8?x?one?='],
    ['=?utf-8?q?one two?=', '=?utf-8?q?one two?='],
  ])('%j are read as %j', (text, expected) => {
    expect(decodeWords(text)).toBe(expected);
  });
});

describe('a tag list', () => {
  it.each<[string, [string, string][] | undefined]>([
    ['', []],
    ['a=1', [['a', '1']]],
    ['a=1;', [['a', '1']]],
    ['a=1; \r\n ', [['a', '1']]],
    [
      ' a = 1 ; b2_C = x y ',
      [
        ['a', '1'],
        ['b2_C', 'x y'],
      ],
    ],
    ['a=b=c', [['a', 'b=c']]],
    ['a=', [['a', '']]],
    ['a=1;;b=2', undefined],
    ['a', undefined],
    ['=1', undefined],
    ['a=1;a=2', undefined],
    ['1a=1', undefined],
    ['a-b=1', undefined],
    ['a b=1', undefined],
    ['a="1"', undefined],
    ["a='1'", undefined],
    ['a=(1', undefined],
    ['a=1)', undefined],
    ['a=\\1', undefined],
  ])('%j is read strictly', (text, expected) => {
    const tags = readTagList(text);
    expect(tags === undefined ? undefined : [...tags]).toEqual(expected);
  });

  it('has at most 64 tags', () => {
    const tags = (count: number) => Array.from({ length: count }, (_, at) => `t${String(at)}=1`).join(';');
    expect(readTagList(tags(64))?.size).toBe(64);
    expect(readTagList(tags(65))).toBeUndefined();
  });

  it('has values that can be read without their blanks', () => {
    expect(withoutBlanks(' a \r\n\t b  c')).toBe('abc');
  });
});

describe('the parts of a message', () => {
  const textsOf = (lines: readonly string[], end = '\r\n') =>
    messageParts(bytes(lines.join(end))).map((part) => Buffer.from(part).toString('latin1'));
  const mixed = (type: string, ...body: string[]) => textsOf([`Content-Type: ${type}`, '', ...body]);

  it('are the body alone where it has none', () => {
    expect(textsOf(['Subject: x', '', 'Hello', ''])).toEqual(['Hello\r\n']);
    expect(mixed('text/plain; boundary=b', '--b', '', 'one', '--b--')).toEqual(['--b\r\n\r\none\r\n--b--']);
    expect(mixed('x-multipart/mixed; boundary=b', '--b', '', 'one', '--b--')).toHaveLength(1);
    expect(mixed('multipart/mixed', '--b', '', 'one', '--b--')).toEqual(['--b\r\n\r\none\r\n--b--']);
    const twice = textsOf([
      'Content-Type: multipart/mixed; boundary=b',
      'Content-Type: text/plain',
      '',
      '--b',
      '',
      'one',
      '--b--',
    ]);
    expect(twice).toEqual(['--b\r\n\r\none\r\n--b--']);
  });

  it.each([
    'multipart/mixed; boundary=b1',
    'Multipart/Mixed;boundary="b1"',
    'multipart/mixed; charset=x; Boundary = "b1"; x=y',
    'multipart/mixed;\r\n boundary=b1',
  ])('are found by the boundary in %j', (type) => {
    expect(mixed(type, 'before', '--b1', '', 'one', '--b1', '', 'two', '--b1--', 'behind')).toEqual([
      'one',
      'two',
    ]);
  });

  it('end before the line break of a boundary, in CRLF as in LF', () => {
    const lines = [
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      '',
      'one',
      '',
      '--b \t',
      '',
      '',
      '--b--',
      '',
    ];
    expect(textsOf(lines)).toEqual(['one\r\n', '']);
    expect(textsOf(lines, '\n')).toEqual(['one\n', '']);
  });

  it('are parted by whole lines at their beginning alone', () => {
    const body = [
      '--b',
      '',
      'x --b',
      '--bb',
      '--b x',
      '-b',
      '--b',
      '',
      'two',
      '--b--',
      '--b',
      '',
      'three',
      '--b--',
    ];
    expect(mixed('multipart/mixed; boundary=b', ...body)).toEqual(['x --b\r\n--bb\r\n--b x\r\n-b', 'two']);
  });

  it('are left out where their end is missing', () => {
    expect(mixed('multipart/mixed; boundary=b', '--b', '', 'one', '--b', '', 'two')).toEqual(['one']);
    expect(mixed('multipart/mixed; boundary=b', '--b', '', 'one', '--b')).toEqual(['one']);
    expect(mixed('multipart/mixed; boundary=b', 'nothing')).toEqual([]);
    expect(mixed('multipart/mixed; boundary=b', '--b', '--b--')).toEqual(['']);
  });

  it.each<[string, string[], string[]]>([
    [
      'base64',
      [base64('one two three').slice(0, 8), `  ${base64('one two three').slice(8)}`, ''],
      ['one two three'],
    ],
    ['BASE64', [base64('one')], ['one']],
    ['base64', ['!'], []],
    ['quoted-printable', ['F=FCr=20Sam=', ' and=', '', 'Kim \t ', 'x =3d  '], ['Für Sam and\r\nKim\r\nx =']],
    ['Quoted-Printable', ['=e9'], ['é']],
    ['8bit', ['F=FCr'], ['F=FCr']],
    ['7bit', [base64('one')], [base64('one')]],
  ])('are taken out of %s', (encoding, body, expected) => {
    expect(textsOf([`Content-Transfer-Encoding: ${encoding}`, '', ...body])).toEqual(expected);
    const inLf = textsOf([`Content-Transfer-Encoding: ${encoding}`, '', ...body], '\n');
    expect(inLf).toEqual(expected.map((text) => text.replaceAll('\r\n', '\n')));
  });

  it('are looked for ten deep and no deeper', () => {
    const nested = (depth: number): string =>
      depth === 0
        ? '\r\ninside'
        : `Content-Type: multipart/mixed; boundary=b${String(depth)}\r\n\r\n--b${String(depth)}\r\n${nested(depth - 1)}\r\n--b${String(depth)}--`;
    expect(messageParts(bytes(nested(10)))).toEqual([bytes('inside')]);
    expect(messageParts(bytes(nested(11)))).toEqual([]);
  });

  it('are the first thousand', () => {
    const body = Array.from({ length: 1_005 }, (_, at) => `--b\n\n${String(at)}\n`).join('');
    const parts = messageParts(bytes(`Content-Type: multipart/mixed; boundary=b\n\n${body}--b--`));
    expect(parts).toHaveLength(1_000);
    expect(parts.at(-1)).toEqual(bytes('999'));
  });
});

describe('what a signature is over', () => {
  it.each<[string | undefined, string | undefined]>([
    [undefined, 'simple simple'],
    ['simple', 'simple simple'],
    ['relaxed', 'relaxed simple'],
    ['simple/relaxed', 'simple relaxed'],
    [' Relaxed/RELAXED ', 'relaxed relaxed'],
    ['relaxed/', undefined],
    ['strict', undefined],
    ['relaxed/relaxed/simple', undefined],
    ['xrelaxed', undefined],
    ['relaxed/strict', undefined],
    ['', undefined],
  ])('is written in the forms of %j', (said, expected) => {
    const forms = readForms(said);
    expect(forms === undefined ? undefined : `${forms.header} ${forms.body}`).toBe(expected);
  });

  it.each<[string, string]>([
    ['a\nb\n', 'a\r\nb\r\n'],
    ['\na', '\r\na'],
    ['a\r\nb\nc', 'a\r\nb\r\nc'],
    ['\n\n', '\r\n\r\n'],
    ['a\r\r\n', 'a\r\r\n'],
  ])('has every line of %j ended as it was sent', (body, expected) => {
    const { bytes: found, changed } = withLineEnds(bytes(body));
    expect(Buffer.from(found).toString('latin1')).toBe(expected);
    expect(changed).toBe(expected !== body);
  });

  it.each<[string, string, string]>([
    ['', '\r\n', ''],
    ['\r\n\r\n', '\r\n', ''],
    ['\n', '\n\r\n', '\n\r\n'],
    ['a', 'a\r\n', 'a\r\n'],
    ['a\r\n', 'a\r\n', 'a\r\n'],
    ['a\r\n\r\n\r\n', 'a\r\n', 'a\r\n'],
    ['a\n', 'a\n\r\n', 'a\n\r\n'],
    ['a\r', 'a\r\r\n', 'a\r\r\n'],
    [' a \t b\t\r\n', ' a \t b\t\r\n', ' a b\r\n'],
    ['\ta\r\n \r\n', '\ta\r\n \r\n', ' a\r\n'],
    ['a \rb\r\n', 'a \rb\r\n', 'a \rb\r\n'],
    ['a\r \n', 'a\r \n\r\n', 'a\r \n\r\n'],
  ])('takes the body %j as %j or, relaxed, as %j', (body, simple, relaxed) => {
    const text = (form: 'simple' | 'relaxed') =>
      Buffer.from(canonicalBody(bytes(body), form)).toString('latin1');
    expect(text('simple')).toBe(simple);
    expect(text('relaxed')).toBe(relaxed);
  });

  it('takes fields from the last of a name on, each once, and its own without the signature', () => {
    const header = readHeaderBlock(
      bytes('To: a\r\nDKIM-Signature: v=1; b=AB CD; bh=E\r\nTO:  b\r\n  c \r\nSubject: x\r\n\r\n'),
    );
    const over = (covers: string[], form: 'simple' | 'relaxed', own = 1) =>
      signedHeader(header, own, { covers, form });
    expect(over(['to', 'subject', 'to', 'to', 'cc'], 'simple')).toBe(
      'TO:  b\r\n  c \r\nSubject: x\r\nTo: a\r\nDKIM-Signature: v=1; b=; bh=E',
    );
    expect(over(['to', 'to'], 'relaxed')).toBe('to:b c\r\nto:a\r\ndkim-signature:v=1; b=; bh=E');
    const first = readHeaderBlock(bytes('DKIM-Signature:b=AB; xb=1; b =2\r\n\r\n'));
    expect(signedHeader(first, 0, { covers: [], form: 'simple' })).toBe('DKIM-Signature:b=; xb=1; b =2');
  });
});
