import { base58, base64urlnopad } from '@scure/base';
import { describe, expect, it } from 'vitest';

import type { JsonObject } from '../../../../src/base/json.ts';
import { parseCompactJws } from '../../../../src/verify/origin/credentials/forms/compact-jws.ts';
import { isOnCurve, unpackPoint } from '../../../../src/verify/origin/credentials/keys/curve-point.ts';
import { readKeyDocument } from '../../../../src/verify/origin/credentials/keys/key-document.ts';
import {
  keyOfJwk,
  keyOfMultibase,
  readIssuerKey,
  readMultibase,
  sameKey,
} from '../../../../src/verify/origin/credentials/keys/public-key.ts';
import { checkJws, claimsAgree } from '../../../../src/verify/origin/credentials/proofs/jws.ts';
import { createTestKey, fixedTestKey, signAsJwt } from '../../../support/credentials/sign.ts';

const [first, second] = [fixedTestKey(1), fixedTestKey(2)];
const p256 = createTestKey('P-256');
const p384 = createTestKey('P-384');
const rsa = createTestKey('RSA');
const keyOf = (jwk: JsonObject) => {
  const key = keyOfJwk(jwk);
  if (key === undefined) throw new Error('a key');
  return key;
};
const url = (bytes: Uint8Array) => base64urlnopad.encode(bytes);
const z = (...bytes: number[]) => `z${base58.encode(Uint8Array.from(bytes))}`;

describe('a public key', () => {
  it.each([first, p256, p384])('is the same in multibase, as did:key and as a JWK: $kind', (key) => {
    const expected = keyOf(key.publicJwk);
    expect(expected.kind).toBe(key.kind);
    for (const given of [key.multibase, key.did, `${key.did}#${key.multibase}`, key.publicJwk])
      expect(readIssuerKey(given)).toEqual(expected);
    const bytes = readMultibase(key.multibase) ?? new Uint8Array(0);
    expect(keyOfMultibase(`u${url(bytes)}`)).toEqual(expected);
    expect(keyOfMultibase(z(...bytes, 0))).toBeUndefined();
    expect(keyOfMultibase(z(...bytes.slice(0, -1)))).toBeUndefined();
    expect(keyOfMultibase(z(bytes[0] ?? 0, 0x99, ...bytes.slice(2)))).toBeUndefined();
    expect(keyOfMultibase(`m${url(bytes)}`)).toBeUndefined();
  });

  it('is read without what a JWK may hold besides', () => {
    const { x = '' } = first.publicJwk;
    expect(keyOfJwk({ kty: 'OKP', crv: 'Ed25519', x, d: 'secret', kid: 'k' })).toEqual({
      kind: 'Ed25519',
      jwk: { kty: 'OKP', crv: 'Ed25519', x },
    });
  });

  const ec = { ...p256.publicJwk };
  const n = (bits: number, top = 0x80) => {
    const bytes = new Uint8Array(bits / 8).fill(0xff);
    bytes[0] = top;
    return url(bytes);
  };
  const of = (change: JsonObject) => ({ kty: 'RSA', n: n(2048), e: 'AQAB', ...change });
  it.each<[JsonObject, boolean]>([
    [{ kty: 'OKP', crv: 'X25519', x: url(new Uint8Array(32)) }, false],
    [{ kty: 'OKP', crv: 'Ed25519', x: url(new Uint8Array(31)) }, false],
    [{ kty: 'OKP', crv: 'Ed25519', x: '!' }, false],
    [{ kty: 'OKP', crv: 'Ed25519' }, false],
    [{ kty: 'EC', crv: 'Ed25519', x: url(new Uint8Array(32)) }, false],
    [ec, true],
    [{ ...ec, y: ec.x ?? '' }, false],
    [{ ...ec, crv: 'P-384' }, false],
    [{ ...ec, crv: 'secp256k1' }, false],
    [{ ...ec, y: 5 }, false],
    [{ ...ec, kty: 'OKP' }, false],
    [of({}), true],
    [of({ n: n(2048, 0x7f) }), false],
    [of({ n: n(2056, 0x01) }), true],
    [of({ n: n(2048, 0x00) }), false],
    [of({ n: n(8192) }), true],
    [of({ n: n(8200) }), false],
    [of({ n: '' }), false],
    [of({ e: url(Uint8Array.of(1)) }), false],
    [of({ e: url(Uint8Array.of(3)) }), true],
    [of({ e: url(Uint8Array.of(1, 1)) }), true],
    [of({ e: url(Uint8Array.of(4)) }), false],
    [of({ e: '' }), false],
    [of({ e: url(new Uint8Array(8).fill(1)) }), true],
    [of({ e: url(new Uint8Array(9).fill(1)) }), false],
    [of({ e: 5 }), false],
    [of({ kty: 'oct' }), false],
    [{}, false],
  ])('may be %j or not', (jwk, expected) => {
    expect(keyOfJwk(jwk) !== undefined).toBe(expected);
  });

  it('is another where any of its numbers is', () => {
    const key = keyOf(first.publicJwk);
    expect(sameKey(key, keyOf({ ...first.publicJwk, kid: 'k' }))).toBe(true);
    expect(sameKey(key, keyOf(second.publicJwk))).toBe(false);
    expect(sameKey(keyOf(of({})), keyOf(of({ e: 'Aw' })))).toBe(false);
    expect(sameKey(key, { kind: 'P-256', jwk: key.jwk })).toBe(false);
  });

  it('is read from multibase up to a length', () => {
    expect(readMultibase(`z${'1'.repeat(399)}`)).toHaveLength(399);
    expect(readMultibase(`z${'1'.repeat(400)}`)).toBeUndefined();
    expect(readMultibase('uAQ')).toEqual(Uint8Array.of(1));
    for (const none of ['', 'AQ', 'z0', 'uA', 'u=']) expect(readMultibase(none), none).toBeUndefined();
  });
});

