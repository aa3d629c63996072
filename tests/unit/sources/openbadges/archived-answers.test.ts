import { gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import type { JsonObject } from '../../../../src/base/json.ts';
import {
  answer,
  captured,
  did,
  didAddress,
  didDocument,
  judge,
  later,
  signedByCollege,
} from '../../../support/credentials/judge.ts';
import { sampleBadge } from '../../../support/credentials/sample-credentials.ts';
import { createTestKey, signAsJwt, signWithProof } from '../../../support/credentials/sign.ts';

describe('keys that were archived', () => {
  const key = createTestKey();

  it('verify years later', async () => {
    const report = await judge(
      await signedByCollege(key),
      [answer(didAddress, didDocument(key))],
      new Date('2031-01-01T00:00:00Z'),
    );
    expect(report.signature.state).toBe('good');
    expect(report.key).toEqual({
      state: 'good',
      codes: ['key-from-issuer', 'key-confirmed-by-nobody'],
      from: 'did-web',
      address: didAddress,
      received: captured,
    });
  });

  it('are not checked where none were', async () => {
    const report = await judge(await signedByCollege(key));
    expect(report.signature).toMatchObject({ state: 'not-checked', codes: ['signature-not-reached'] });
    expect(report.key).toMatchObject({
      state: 'not-checked',
      codes: ['keys-not-fetched'],
      address: didAddress,
    });
  });

  it('show that the issuer was re-keyed: another key under the same name, or other keys altogether', async () => {
    const signed = await signedByCollege(key);
    const next = createTestKey();
    const rekeyed = [answer(didAddress, didDocument(next), later), answer(didAddress, didDocument(key))];
    const report = await judge(signed, rekeyed);
    expect(report.signature.state).toBe('good');
    expect(report.key).toMatchObject({
      state: 'not-checked',
      codes: ['key-replaced', 'key-confirmed-by-nobody'],
    });
    const renamed = didDocument(next, { assertionMethod: ['#key-2'] }, { id: `${did}#key-2` });
    expect(
      (await judge(signed, [answer(didAddress, didDocument(key)), answer(didAddress, renamed, later)])).key
        .codes,
    ).toContain('key-replaced');
    // Only the new document was ever seen: the old key is nowhere, or another one bears its name.
    expect((await judge(signed, [answer(didAddress, renamed)])).key).toMatchObject({
      state: 'not-checked',
      codes: ['key-not-listed'],
    });
    expect((await judge(signed, [answer(didAddress, didDocument(next))])).signature.codes).toEqual([
      'signature-wrong',
    ]);
  });

  it('show a key that was withdrawn, and one that is for something else', async () => {
    const signed = await signedByCollege(key);
    const withdrawn = didDocument(key, {}, { revoked: '2026-05-01T00:00:00Z' });
    expect((await judge(signed, [answer(didAddress, withdrawn)])).key).toMatchObject({
      state: 'bad',
      codes: ['key-withdrawn', 'key-confirmed-by-nobody'],
    });
    const afterwards = didDocument(key, {}, { revoked: '2026-09-01T00:00:00Z' });
    expect((await judge(signed, [answer(didAddress, afterwards)])).key.state).toBe('good');
    const forLogin = didDocument(key, { assertionMethod: [], authentication: ['#key-1'] });
    expect((await judge(signed, [answer(didAddress, forLogin)])).key).toMatchObject({
      state: 'bad',
      codes: ['key-not-for-assertion', 'key-confirmed-by-nobody'],
    });
  });

  it.each([
    ['no JSON', 'Under maintenance'],
    [
      'a key of a kind that nobody knows',
      JSON.stringify(didDocument(key, {}, { publicKeyMultibase: 'z1111' })),
    ],
  ])('that cannot be read are not checked: %s', async (_name, document) => {
    const report = await judge(await signedByCollege(key), [answer(didAddress, document)]);
    expect(report.key).toMatchObject({ state: 'not-checked', codes: ['key-unreadable'] });
  });

  it('may lie in a key set on the issuer’s site, or come with the record and be listed by the issuer', async () => {
    const issuer = 'https://college.example/issuer';
    const set = { keys: [{ ...key.publicJwk, kid: 'key-1' }] };
    const token = await signAsJwt(sampleBadge(issuer), key, { kid: 'https://college.example/keys#key-1' });
    expect((await judge(token, [answer('https://college.example/keys', set)])).key).toMatchObject({
      state: 'good',
      codes: ['key-same-site', 'key-confirmed-by-nobody'],
    });
    const carried = await signAsJwt(sampleBadge(issuer), key, {
      kid: undefined as never,
      jwk: key.publicJwk,
    });
    expect((await judge(carried)).key).toMatchObject({
      state: 'not-checked',
      codes: ['key-only-inside', 'key-confirmed-by-nobody'],
    });
    const listed = {
      id: issuer,
      verificationMethod: [{ id: '#a', type: 'JsonWebKey', publicKeyJwk: key.publicJwk }],
      assertionMethod: ['#a'],
    };
    expect((await judge(carried, [answer(issuer, listed)])).key).toMatchObject({
      state: 'good',
      codes: ['key-from-issuer', 'key-confirmed-by-nobody'],
    });
  });
});

describe('the status that the issuer gave', () => {
  const key = createTestKey();
  const listAddress = 'https://college.example/status/1';
  const entry = {
    type: 'BitstringStatusListEntry',
    statusPurpose: 'revocation',
    statusListIndex: '94567',
    statusListCredential: listAddress,
  };
  const keys = answer(didAddress, didDocument(key));

  const listWith = async (
    set: readonly number[],
    changes: JsonObject = {},
    purpose = 'revocation',
    signer = key,
  ): Promise<JsonObject> => {
    const bits = new Uint8Array(16_384);
    for (const index of set) bits[index >> 3] = (bits[index >> 3] ?? 0) | (0x80 >> (index & 7));
    const encodedList = `u${Buffer.from(gzipSync(bits)).toString('base64url')}`;
    return signWithProof(
      {
        '@context': ['https://www.w3.org/ns/credentials/v2'],
        id: listAddress,
        type: ['VerifiableCredential', 'BitstringStatusListCredential'],
        issuer: did,
        validFrom: '2026-06-01T00:00:00Z',
        credentialSubject: {
          id: `${listAddress}#list`,
          type: 'BitstringStatusList',
          statusPurpose: purpose,
          encodedList,
        },
        ...changes,
      },
      signer,
      { verificationMethod: `${did}#key-1` },
    );
  };
  const statusOf = async (list: JsonObject | undefined, status: JsonObject = entry, received = captured) => {
    const signed = await signedByCollege(key, { credentialStatus: status });
    return (
      await judge(signed, list === undefined ? [keys] : [keys, answer(listAddress, list, received, 'status')])
    ).status;
  };

  it('stands, revoked, suspended: each as of the day when it was asked', async () => {
    expect(await statusOf(await listWith([1, 94_566, 94_568]))).toEqual({
      state: 'good',
      codes: ['not-revoked'],
      asOf: captured,
    });
    expect(await statusOf(await listWith([94_567]))).toEqual({
      state: 'bad',
      codes: ['revoked'],
      asOf: captured,
    });
    const onHold = { ...entry, statusPurpose: 'suspension' };
    expect(await statusOf(await listWith([94_567], {}, 'suspension'), onHold)).toEqual({
      state: 'bad',
      codes: ['suspended'],
      asOf: captured,
    });
  });

  it('goes by the newest answer', async () => {
    const signed = await signedByCollege(key, { credentialStatus: entry });
    const archive = [
      keys,
      answer(listAddress, await listWith([94_567]), later, 'status'),
      answer(listAddress, await listWith([]), captured, 'status'),
    ];
    expect((await judge(signed, archive)).status).toEqual({ state: 'bad', codes: ['revoked'], asOf: later });
  });

  it('is not known where the list was not asked for, cannot be read, is not signed by the issuer, or had run out', async () => {
    expect(await statusOf(undefined)).toEqual({ state: 'not-checked', codes: ['status-not-fetched'] });
    expect((await statusOf({ hello: 'world' })).codes).toEqual(['status-unreadable']);
    expect((await statusOf(await listWith([], {}, 'suspension'))).codes).toEqual(['status-unreadable']);
    const short = {
      credentialSubject: {
        type: 'BitstringStatusList',
        statusPurpose: 'revocation',
        encodedList: `u${Buffer.from(gzipSync(new Uint8Array(100))).toString('base64url')}`,
      },
    };
    expect((await statusOf(await listWith([], short))).codes).toEqual(['status-unreadable']);
    expect((await statusOf(await listWith([], {}, 'revocation', createTestKey()))).codes).toEqual([
      'status-unsigned',
    ]);
    expect((await statusOf(await listWith([], { validUntil: '2026-06-01T12:00:00Z' }))).codes).toEqual([
      'status-list-expired',
    ]);
    expect((await statusOf(undefined, { type: 'CredentialStatusList2017', id: listAddress })).codes).toEqual([
      'status-unknown-kind',
    ]);
    expect((await statusOf(await listWith([]), { ...entry, statusListIndex: '131072' })).codes).toEqual([
      'status-unreadable',
    ]);
  });

  it('unpacks no bomb', async () => {
    const bomb = {
      credentialSubject: {
        type: 'BitstringStatusList',
        statusPurpose: 'revocation',
        encodedList: `u${Buffer.from(gzipSync(new Uint8Array(64 * 1024 * 1024))).toString('base64url')}`,
      },
    };
    expect((await statusOf(await listWith([], bomb))).codes).toEqual(['status-unreadable']);
  });

  it('reads a 1EdTech revocation list', async () => {
    const status = { id: listAddress, type: '1EdTechRevocationList' };
    const { id } = sampleBadge(did);
    const list = (revokedCredential: readonly JsonObject[]): JsonObject => ({
      id: listAddress,
      issuer: did,
      revokedCredential,
    });
    expect((await statusOf(list([{ id: 'urn:other' }]), status)).codes).toEqual(['not-revoked']);
    expect((await statusOf(list([{ id: id ?? null, revocationReason: 'Mistake' }]), status)).codes).toEqual([
      'revoked',
    ]);
    expect((await statusOf(list([{ id: id ?? null, revoked: false }]), status)).codes).toEqual([
      'not-revoked',
    ]);
  });
});
