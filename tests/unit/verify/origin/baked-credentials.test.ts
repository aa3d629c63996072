import { describe, expect, it } from 'vitest';

import { utf8 } from '../../../../src/base/bytes.ts';
import { VaultError } from '../../../../src/base/errors.ts';
import {
  looksLikeJws,
  parseCompactJws,
} from '../../../../src/verify/origin/credentials/forms/compact-jws.ts';
import { findBakedInPng } from '../../../../src/verify/origin/credentials/forms/png.ts';
import { findBakedInSvg } from '../../../../src/verify/origin/credentials/forms/svg.ts';
import { credentialLimits } from '../../../../src/verify/origin/credentials/limits.ts';
import { gunzip } from '../../../../src/verify/origin/credentials/status/gunzip.ts';
import { itxt, pngChunk, pngWith, svgWith } from '../../../support/credentials/bake.ts';

function refusal(act: () => unknown): unknown[] {
  try {
    act();
  } catch (thrown) {
    if (thrown instanceof VaultError) return [thrown.code, thrown.details.what ?? thrown.details.limit];
    throw thrown;
  }
  return [];
}
const malformed = (what: string) => ['format.malformed', what];
const tooLarge = ['input.too-large', credentialLimits.text];
const now = 'openbadgecredential';
const before = 'openbadges';
const raw = (type: string, data: string) => pngChunk(type, Buffer.from(data, 'latin1'));

describe('what is baked into a PNG', () => {
  it.each<[string, Uint8Array[], unknown]>([
    ['nothing', [], undefined],
    ['a credential', [itxt(now, 'one')], { keyword: now, text: 'one' }],
    ['an older one', [itxt(before, 'one')], { keyword: before, text: 'one' }],
    ['an older one as plain text', [raw('tEXt', `${before}\0one`)], { keyword: before, text: 'one' }],
    ['a credential as plain text', [raw('tEXt', `${now}\0one`)], undefined],
    [
      'a credential behind an older one',
      [itxt(before, 'one'), itxt(now, 'two')],
      { keyword: now, text: 'two' },
    ],
    [
      'a credential before an older one',
      [itxt(now, 'two'), itxt(before, 'one')],
      { keyword: now, text: 'two' },
    ],
    ['other words', [itxt('Title', 'one'), raw('tEXt', 'openbadgesx\0one'), raw('tEXt', 'none')], undefined],
    ['a chunk of another kind', [raw('aaAa', `${now}\0\0\0\0\0one`)], undefined],
    [
      'a keyword that does not end',
      [raw('iTXt', now), raw('iTXt', `${now}${'x'.repeat(90)}\0\0\0\0\0one`)],
      undefined,
    ],
    ['an empty keyword', [raw('iTXt', '\0\0\0\0\0one')], undefined],
    ['a language and a translation', [raw('iTXt', `${now}\0\0\0en\0x\0one`)], { keyword: now, text: 'one' }],
    ['nothing behind its keyword', [itxt(now, '')], { keyword: now, text: '' }],
  ])('is %s', (_, chunks, expected) => {
    expect(findBakedInPng(pngWith(chunks))).toEqual(expected);
  });

  it.each<[string, Uint8Array, unknown[]]>([
    ['two of a kind', pngWith([itxt(now, 'one'), itxt(now, 'two')]), malformed('png-two-credentials')],
    [
      'two older ones',
      pngWith([itxt(before, 'one'), raw('tEXt', `${before}\0two`)]),
      malformed('png-two-credentials'),
    ],
    ['a packed one', pngWith([itxt(now, 'one', true)]), malformed('png-compressed')],
    ['no end of the language', pngWith([raw('iTXt', `${now}\0\0\0en`)]), malformed('png-text')],
    ['no end of the translation', pngWith([raw('iTXt', `${now}\0\0\0en\0x`)]), malformed('png-text')],
    ['another beginning', pngWith([]).fill(0x88, 0, 1), malformed('png-signature')],
    ['nothing', new Uint8Array(0), malformed('png-signature')],
    ['a wrong checksum', pngWith([]).fill(9, 20, 21), malformed('png-checksum')],
    ['no header', Buffer.concat([pngWith([]).subarray(0, 8), itxt(now, 'one')]), malformed('png-header')],
    ['too long a text', pngWith([itxt(now, 'x'.repeat(credentialLimits.text + 1))]), tooLarge],
  ])('is refused with %s', (_, bytes, expected) => {
    expect(refusal(() => findBakedInPng(bytes))).toEqual(expected);
  });

  it('is looked for in 20,000 chunks, and not behind the end', () => {
    const empty = pngChunk('aaAa', new Uint8Array());
    const chunks = (count: number) =>
      pngWith([itxt(now, 'one'), ...Array.from({ length: count }, () => empty)]);
    // Header, content and end stand beside them.
    expect(findBakedInPng(chunks(19_996))?.text).toBe('one');
    expect(refusal(() => findBakedInPng(chunks(19_997)))).toEqual(malformed('png-chunks'));
    expect(findBakedInPng(Buffer.concat([pngWith([]), itxt(now, 'one')]))).toBeUndefined();
    expect(findBakedInPng(pngWith([itxt(now, 'one')]).subarray(0, -12))?.text).toBe('one');
  });

  it('may be as long as a credential', () => {
    expect(findBakedInPng(pngWith([itxt(now, 'x'.repeat(credentialLimits.text))]))?.text).toHaveLength(
      credentialLimits.text,
    );
  });
});