describe('a point of a curve', () => {
  it.each([
    ['P-256', p256],
    ['P-384', p384],
  ] as const)('is the same packed and whole: %s', (name, key) => {
    const packed = (readMultibase(key.multibase) ?? new Uint8Array(0)).slice(2);
    const point = unpackPoint(name, packed);
    if (point === undefined) throw new Error('a point');
    expect([url(point.x), url(point.y)]).toEqual([key.publicJwk.x, key.publicJwk.y]);
    expect(isOnCurve(name, point)).toBe(true);
    const mirrored = unpackPoint(name, Uint8Array.of((packed[0] ?? 0) ^ 1, ...packed.slice(1)));
    expect(mirrored?.y).not.toEqual(point.y);
    expect(mirrored?.x).toEqual(point.x);
    for (const wrong of [
      Uint8Array.of(4, ...packed.slice(1)),
      packed.slice(0, -1),
      Uint8Array.of(...packed, 0),
      Uint8Array.of(2, ...new Uint8Array(packed.length - 1).fill(0xff)),
    ])
      expect(unpackPoint(name, wrong)).toBeUndefined();
    const { x, y } = point;
    for (const off of [
      { x, y: x },
      { x: x.slice(1), y },
      { x, y: y.slice(1) },
      { x: new Uint8Array(x.length).fill(0xff), y },
      { x, y: new Uint8Array(y.length).fill(0xff) },
    ])
      expect(isOnCurve(name, off)).toBe(false);
  });
});

describe('a document of keys', () => {
  const address = 'https://a.example/keys';
  const id = 'did:web:a.example';
  const method = (name: string, more: JsonObject = {}) => ({
    id: `${id}#${name}`,
    publicKeyMultibase: first.multibase,
    ...more,
  });
  const read = (document: JsonObject) => readKeyDocument(JSON.stringify(document), address);
  const key = keyOf(first.publicJwk);

  it('names each by its id or fragment, whose it is and for what', () => {
    const document = read({
      id,
      verificationMethod: [
        method('1', { controller: 'did:web:b.example', revoked: '2026-01-01T00:00:00Z', expires: 'x' }),
        method('2', { publicKeyMultibase: 'z' }),
        { id: '#3', publicKeyJwk: second.publicJwk },
        { id: '#4' },
      ],
      assertionMethod: ['#3', { id: '#5', publicKeyMultibase: second.multibase, revoked: 5 }],
    });
    expect(document?.id).toBe(id);
    expect(document?.find(`${id}#1`)).toEqual({
      key,
      controller: 'did:web:b.example',
      forAssertion: false,
      revoked: '2026-01-01T00:00:00Z',
      expires: 'x',
    });
    expect(document?.find('1')).toMatchObject({ key });
    expect(document?.find('#1')).toMatchObject({ key });
    expect(document?.find(`${id}#2`)).toBe('unreadable');
    expect(document?.find(`${id}#4`)).toBe('unreadable');
    expect(document?.find(`${id}#3`)).toEqual({
      key: keyOf(second.publicJwk),
      controller: id,
      forAssertion: true,
    });
    expect(document?.find('5')).toEqual({ key: keyOf(second.publicJwk), controller: id, forAssertion: true });
    expect(document?.find('9')).toBeUndefined();
    expect(document?.find('did:web:b.example#1')).toBeUndefined();
    expect([document?.lists(keyOf(second.publicJwk)), document?.lists(key)]).toEqual([true, false]);
  });

  it('prefers, of two of one name, the one that is for assertion', () => {
    const document = read({
      id,
      verificationMethod: [method('1')],
      assertionMethod: [method('1', { publicKeyMultibase: second.multibase })],
    });
    expect(document?.find('1')).toMatchObject({ key: keyOf(second.publicJwk), forAssertion: true });
  });

  it('may be a set of keys, or one', () => {
    const set = read({
      keys: [
        { ...first.publicJwk, kid: '1' },
        { ...second.publicJwk, kid: `${id}#2` },
        { ...second.publicJwk, kid: '3', use: 'enc' },
        5,
      ],
    });
    expect(set?.id).toBeUndefined();
    expect(set?.find(`${address}#1`)).toEqual({ key, controller: undefined, forAssertion: true });
    expect(set?.find(`${id}#2`)).toMatchObject({ key: keyOf(second.publicJwk) });
    expect(set?.find('3')).toBe('unreadable');
    const bare = read({ ...first.publicJwk, kid: '1' });
    expect(bare?.find(address)).toMatchObject({ key });
    expect(bare?.find(`${address}#1`)).toMatchObject({ key });
    expect(read(first.publicJwk)?.find(address)).toMatchObject({ key });
    const alone = read(method('1'));
    expect(alone?.find(`${id}#1`)).toMatchObject({ key, forAssertion: true });
    expect(read({ publicKeyJwk: first.publicJwk })?.find('')).toMatchObject({ key, controller: address });
  });

  it('is none in anything else', () => {
    for (const text of ['', '[]', '5', '{', '{}', '{"keys":[]}', '{"id":5}'])
      expect(readKeyDocument(text, address), text).toBeUndefined();
    expect(read({ id })?.find('1')).toBeUndefined();
  });
});

