import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { utf8 } from '../../../../src/base/bytes.ts';
import { asVaultError } from '../../../../src/base/errors.ts';
import {
  findCredential,
  insideClr,
  readCredential,
} from '../../../../src/verify/origin/credentials/read-credential.ts';
import { bakedPng, bakedSvg, itxt, pngChunk, pngWith, svgWith } from '../../../support/credentials/bake.ts';
import { sampleBadge } from '../../../support/credentials/sample-credentials.ts';

const badge = sampleBadge('did:example:college');
const text = JSON.stringify(badge);
const jwt = [{ alg: 'EdDSA' }, badge, 'signature']
  .map((part) => Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url'))
  .join('.');

const codeOf = (act: () => unknown): string => {
  try {
    act();
  } catch (thrown) {
    return asVaultError(thrown).code;
  }
  return 'nothing was thrown';
};

describe('reading a credential out of what holds it', () => {
  it.each([
    ['json', utf8(`\ufeff ${text}\n`)],
    ['jwt', utf8(`${jwt}\n`)],
    ['png', bakedPng(text)],
    ['png', bakedPng(jwt)],
    ['svg', bakedSvg(text)],
    ['svg', bakedSvg(jwt)],
  ] as const)('reads %s', (form, bytes) => {
    const read = readCredential(bytes);
    expect(read).toMatchObject({
      form,
      standard: 'open-badge-3',
      credential: { id: badge.id, name: badge.name },
    });
  });

  it('takes the credential out of the claim `vc`, as issuers of the data model 1.1 write it', () => {
    const payload = {
      iss: 'did:example:college',
      vc: { type: ['VerifiableCredential'], issuer: 'did:example:college' },
    };
    const token = ['{"alg":"ES256"}', JSON.stringify(payload), 'x']
      .map((part) => Buffer.from(part).toString('base64url'))
      .join('.');
    expect(readCredential(utf8(token))).toMatchObject({ standard: 'credential', credential: payload.vc });
  });

  it('reads an enveloped credential out of its data address', () => {
    const enveloped = { type: 'EnvelopedVerifiableCredential', id: `data:application/vc+jwt,${jwt}` };
    expect(readCredential(utf8(JSON.stringify(enveloped)))).toMatchObject({
      form: 'json',
      standard: 'open-badge-3',
      jws: { text: jwt },
    });
  });

  it('knows a CLR and what is in it, and says which part cannot be read', () => {
    const clr = {
      type: ['VerifiableCredential', 'ClrCredential'],
      credentialSubject: { verifiableCredential: [badge, jwt, { type: 'Nothing' }] },
    };
    const read = readCredential(utf8(JSON.stringify(clr)));
    expect(read.standard).toBe('clr-2');
    expect(insideClr(read).map((each) => ('code' in each ? each.code : each.form))).toEqual([
      'json',
      'jwt',
      'format.unknown',
    ]);
  });

  it.each([
    [
      'Open Badges 2.0 in JSON',
      utf8(
        JSON.stringify({
          '@context': 'https://w3id.org/openbadges/v2',
          type: 'Assertion',
          id: 'https://a.example/1',
        }),
      ),
    ],
    ['an address baked into a PNG', pngWith([itxt('openbadges', 'https://a.example/assertions/1')])],
    [
      'an address in a tEXt chunk',
      pngWith([pngChunk('tEXt', Buffer.from('openbadges\0https://a.example/assertions/1'))]),
    ],
  ])('knows %s as an older badge', (_name, bytes) => {
    expect(readCredential(bytes).standard).toBe('open-badge-2');
  });

  it.each([
    [
      'a name given twice',
      utf8('{"type":"VerifiableCredential","type":"VerifiableCredential"}'),
      'input.json-invalid',
    ],
    ['a lone surrogate', utf8('{"type":["VerifiableCredential"],"name":"\\ud800"}'), 'input.json-invalid'],
    [
      'too deep a nest',
      utf8(`{"type":["VerifiableCredential"],"a":${'['.repeat(70)}${']'.repeat(70)}}`),
      'input.json-invalid',
    ],
    ['other JSON', utf8('{"type":"Person"}'), 'format.unknown'],
    ['text', utf8('Dear Sam'), 'format.unknown'],
    ['a PNG without one', pngWith([]), 'format.unknown'],
    ['an SVG without one', svgWith(''), 'format.unknown'],
    ['a PNG with a wrong checksum', bakedPng(text).fill(0x58, 60, 61), 'format.malformed'],
    ['a PNG cut short', bakedPng(text).subarray(0, 200), 'format.malformed'],
    [
      'a PNG with two',
      pngWith([itxt('openbadgecredential', text), itxt('openbadgecredential', text)]),
      'format.malformed',
    ],
    ['a PNG with a compressed one', pngWith([itxt('openbadgecredential', text, true)]), 'format.malformed'],
    [
      'an SVG with two',
      svgWith(`<openbadges:credential verify="${jwt}"/><openbadges:credential verify="${jwt}"/>`),
      'format.malformed',
    ],
    ['an SVG that is no XML', svgWith('<g>'), 'format.malformed'],
    [
      'an SVG that names entities of its own',
      utf8(`<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>`),
      'format.malformed',
    ],
    ['an SVG too deep', svgWith('<g>'.repeat(400) + '</g>'.repeat(400)), 'format.malformed'],
    ['a JWT with padding', utf8(`${jwt}=`), 'format.unknown'],
    ['too large a file', new Uint8Array(17 * 1024 * 1024), 'input.too-large'],
  ])('refuses %s', (_name, bytes, code) => {
    expect(codeOf(() => readCredential(bytes))).toBe(code);
  });

  it('never unpacks the picture, however large it says it is', () => {
    const bomb = pngWith([pngChunk('zTXt', new Uint8Array(1000)), itxt('openbadgecredential', text)], {
      width: 0x7fffffff,
      height: 0x7fffffff,
    });
    expect(readCredential(bomb).standard).toBe('open-badge-3');
    const many = pngWith(Array.from({ length: 20_001 }, () => pngChunk('aaAa', new Uint8Array())));
    expect(codeOf(() => readCredential(many))).toBe('format.malformed');
  });
});

describe('whatever it is given', () => {
  const answers = (bytes: Uint8Array): void => {
    try {
      findCredential(bytes);
    } catch (thrown) {
      expect(['format.malformed', 'input.json-invalid', 'input.too-large']).toContain(
        asVaultError(thrown).code,
      );
    }
  };
  const damaged = (whole: Uint8Array) =>
    fc
      .array(fc.record({ at: fc.nat({ max: whole.length - 1 }), byte: fc.nat({ max: 255 }) }), {
        minLength: 1,
        maxLength: 6,
      })
      .map((changes) => {
        const bytes = Uint8Array.from(whole);
        for (const { at, byte } of changes) bytes[at] = byte;
        return bytes;
      });

  it('is read or refused with a code: random bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 4000 }), answers));
  });

  it.each([
    ['a PNG', bakedPng(text)],
    ['an SVG', bakedSvg(text)],
    ['a JWT', utf8(jwt)],
    ['JSON', utf8(text)],
  ])('is read or refused with a code: %s with some bytes changed, or cut', (_name, whole) => {
    fc.assert(fc.property(damaged(whole), answers), { numRuns: 150 });
    fc.assert(
      fc.property(fc.nat({ max: whole.length }), (end) => {
        answers(whole.subarray(0, end));
      }),
      { numRuns: 100 },
    );
  });

  it('is read or refused with a code: a PNG of chunks with any lengths', () => {
    const chunk = fc.tuple(fc.stringMatching(/^[A-Za-z]{4}$/), fc.uint8Array({ maxLength: 60 }));
    fc.assert(
      fc.property(fc.array(chunk, { maxLength: 10 }), (chunks) => {
        answers(pngWith(chunks.map(([type, data]) => pngChunk(type, data))));
      }),
    );
  });
});
