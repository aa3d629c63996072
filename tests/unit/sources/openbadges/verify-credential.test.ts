import { describe, expect, it } from 'vitest';

import type { JsonObject } from '../../../../src/base/json.ts';
import { answer, did, didAddress, didDocument, judge } from '../../../support/credentials/judge.ts';
import { sampleBadge } from '../../../support/credentials/sample-credentials.ts';
import { createTestKey, signAsJwt, signWithProof } from '../../../support/credentials/sign.ts';

describe('a credential whose issuer is its key', () => {
  it.each(['Ed25519', 'P-256', 'P-384'] as const)(
    'fits with %s, and nobody else vouches for the key',
    async (kind) => {
      const key = createTestKey(kind);
      const report = await judge(await signWithProof(sampleBadge(key.did), key));
      expect(report).toMatchObject({
        signature: { state: 'good', codes: ['signature-fits'] },
        key: { state: 'good', codes: ['key-in-name', 'key-confirmed-by-nobody'], from: 'did-key' },
        time: { state: 'good', codes: ['in-time'] },
        status: { state: 'not-checked', codes: ['status-not-offered'] },
      });
    },
  );

  it.each(['Ed25519', 'P-256', 'P-384', 'RSA'] as const)('fits as a JWT signed with %s', async (kind) => {
    const key = createTestKey(kind);
    const issuer = kind === 'RSA' ? did : key.did;
    const token = await signAsJwt(sampleBadge(issuer), key, kind === 'RSA' ? { kid: `${did}#key-1` } : {});
    const document = didDocument(key, {
      verificationMethod: [
        { id: `${did}#key-1`, type: 'JsonWebKey', controller: did, publicKeyJwk: key.publicJwk },
      ],
    });
    const report = await judge(token, [answer(didAddress, document)]);
    expect(report.signature).toMatchObject({ state: 'good', codes: ['signature-fits'] });
    expect(report.key.state).toBe('good');
  });

  it.each(['eddsa-jcs-2022'])('fits with %s', async (cryptosuite) => {
    const key = createTestKey();
    const report = await judge(await signWithProof(sampleBadge(key.did), key, { cryptosuite }));
    expect(report.signature).toMatchObject({ state: 'good', suite: cryptosuite });
  });
});