describe('a token and its key', () => {
  const badge = { id: 'urn:1', issuer: 'urn:i' };
  const check = async (by: typeof first, key = keyOf(by.publicJwk), header: JsonObject = {}) =>
    checkJws(parseCompactJws(await signAsJwt(badge, by, header)), key);

  it('fit only in the algorithm of that kind of key', async () => {
    for (const by of [first, p256, p384, rsa]) expect(await check(by)).toBe('signature-fits');
    expect(await check(first, keyOf(second.publicJwk))).toBe('signature-wrong');
    expect(await check(first, keyOf(p256.publicJwk))).toBe('signature-wrong');
    expect(await check(p384, keyOf(p256.publicJwk))).toBe('signature-wrong');
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const with_ = (header: JsonObject) =>
      checkJws(parseCompactJws(`${part(header)}.${part(badge)}.AAAA`), keyOf(first.publicJwk));
    for (const header of [{ alg: 'none' }, { alg: 'HS256' }, {}, { alg: 5 }, { alg: 'EdDSA', crit: ['x'] }])
      expect(await with_(header), JSON.stringify(header)).toBe('suite-unknown');
    expect(await with_({ alg: 'Ed25519' })).toBe('signature-wrong');
  });

  const time = '2026-06-01T09:00:00.500Z';
  const seconds = Math.floor(Date.parse(time) / 1000);
  const credential = { ...badge, credentialSubject: [{ id: 'urn:s' }], validFrom: time, validUntil: time };
  it.each<[JsonObject, boolean]>([
    [{}, true],
    [{ iss: 'urn:i', jti: 'urn:1', sub: 'urn:s', nbf: seconds, exp: seconds + 0.5 }, true],
    [{ iss: 'urn:x' }, false],
    [{ jti: 'urn:x' }, false],
    [{ sub: 'urn:x' }, false],
    [{ nbf: seconds + 1 }, false],
    [{ exp: seconds - 1 }, false],
    [{ nbf: String(seconds) }, false],
  ])('say the same or not: %j', (payload, expected) => {
    const jws = { text: '', header: {}, payload };
    expect(claimsAgree(jws, credential)).toBe(expected);
    const older = {
      issuer: { id: 'urn:i' },
      id: 'urn:1',
      credentialSubject: { id: 'urn:s' },
      issuanceDate: time,
      expirationDate: time,
    };
    expect(claimsAgree(jws, older)).toBe(expected);
  });

  it('say the same where a credential has no time, and not where it has one that is none', () => {
    const jws = { text: '', header: {}, payload: { nbf: seconds, exp: seconds } };
    expect(claimsAgree(jws, badge)).toBe(true);
    expect(claimsAgree(jws, { ...badge, validFrom: 5 })).toBe(false);
    expect(claimsAgree(jws, { ...badge, validUntil: 'soon' })).toBe(false);
  });
});