describe('what is baked into an SVG', () => {
  const old = (inside: string) => `<a:assertion xmlns:a="http://openbadges.org" ${inside}`;
  const credential = (inside: string) => `<openbadges:credential>${inside}</openbadges:credential>`;
  it.each<[string, string, unknown]>([
    ['nothing', '', undefined],
    ['a token', '<openbadges:credential verify=" one "/>', { keyword: now, text: 'one' }],
    ['a text', credential(' one '), { keyword: now, text: 'one' }],
    ['text in pieces', credential('o<![CDATA[n]]>e<g>!</g>'), { keyword: now, text: 'one!' }],
    [
      'text with an empty token beside it',
      '<openbadges:credential verify=" ">one</openbadges:credential>',
      { keyword: now, text: 'one' },
    ],
    [
      'text behind it that is none of it',
      `${credential('one')}two<g>three</g>`,
      { keyword: now, text: 'one' },
    ],
    ['an older one', old('verify="one"/>'), { keyword: before, text: 'one' }],
    ['an older one before it', `${old('verify="one"/>')}${credential('two')}`, { keyword: now, text: 'two' }],
    ['an older one behind it', `${credential('two')}${old('verify="one"/>')}`, { keyword: now, text: 'two' }],
    [
      'one within another',
      credential('one<openbadges:credential verify="two"/>'),
      { keyword: now, text: 'one' },
    ],
    ['another element of that name', '<credential verify="one"/>', undefined],
    ['deep inside', `<g><g>${credential('one')}</g></g>`, { keyword: now, text: 'one' }],
  ])('is %s', (_, inside, expected) => {
    expect(findBakedInSvg(svgWith(inside))).toEqual(expected);
    expect(findBakedInSvg(Buffer.concat([utf8('\ufeff'), svgWith(inside)]))).toEqual(expected);
  });

  it.each<[string, Uint8Array, unknown[]]>([
    ['two', svgWith(credential('one') + credential('two')), malformed('svg-two-credentials')],
    ['two older ones', svgWith(old('verify="a"/>') + old('verify="b"/>')), malformed('svg-two-credentials')],
    ['another root', utf8('<html><svg/></html>'), malformed('svg-root')],
    ['an end that is missing', utf8('<svg><g></svg>'), malformed('svg')],
    ['something behind its end', utf8('<svg/>x'), malformed('svg')],
    ['too long a text', svgWith(credential('é'.repeat(credentialLimits.text / 2 + 1))), tooLarge],
  ])('is refused with %s', (_, bytes, expected) => {
    expect(refusal(() => findBakedInSvg(bytes))).toEqual(expected);
  });

  it('may nest 256 elements, and have any number beside each other', () => {
    const nested = (depth: number) =>
      utf8(`<svg>${'<g>'.repeat(depth - 1)}${'</g>'.repeat(depth - 1)}</svg>`);
    expect(findBakedInSvg(nested(256))).toBeUndefined();
    expect(refusal(() => findBakedInSvg(nested(257)))).toEqual(malformed('svg-elements'));
    expect(findBakedInSvg(utf8(`<svg>${'<g/>'.repeat(99_999)}</svg>`))).toBeUndefined();
    expect(refusal(() => findBakedInSvg(utf8(`<svg>${'<g/>'.repeat(100_000)}</svg>`)))).toEqual(
      malformed('svg-elements'),
    );
  });

  it('may be as long as a credential', () => {
    expect(findBakedInSvg(svgWith(credential('x'.repeat(credentialLimits.text))))?.text).toHaveLength(
      credentialLimits.text,
    );
  });
});

