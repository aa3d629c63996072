import { describe, expect, it } from 'vitest';

import { utf8 } from '../../../../src/base/bytes.ts';
import type { JsonObject } from '../../../../src/base/json.ts';
import type { ArchivedAnswer } from '../../../../src/verify/origin/credentials/archived-answers.ts';
import { findKey, jwkOf, type WantedKey } from '../../../../src/verify/origin/credentials/keys/find-key.ts';
import { keyOfJwk } from '../../../../src/verify/origin/credentials/keys/public-key.ts';
import { fixedTestKey } from '../../../support/credentials/sign.ts';

const [first, second] = [fixedTestKey(1), fixedTestKey(2)];
const key = keyOfJwk(first.publicJwk);
const did = 'did:web:a.test';
const address = 'https://a.test/.well-known/did.json';
const keyId = `${did}#1`;
const [early, middle, late] = [
  '2026-01-01T00:00:00.000Z',
  '2026-02-01T00:00:00.000Z',
  '2026-03-01T00:00:00.000Z',
];

const method = (more: JsonObject = {}, of = first): JsonObject => ({
  id: '#1',
  controller: did,
  publicKeyMultibase: of.multibase,
  ...more,
});
const document = (...methods: JsonObject[]): JsonObject => ({ id: did, assertionMethod: methods });
const answer = (content: JsonObject | string, change: Partial<ArchivedAnswer> = {}): ArchivedAnswer => ({
  purpose: 'keys',
  address,
  received: early,
  status: 200,
  bytes: utf8(typeof content === 'string' ? content : JSON.stringify(content)),
  ...change,
});
const wanted = (change: Partial<WantedKey> = {}): WantedKey => ({ keyId, issuer: did, ...change });
/** State, what is told first, and whether there is a key to try. */
const found = (archive: readonly ArchivedAnswer[], change: Partial<WantedKey> = {}) => {
  const { key: own, answer: said } = findKey(wanted(change), archive);
  return [said.state, said.codes[0], own !== undefined];
};
const good = answer(document(method()));
const fromIssuer = ['good', 'key-from-issuer', true];
const mismatch = ['bad', 'issuer-mismatch', true];

