import { describe, expect, it } from 'vitest';

import { utf8 } from '../../../../src/base/bytes.ts';
import { VaultError } from '../../../../src/base/errors.ts';
import type { JsonObject, JsonValue } from '../../../../src/base/json.ts';
import { credentialLimits } from '../../../../src/verify/origin/credentials/limits.ts';
import {
  findCredential,
  insideClr,
  readCredential,
  readInnerCredential,
} from '../../../../src/verify/origin/credentials/read-credential.ts';
import { bakedPng, bakedSvg } from '../../../support/credentials/bake.ts';

const type = 'VerifiableCredential';
const jwt = (payload: JsonObject) =>
  [{ alg: 'EdDSA' }, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.') + '.AAAA';

describe('a credential in a file', () => {
  const refusal = (act: () => unknown) => {
    try {
      act();
    } catch (thrown) {
      if (thrown instanceof VaultError) return [thrown.code, thrown.details];
      throw thrown;
    }
    return [];
  };
  const standard = (credential: JsonObject) => {
    const found = findCredential(utf8(JSON.stringify(credential)));
    return found?.standard;
  };
  const old = 'https://w3id.org/openbadges/v2';
  const bare = { recipient: {}, badge: 'x', verify: {} };

  it.each<[JsonObject, string | undefined]>([
    [{ type }, 'credential'],
    [{ type: [type, 'OpenBadgeCredential'] }, 'open-badge-3'],
    [{ type: [type, 'AchievementCredential'] }, 'open-badge-3'],
    [{ type: [type, 'OpenBadgeCredential', 'ClrCredential'] }, 'clr-2'],
    [{ type: 'OpenBadgeCredential' }, undefined],
    [{ type: 'Assertion', '@context': old }, 'open-badge-2'],
    [{ type: 'Assertion', '@context': ['x', 'https://openbadgespec.org/openbadges'] }, 'open-badge-2'],
    [{ type: 'Assertion', '@context': 'x' }, undefined],
    [{ type: 'Badge', '@context': old }, undefined],
    [bare, 'open-badge-2'],
    [{ ...bare, type: 'Other' }, undefined],
    [{ recipient: {}, badge: 'x' }, undefined],
    [{ recipient: {}, verify: {} }, undefined],
    [{ badge: 'x', verify: {} }, undefined],
    [{}, undefined],
  ])('follows by %j the standard %s', (credential, expected) => {
    expect(standard(credential)).toBe(expected);
  });

  it('is none in other JSON, other text, or a token that says nothing of one', () => {
    for (const none of ['[]', '5', 'hello', jwt({ hello: 'there' }), '"{"'])
      expect(findCredential(utf8(none)), none).toBeUndefined();
    expect(refusal(() => findCredential(utf8('{')))[0]).toBe('input.json-invalid');
    for (const none of [5, null, [], ['{'], 'hello'])
      expect(refusal(() => readInnerCredential(none))[0]).toBe('format.unknown');
    expect(readInnerCredential(` ${JSON.stringify({ type })}\n`).text).toBe(JSON.stringify({ type }));
  });

  it('may be 4 MiB long, and the picture around it 16 MiB', () => {
    const filled = (length: number) => {
      const text = JSON.stringify({ type, name: '' });
      return utf8(text.replace('""', `"${'x'.repeat(length - text.length)}"`));
    };
    expect(readCredential(filled(credentialLimits.text)).standard).toBe('credential');
    expect(refusal(() => readCredential(filled(credentialLimits.text + 1)))).toEqual([
      'input.too-large',
      { limit: credentialLimits.text },
    ]);
    expect(refusal(() => readCredential(new Uint8Array(credentialLimits.file + 1)))).toEqual([
      'input.too-large',
      { limit: credentialLimits.file },
    ]);
    expect(refusal(() => readCredential(new Uint8Array(credentialLimits.file).fill(0x20)))).toEqual([
      'input.too-large',
      { limit: credentialLimits.text },
    ]);
  });

  it.each<[string, string | undefined]>([
    ['https://a.example/assertions/1', 'open-badge-2'],
    [' http://a.example/1 ', 'open-badge-2'],
    ['https://a.example/1 and more', undefined],
    ['see https://a.example/1', undefined],
    ['ftp://a.example/1', undefined],
    [JSON.stringify({ type }), 'credential'],
  ])('may be baked into a picture: %j', (text, expected) => {
    for (const bake of [bakedPng, bakedSvg]) expect(findCredential(bake(text))?.standard).toBe(expected);
    if (expected === 'open-badge-2')
      expect(findCredential(bakedPng(text))).toMatchObject({
        form: 'png',
        credential: { id: text.trim(), type: 'Assertion' },
        text: text.trim(),
      });
  });

  it('is an address in a picture alone', () => {
    expect(findCredential(utf8('https://a.example/1'))).toBeUndefined();
  });

  it('may be in an envelope, if its address holds it whole', () => {
    const enveloped = (id: JsonValue, of = 'EnvelopedVerifiableCredential') =>
      findCredential(utf8(JSON.stringify({ type: of, id })))?.standard;
    const token = jwt({ type });
    expect(enveloped(`data:application/vc+jwt,${token}`)).toBe('credential');
    expect(enveloped(`xdata:application/vc+jwt,${token}`)).toBeUndefined();
    expect(enveloped(`data:application/vc+jwt,${token} x`)).toBeUndefined();
    expect(enveloped(5)).toBeUndefined();
    expect(enveloped(`data:application/vc+jwt,${token}`, type)).toBe('credential');
    const plain = findCredential(utf8(JSON.stringify({ type, id: `data:application/vc+jwt,${token}` })));
    expect(plain?.jws).toBeUndefined();
  });

  it('may be one of the first five hundred in a CLR', () => {
    const verifiableCredential = Array.from({ length: 502 }, () => ({ type }));
    const clr = readInnerCredential({
      type: [type, 'ClrCredential'],
      credentialSubject: { verifiableCredential },
    });
    expect(insideClr(clr)).toHaveLength(500);
  });
});