describe('a compact token', () => {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const [header, payload] = [part({ alg: 'EdDSA' }), part({ a: 1 })];

  it('is taken apart', () => {
    const text = `${header}.${payload}.AAAA`;
    expect(parseCompactJws(text)).toEqual({ text, header: { alg: 'EdDSA' }, payload: { a: 1 } });
    expect(parseCompactJws(`${header}.${payload}.`).payload).toEqual({ a: 1 });
  });

  it.each([
    `${header}.${payload}`,
    header,
    '',
    `${header}.${payload}.AAAA.AAAA`,
    `${header}.${payload}.A`,
    `${header}.${payload}.AB`,
    `${header}.${payload}.AA==`,
    `${header}.${part([])}.AAAA`,
    `${part('x')}.${payload}.AAAA`,
  ])('is not %j', (text) => {
    expect(refusal(() => parseCompactJws(text))).toEqual(malformed('jws'));
  });

  it('is no longer than twice a credential', () => {
    const filled = (length: number) => {
      const rest = `${header}.${payload}.`;
      return rest + 'A'.repeat(length - rest.length);
    };
    const most = credentialLimits.text * 2;
    expect(refusal(() => parseCompactJws(filled(most + 1)))).toEqual(tooLarge);
    expect(refusal(() => parseCompactJws(filled(most)))[0]).not.toBe('input.too-large');
    expect(refusal(() => parseCompactJws(filled(credentialLimits.text)))[0]).not.toBe('input.too-large');
  });

  it.each([
    [`${header}.${payload}.AAAA`, true],
    [`${header}.${payload}.`, true],
    ['eyJ.A.', true],
    [`x${header}.${payload}.AAAA`, false],
    [`${header}.${payload}.AAAA=`, false],
    [`${header}..AAAA`, false],
    [`${header}.${payload}`, false],
    ['e30.e30.AA', false],
  ])('is told by its form: %j', (text, expected) => {
    expect(looksLikeJws(text)).toBe(expected);
  });
});

describe('what is packed', () => {
  const pack = async (bytes: Uint8Array): Promise<Uint8Array> => {
    const packed = new Response(
      new Blob([Uint8Array.from(bytes)]).stream().pipeThrough(new CompressionStream('gzip')),
    );
    return new Uint8Array(await packed.arrayBuffer());
  };
  const bytes = Uint8Array.from({ length: 300_000 }, (_, at) => (at * 7 + (at >> 8)) & 255);

  it('is unpacked up to a limit, in as many pieces as it comes', async () => {
    const packed = await pack(bytes);
    expect(Buffer.compare((await gunzip(packed, bytes.length)) ?? new Uint8Array(), bytes)).toBe(0);
    expect(await gunzip(packed, bytes.length - 1)).toBeUndefined();
    expect(await gunzip(await pack(new Uint8Array(0)), 0)).toEqual(new Uint8Array(0));
  });

  it('is not unpacked where it is cut, goes on, or is something else', async () => {
    const packed = await pack(bytes.subarray(0, 1000));
    for (const wrong of [
      packed.subarray(0, -1),
      Buffer.concat([packed, Buffer.of(1)]),
      bytes,
      new Uint8Array(0),
    ])
      expect(await gunzip(wrong, 10_000)).toBeUndefined();
  });
});