describe('a key that a signature names', () => {
  it('is the issuer’s where the issuer’s own document lists it, and says from where and since when', () => {
    expect(findKey(wanted(), [good])).toEqual({
      key,
      answer: {
        state: 'good',
        codes: ['key-from-issuer', 'key-confirmed-by-nobody'],
        from: 'did-web',
        address,
        received: early,
      },
    });
    expect(findKey(wanted(), [])).toEqual({
      answer: { state: 'not-checked', codes: ['keys-not-fetched'], from: 'did-web', address },
    });
    expect(findKey(wanted({ keyId: 'urn:key' }), [])).toEqual({
      answer: { state: 'not-checked', codes: ['key-unknown-kind'] },
    });
  });

  it.each<[string, readonly ArchivedAnswer[], Partial<WantedKey>, unknown[]]>([
    ['no issuer', [good], { issuer: undefined }, mismatch],
    ['another issuer', [good], { issuer: 'did:web:b.test' }, mismatch],
    ['another controller', [answer(document(method({ controller: 'did:web:b.test' })))], {}, mismatch],
    [
      'a document that names no controller',
      [answer(document({ id: '#1', publicKeyMultibase: first.multibase }))],
      {},
      fromIssuer,
    ],
    ['no such key', [good], { keyId: `${did}#2` }, ['not-checked', 'key-not-listed', false]],
    ['no document', [answer('hello')], {}, ['not-checked', 'key-unreadable', false]],
    [
      'bytes that are no text',
      [{ ...good, bytes: Uint8Array.of(0xff) }],
      {},
      ['not-checked', 'key-unreadable', false],
    ],
    [
      'a document among what is none',
      [answer('hello'), answer(document(), { received: middle })],
      {},
      ['not-checked', 'key-not-listed', false],
    ],
    [
      'a key that cannot be read',
      [answer(document(method({ publicKeyMultibase: 'z' })))],
      {},
      ['not-checked', 'key-unreadable', false],
    ],
    [
      'a key for something else',
      [answer({ id: did, verificationMethod: [method()] })],
      {},
      ['bad', 'key-not-for-assertion', true],
    ],
    [
      'an answer of another kind',
      [{ ...good, purpose: 'status' }],
      {},
      ['not-checked', 'keys-not-fetched', false],
    ],
    ['an answer that was none', [{ ...good, status: 404 }], {}, ['not-checked', 'keys-not-fetched', false]],
    [
      'an answer from elsewhere',
      [{ ...good, address: 'https://b.test/' }],
      {},
      ['not-checked', 'keys-not-fetched', false],
    ],
  ])('with %s', (_, archive, change, expected) => {
    expect(found(archive, change)).toEqual(expected);
  });

  it('is taken from the oldest answer that lists it, whatever the order, and held against the newest', () => {
    const other = answer(document(method({}, second)), { received: late });
    const without = answer(document(method({ id: '#2' }, second)), { received: late });
    const under = answer(document(method({ id: '#2' })), { received: late });
    const empty = answer(document(), { received: '2025-12-01T00:00:00.000Z' });
    const replaced = ['not-checked', 'key-replaced', true];
    for (const [archive, expected] of [
      [[good, other], replaced],
      [[good, without], replaced],
      [[good, under], fromIssuer],
      [[empty, good], fromIssuer],
      [[good, answer('hello', { received: late })], fromIssuer],
      [[good, answer(document(method()), { received: middle }), other], replaced],
      [[good, { ...other, received: middle }, answer(document(method()), { received: late })], fromIssuer],
    ] as const) {
      expect(found(archive)).toEqual(expected);
      expect(found(archive.toReversed())).toEqual(expected);
    }
  });

  it.each<[JsonObject, string | undefined, string]>([
    [{ revoked: middle }, early, 'key-from-issuer'],
    [{ revoked: middle }, middle, 'key-withdrawn'],
    [{ revoked: middle }, late, 'key-withdrawn'],
    [{ revoked: middle }, undefined, 'key-withdrawn'],
    [{ revoked: 'soon' }, early, 'key-withdrawn'],
    [{ expires: middle }, early, 'key-from-issuer'],
    [{ expires: middle }, middle, 'key-withdrawn'],
    [{ expires: middle }, undefined, 'key-from-issuer'],
    [{ expires: 'soon' }, early, 'key-withdrawn'],
    [{}, late, 'key-from-issuer'],
  ])('with %j, for what was signed at %s: %s', (more, signedAt, code) => {
    expect(found([answer(document(method(more)))], { signedAt })[1]).toBe(code);
    // Also where only a later answer says so.
    const later = answer(document(method(more)), { received: late });
    expect(found([good, later], { signedAt })[1]).toBe(code);
  });
});

describe('a key at a web address', () => {
  const issuer = 'https://a.test/issuer';
  const place = 'https://a.test/keys';
  const set = answer({ keys: [{ ...first.publicJwk, kid: '1' }] }, { address: place });
  const own = answer({ keys: [{ ...first.publicJwk, kid: 'x' }] }, { address: issuer });
  const at = (archive: readonly ArchivedAnswer[], change: Partial<WantedKey> = {}) =>
    found(archive, { keyId: `${place}#1`, issuer, ...change });

  it('is the issuer’s where it lies there or the issuer lists it, and the site’s where it lies beside', () => {
    expect(at([set])).toEqual(['good', 'key-same-site', true]);
    expect(at([set, own])).toEqual(fromIssuer);
    expect(at([set, answer({ keys: [second.publicJwk] }, { address: issuer })])).toEqual([
      'good',
      'key-same-site',
      true,
    ]);
    expect(at([set, answer('hello', { address: issuer })])).toEqual(['good', 'key-same-site', true]);
    expect(at([own], { keyId: `${issuer}#x` })).toEqual(fromIssuer);
    expect(findKey(wanted({ keyId: `${place}#1`, issuer }), [set]).answer).toMatchObject({
      from: 'web',
      address: place,
    });
  });

  it('is nobody’s elsewhere', () => {
    expect(at([set], { issuer: 'https://b.test/issuer' })).toEqual(mismatch);
    expect(at([set], { issuer: 'urn:issuer' })).toEqual(mismatch);
    expect(at([set], { issuer: undefined })).toEqual(mismatch);
    expect(at([set], { issuer: did })).toEqual(mismatch);
    expect(at([set, answer(document(method()))], { issuer: did })).toEqual(fromIssuer);
    const controlled = (controller: string) =>
      answer({ id: place, assertionMethod: [method({ id: `${place}#1`, controller })] }, { address: place });
    expect(at([controlled(issuer)])).toEqual(['good', 'key-same-site', true]);
    expect(at([controlled('https://b.test/')])).toEqual(mismatch);
  });
});