describe('what is wrong with a credential has a code of its own', () => {
  const key = createTestKey();

  it('forged: one word of a proof’s credential, of a JWT’s payload, of a grade', async () => {
    const signed = await signWithProof(sampleBadge(key.did), key);
    expect((await judge({ ...signed, name: 'Unit 4' })).signature).toMatchObject({
      state: 'bad',
      codes: ['signature-wrong'],
    });
    const better = JSON.stringify(signed).replace('"value":"Merit"', '"value":"Distinction"');
    expect((await judge(better)).signature.codes).toEqual(['signature-wrong']);
    const [head = '', , signature = ''] = (await signAsJwt(sampleBadge(key.did), key)).split('.');
    const payload = Buffer.from(JSON.stringify({ ...sampleBadge(key.did), name: 'Unit 4' })).toString(
      'base64url',
    );
    expect((await judge(`${head}.${payload}.${signature}`)).signature.codes).toEqual(['signature-wrong']);
  });

  it('signed with somebody else’s key', async () => {
    const other = createTestKey();
    const signed = await signWithProof(sampleBadge(key.did), other);
    const report = await judge(signed);
    expect(report.signature.state).toBe('good');
    expect(report.key).toMatchObject({ state: 'bad', codes: ['issuer-mismatch', 'key-confirmed-by-nobody'] });
  });

  it('a page elsewhere that claims to be of the issuer', async () => {
    const elsewhere = 'https://evil.example/keys';
    const signed = await signWithProof(sampleBadge('https://college.example/issuer'), key, {
      verificationMethod: `${elsewhere}#key-1`,
    });
    const claim = {
      id: elsewhere,
      verificationMethod: [
        {
          id: '#key-1',
          type: 'Multikey',
          controller: 'https://college.example/issuer',
          publicKeyMultibase: key.multibase,
        },
      ],
      assertionMethod: ['#key-1'],
    };
    expect((await judge(signed, [answer(elsewhere, claim)])).key).toMatchObject({
      state: 'bad',
      codes: ['issuer-mismatch', 'key-confirmed-by-nobody'],
    });
  });

  it('expired, and not yet valid', async () => {
    const signed = await signWithProof(sampleBadge(key.did, { validUntil: '2026-09-01T00:00:00Z' }), key);
    expect((await judge(signed)).time).toEqual({ state: 'bad', codes: ['expired'] });
    expect((await judge(signed, [], new Date('2026-07-01T00:00:00Z'))).time).toEqual({
      state: 'good',
      codes: ['in-time'],
    });
    expect((await judge(signed, [], new Date('2026-01-01T00:00:00Z'))).time).toEqual({
      state: 'bad',
      codes: ['not-yet-valid'],
    });
    expect((await judge(signed)).signature.state).toBe('good');
    const odd = await signWithProof(sampleBadge(key.did, { validFrom: '1 June 2026' }), key, {
      cryptosuite: 'eddsa-jcs-2022',
    });
    expect((await judge(odd)).time).toEqual({ state: 'not-checked', codes: ['time-unreadable'] });
  });

  it('a proof for another purpose, one that ran out, and one that stands on another', async () => {
    const badge = sampleBadge(key.did);
    const login = await signWithProof(badge, key, { proofPurpose: 'authentication' });
    expect((await judge(login)).signature).toMatchObject({ state: 'bad', codes: ['purpose-wrong'] });
    const old = await signWithProof(badge, key, { expires: '2026-07-01T00:00:00Z' });
    expect((await judge(old)).signature).toMatchObject({ state: 'bad', codes: ['proof-expired'] });
    const chained = {
      ...badge,
      proof: {
        type: 'DataIntegrityProof',
        cryptosuite: 'eddsa-rdfc-2022',
        verificationMethod: `${key.did}#${key.multibase}`,
        proofPurpose: 'assertionMethod',
        previousProof: 'urn:1',
        proofValue: 'z1',
      },
    };
    expect((await judge(chained)).signature).toMatchObject({ state: 'not-checked', codes: ['proof-chain'] });
  });

  it('a suite that is not known, no signature, and one of a wrong form', async () => {
    const signed = await signWithProof(sampleBadge(key.did), key);
    const proofOf = (changes: JsonObject): JsonObject => ({
      ...signed,
      proof: { ...(signed.proof as JsonObject), ...changes },
    });
    expect((await judge(proofOf({ cryptosuite: 'bbs-2023' }))).signature).toMatchObject({
      state: 'not-checked',
      codes: ['suite-unknown'],
    });
    expect((await judge(proofOf({ type: 'Ed25519Signature2020' }))).signature.codes).toEqual([
      'suite-unknown',
    ]);
    expect((await judge(proofOf({ proofValue: 'mAAAA' }))).signature).toMatchObject({
      state: 'bad',
      codes: ['signature-malformed'],
    });
    expect((await judge(sampleBadge(key.did))).signature).toEqual({
      state: 'not-checked',
      codes: ['signature-missing'],
    });
  });

  it('a JWT without a signature, with a shared secret, or with a key of another kind', async () => {
    const token = await signAsJwt(sampleBadge(key.did), key);
    const [, payload = '', signature = ''] = token.split('.');
    const withHeader = (header: JsonObject, end = signature): string =>
      `${Buffer.from(JSON.stringify(header)).toString('base64url')}.${payload}.${end}`;
    const kid = `${key.did}#${key.multibase}`;
    expect((await judge(withHeader({ alg: 'none', kid }, ''))).signature).toMatchObject({
      state: 'not-checked',
      codes: ['suite-unknown'],
    });
    expect((await judge(withHeader({ alg: 'HS256', kid }))).signature).toMatchObject({
      state: 'not-checked',
      codes: ['suite-unknown'],
    });
    expect((await judge(withHeader({ alg: 'ES256', kid }))).signature).toMatchObject({
      state: 'bad',
      codes: ['signature-wrong'],
    });
    expect(
      (await judge(withHeader({ alg: 'EdDSA', kid, crit: ['b64'], b64: false }))).signature.state,
    ).not.toBe('good');
  });

  it('claims of a JWT that say something else than its credential', async () => {
    const token = await signAsJwt(sampleBadge(key.did), key, {}, { iss: 'did:web:other.example' });
    expect((await judge(token)).signature).toMatchObject({ state: 'bad', codes: ['claims-differ'] });
    const shifted = await signAsJwt(sampleBadge(key.did), key, {}, { nbf: 1_700_000_000 });
    expect((await judge(shifted)).signature.codes).toEqual(['claims-differ']);
  });

  it('a context that is not shipped, and words that no context explains', async () => {
    const signed = await signWithProof(sampleBadge(key.did), key);
    const contexts = [...(signed['@context'] as string[]), 'https://college.example/our-words.json'];
    expect((await judge({ ...signed, '@context': contexts })).signature).toMatchObject({
      state: 'not-checked',
      codes: ['context-unknown'],
    });
    const subject = { ...(signed.credentialSubject as JsonObject), shoeSize: '42' };
    const strange = {
      ...signed,
      '@context': (signed['@context'] as string[]).slice(1),
      credentialSubject: subject,
    };
    expect((await judge(strange)).signature).toMatchObject({
      state: 'not-checked',
      codes: ['terms-undefined'],
    });
  });

  it('tells when a credential brings words of its own', async () => {
    const own = sampleBadge(key.did);
    const badge = {
      ...own,
      '@context': [...(own['@context'] as string[]), { shoeSize: 'https://college.example/shoe' }],
    };
    expect((await judge(await signWithProof(badge, key))).signature.codes).toEqual([
      'signature-fits',
      'context-inline',
    ]);
  });

  it('one wrong signature among several', async () => {
    const other = createTestKey('P-256');
    const badge = sampleBadge(key.did);
    const [first, second] = [await signWithProof(badge, key), await signWithProof(badge, other)];
    const both = { ...badge, proof: [first.proof ?? null, second.proof ?? null] };
    expect((await judge(both)).key.state).toBe('good');
    const spoilt = {
      ...badge,
      proof: [first.proof ?? null, { ...(second.proof as JsonObject), created: '2026-06-01T11:00:00Z' }],
    };
    expect((await judge(spoilt)).signature).toMatchObject({ state: 'bad', codes: ['signature-wrong'] });
  });
});

describe('an older badge', () => {
  it('is not checked', async () => {
    const report = await judge({
      '@context': 'https://w3id.org/openbadges/v2',
      type: 'Assertion',
      id: 'https://a.example/1',
    });
    for (const part of [report.signature, report.key, report.time, report.status])
      expect(part).toEqual({ state: 'not-checked', codes: ['legacy-not-checked'] });
  });
});