describe('a key that is not named by an address', () => {
  const jwk = first.publicJwk;

  it('is looked up at the issuer by its bare name', () => {
    expect(found([good], { keyId: '1' })).toEqual(fromIssuer);
    expect(found([good], { keyId: '1', issuer: `${did}#x` })).toEqual(mismatch);
    expect(found([good], { keyId: '2' })[1]).toBe('key-not-listed');
    expect(found([good], { keyId: '1', issuer: undefined })).toEqual([
      'not-checked',
      'key-unknown-kind',
      false,
    ]);
    expect(found([good], { keyId: undefined })).toEqual(['not-checked', 'key-unknown-kind', false]);
  });

  it('counts inside only if the issuer lists it', () => {
    const inside = (archive: readonly ArchivedAnswer[], change: Partial<WantedKey> = {}) =>
      found(archive, { keyId: undefined, jwk, ...change });
    expect(inside([good])).toEqual(fromIssuer);
    expect(inside([good], { keyId: '9' })).toEqual(fromIssuer);
    expect(inside([good], { jwk: {} })).toEqual(['not-checked', 'key-unreadable', false]);
    const only = ['not-checked', 'key-only-inside', true];
    expect(inside([])).toEqual(only);
    expect(inside([good], { issuer: undefined })).toEqual(only);
    expect(inside([good], { issuer: 'urn:x' })).toEqual(only);
    expect(inside([answer(document(method({}, second)))])).toEqual(only);
    expect(inside([answer('hello'), good])).toEqual(fromIssuer);
    const other = answer(document(method({}, second)), { received: late });
    expect(inside([good, other])).toEqual(['not-checked', 'key-replaced', true]);
    expect(inside([good, { ...other, received: '2025-01-01T00:00:00.000Z' }])).toEqual(fromIssuer);
    expect(inside([good, answer('hello', { received: late })])).toEqual(fromIssuer);
    expect(findKey(wanted({ keyId: undefined, jwk }), [good, other]).answer).toEqual({
      state: 'not-checked',
      codes: ['key-replaced', 'key-confirmed-by-nobody'],
      from: 'did-web',
      address,
      received: early,
    });
    const web = answer({ keys: [jwk] }, { address: 'https://a.test/issuer' });
    expect(
      findKey(wanted({ keyId: undefined, jwk, issuer: 'https://a.test/issuer' }), [web]).answer,
    ).toMatchObject({
      state: 'good',
      from: 'web',
    });
  });

  it('counts inside where the issuer is that very key', () => {
    const own = (issuer: string) => findKey(wanted({ keyId: undefined, jwk, issuer }), []);
    for (const issuer of [first.did, `${first.did}#${first.multibase}`])
      expect(own(issuer)).toEqual({
        key,
        answer: { state: 'good', codes: ['key-in-name', 'key-confirmed-by-nobody'], from: 'inside' },
      });
    for (const issuer of [second.did, 'did:key:z'])
      expect(own(issuer)).toEqual({
        key,
        answer: { state: 'bad', codes: ['issuer-mismatch', 'key-confirmed-by-nobody'], from: 'inside' },
      });
  });

  it('is read from a header where it is an object', () => {
    expect(jwkOf({ jwk })).toEqual(jwk);
    expect([jwkOf({}), jwkOf({ jwk: 'x' }), jwkOf({ jwk: [] })]).toEqual([undefined, undefined, undefined]);
  });
});

describe('a key that is its own name', () => {
  it('counts for itself alone, under its own fragment or none', () => {
    const own = (keyId_: string, issuer: string | undefined = first.did) =>
      found([], { keyId: keyId_, issuer });
    const unreadable = ['not-checked', 'key-unreadable', false];
    expect(own(first.did)).toEqual(['good', 'key-in-name', true]);
    expect(own(`${first.did}#${first.multibase}`)).toEqual(['good', 'key-in-name', true]);
    expect(own(`${first.did}#${second.multibase}`)).toEqual(unreadable);
    expect(own('did:key:z')).toEqual(unreadable);
    expect(own(first.did, second.did)).toEqual(mismatch);
    expect(findKey(wanted({ keyId: 'did:key:z' }), []).answer).toEqual({
      state: 'not-checked',
      codes: ['key-unreadable'],
      from: 'did-key',
    });
  });
});
