import { gzipSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { utf8 } from '../../../../src/base/bytes.ts';
import type { JsonObject, JsonValue } from '../../../../src/base/json.ts';
import { readIssuerKey } from '../../../../src/verify/origin/credentials/keys/public-key.ts';
import { readInnerCredential } from '../../../../src/verify/origin/credentials/read-credential.ts';
import { verifyCredential } from '../../../../src/verify/origin/credentials/verify-credential.ts';
import { answer, did, didAddress, didDocument, judge, later } from '../../../support/credentials/judge.ts';
import { sampleBadge } from '../../../support/credentials/sample-credentials.ts';
import {
  fixedTestKey,
  signAsJwt,
  signWithProof,
  type ProofSettings,
} from '../../../support/credentials/sign.ts';

const [key, other] = [fixedTestKey(1), fixedTestKey(2)];
const publicKey = readIssuerKey(key.did);
const suite = { cryptosuite: 'eddsa-jcs-2022' };
const at = new Date('2026-11-22T08:00:00Z');

async function proofOf(
  settings: ProofSettings = {},
  by = key,
  badge = sampleBadge(key.did),
): Promise<JsonValue> {
  return (await signWithProof(badge, by, { ...suite, ...settings })).proof ?? null;
}
const with_ = (...proof: JsonValue[]) => judge({ ...sampleBadge(key.did), proof });
const codesWith = async (...proof: JsonValue[]) => {
  const { signature, key: found } = await with_(...proof);
  return [signature.codes[0], found.state];
};
const changed = (proof: JsonValue, change: JsonObject): JsonValue => ({
  ...(proof as JsonObject),
  ...change,
});

describe('the signatures of one credential', () => {
  it('say by which suite and key they are made, and which key they fit', async () => {
    expect(await with_(await proofOf())).toMatchObject({
      signature: { state: 'good', suite: 'eddsa-jcs-2022', keyId: `${key.did}#${key.multibase}` },
      signedBy: publicKey,
    });
    const open = await with_({ type: 'DataIntegrityProof', cryptosuite: 5 });
    expect(open.signature).toStrictEqual({ state: 'not-checked', codes: ['suite-unknown'] });
    expect(open).not.toHaveProperty('signedBy');
    expect(
      (await with_({ type: 'DataIntegrityProof', cryptosuite: 'x', verificationMethod: 'y' })).signature,
    ).toStrictEqual({
      state: 'not-checked',
      codes: ['suite-unknown'],
      suite: 'x',
      keyId: 'y',
    });
  });

  it('count by the worst that is wrong, then by the best', async () => {
    const good = await proofOf();
    const unknown = changed(good, { cryptosuite: 'other' });
    const wrong = changed(good, { created: '2026-06-01T11:00:00Z' });
    const strange = await proofOf({ verificationMethod: `${other.did}#${other.multibase}` }, other);
    expect(await codesWith(unknown, good)).toEqual(['signature-fits', 'good']);
    expect(await codesWith(strange, good)).toEqual(['signature-fits', 'good']);
    expect((await codesWith(unknown, strange))[0]).toBe('signature-fits');
    expect((await codesWith(strange))[1]).not.toBe('good');
    expect(await codesWith(good, wrong, unknown)).toEqual(['signature-wrong', 'good']);
    expect((await codesWith(unknown, changed(unknown, { type: 'x' })))[0]).toBe('suite-unknown');
    expect((await codesWith())[0]).toBe('signature-missing');
  });

  it('are checked if there are eight of them and not if there are more', async () => {
    const good = await proofOf();
    const several = (count: number) => with_(...Array.from({ length: count }, () => good));
    expect((await several(8)).signature.state).toBe('good');
    expect(await several(9)).toMatchObject({
      signature: { state: 'not-checked', codes: ['canonical-limit'] },
      key: { state: 'not-checked', codes: ['canonical-limit'] },
    });
  });

  it('are no longer checked once it is cancelled', async () => {
    const credential = readInnerCredential({ ...sampleBadge(key.did), proof: await proofOf() });
    const options = { archive: [], at, signal: AbortSignal.abort() };
    await expect(verifyCredential(credential, options)).rejects.toMatchObject({ code: 'internal.cancelled' });
  });

  it.each<[string, string | undefined, ProofSettings]>([
    ['another kind', 'suite-unknown', {}],
    ['no end that has come', 'signature-fits', { expires: '2026-11-22T08:00:00.001Z' }],
    ['an end at that very moment', 'proof-expired', { expires: '2026-11-22T08:00:00Z' }],
    ['an end that nobody can read', 'proof-expired', { expires: 'soon' }],
    ['another purpose', 'purpose-wrong', { proofPurpose: 'authentication' }],
  ])('with %s', async (what, code, settings) => {
    const proof = await proofOf(settings);
    const given = what === 'another kind' ? changed(proof, { type: 'Ed25519Signature2020' }) : proof;
    const { signature } = await with_(given);
    expect(signature.codes).toEqual([code]);
    expect(signature.state).toBe(
      code === 'signature-fits' ? 'good' : code === 'suite-unknown' ? 'not-checked' : 'bad',
    );
  });

  it('that do not fit are wrong and not expired, and bring no words of their own', async () => {
    const proof = await proofOf({ expires: '2026-01-01T00:00:00Z' });
    const { signature } = await judge({
      ...sampleBadge(key.did),
      name: 'Else',
      '@context': [{ a: 'urn:a' }],
      proof,
    });
    expect(signature.codes).toEqual(['signature-wrong']);
  });
});

describe('the signature of a token', () => {
  const known = publicKey === undefined ? [] : [publicKey];
  const strangeKey = readIssuerKey(other.did);
  const strange = strangeKey === undefined ? [] : [strangeKey];
  const check = async (
    header: JsonObject,
    claims: JsonObject = {},
    options: Partial<Parameters<typeof verifyCredential>[1]> = {},
  ) => {
    const token = await signAsJwt(sampleBadge(did), key, header, claims);
    return verifyCredential(readInnerCredential(token), { archive: [], at, ...options });
  };
  const kid = `${did}#key-1`;

  it('fits any of the keys that the reader knows, and says which', async () => {
    for (const keys of [
      [...known, ...strange],
      [...strange, ...known],
    ])
      expect(await check({ kid }, {}, { known: keys })).toMatchObject({
        signature: { state: 'good', codes: ['signature-fits'], suite: 'EdDSA', keyId: kid },
        signedBy: publicKey,
      });
    const wrong = await check({ kid }, {}, { known: strange });
    expect(wrong.signature).toMatchObject({ state: 'bad', codes: ['signature-wrong'] });
    expect(wrong).not.toHaveProperty('signedBy');
  });

  it('is not reached without a key', async () => {
    const { signature } = await check({ kid: 5 });
    expect(signature).toStrictEqual({
      state: 'not-checked',
      codes: ['signature-not-reached'],
      suite: 'EdDSA',
    });
  });

  it('is bad where the claims of the token say something else', async () => {
    const { signature } = await check({ kid }, { iss: 'did:web:other.example' }, { known });
    expect(signature).toEqual({ state: 'bad', codes: ['claims-differ'], suite: 'EdDSA', keyId: kid });
  });

  it('by a key that was withdrawn counts if it was made before, by its own word', async () => {
    const document = didDocument(key, {}, { revoked: '2026-07-01T00:00:00Z' });
    const archive = [answer(didAddress, document)];
    const keyCodes = async (nbf: JsonValue) => (await check({ kid }, { nbf }, { archive })).key.codes;
    const seconds = (time: string) => Date.parse(time) / 1000;
    const withdrawn = await keyCodes(seconds('2026-08-01T00:00:00Z'));
    expect(withdrawn).toContain('key-withdrawn');
    expect(await keyCodes(seconds('2026-06-01T00:00:00Z'))).not.toContain('key-withdrawn');
    expect(await keyCodes('2026-06-01T00:00:00Z')).toContain('key-withdrawn');
    expect(await keyCodes(-8_640_000_000_000)).toContain('key-withdrawn');
  });
});

describe('several entries of a status', () => {
  const place = (name: string) => `https://college.example/status/${name}`;
  const kind = '1EdTechRevocationList';
  const taken = (name: string): JsonObject => ({ id: place(name), type: kind });
  const { id = null } = sampleBadge(key.did);
  const document = (name: string, revokedCredential: JsonValue = []) =>
    answer(place(name), { id: place(name), issuer: did, revokedCredential }, later, 'status');
  const statusOf = async (
    credentialStatus: JsonValue,
    archive: Parameters<typeof judge>[1],
    change: JsonObject = {},
  ) => (await judge({ ...sampleBadge(key.did), credentialStatus, ...change }, archive)).status;
  const revoked = document('gone', [{ id }]);
  const standing = document('good', [{ id: 'urn:other' }]);

  it('count by the worst', async () => {
    const all = [taken('unasked'), taken('good'), taken('gone')];
    expect(await statusOf(all, [revoked, standing])).toEqual({
      state: 'bad',
      codes: ['revoked'],
      asOf: later,
    });
    expect(await statusOf([taken('good'), taken('unasked')], [standing])).toEqual({
      state: 'not-checked',
      codes: ['status-not-fetched'],
    });
    expect(await statusOf([taken('good'), taken('good')], [standing])).toMatchObject({ state: 'good' });
    expect((await statusOf([], [])).codes).toEqual(['status-not-offered']);
  });

  it('are eight at most', async () => {
    const eight = Array.from({ length: 8 }, () => taken('good'));
    expect((await statusOf([...eight.slice(1), taken('gone')], [standing, revoked])).codes).toEqual([
      'revoked',
    ]);
    expect((await statusOf([...eight, taken('gone')], [standing, revoked])).codes).toEqual(['not-revoked']);
  });

  it('are judged by the newest answer that was one', async () => {
    const entry = taken('gone');
    const older = { ...document('gone'), received: '2026-10-01T08:00:00.000Z' };
    const failed = { ...document('gone'), received: '2026-10-03T08:00:00.000Z', status: 404 };
    const elsewhere = { ...document('good'), received: '2026-10-04T08:00:00.000Z' };
    const keys = { ...document('gone'), purpose: 'keys' as const, received: '2026-10-05T08:00:00.000Z' };
    const answers = [older, revoked, failed, elsewhere, keys];
    for (const archive of [answers, answers.toReversed()])
      expect(await statusOf(entry, archive)).toEqual({ state: 'bad', codes: ['revoked'], asOf: later });
  });

  it.each<[string, string, JsonObject]>([
    ['no JSON', 'hello', {}],
    ['no object', '[]', {}],
    ['no such list', '{"id":"urn:x"}', {}],
    [
      'a list, for a credential without an id',
      JSON.stringify({ id: 'urn:x', revokedCredential: [] }),
      { id: 5 },
    ],
  ])('cannot be read in %s', async (_, text, change) => {
    const archive = [answer(place('a'), text, later, 'status')];
    expect(await statusOf(taken('a'), archive, change)).toEqual({
      state: 'not-checked',
      codes: ['status-unreadable'],
      asOf: later,
    });
  });

  it('in signed lists: suspended is bad, a message is open, another issuer’s list is none', async () => {
    const bits = new Uint8Array(16_384);
    bits[0] = 0x80;
    const encodedList = `u${Buffer.from(gzipSync(bits)).toString('base64url')}`;
    const listOf = async (statusPurpose: string, issuer: string, by = key) =>
      answer(
        place('list'),
        await signWithProof(
          {
            '@context': ['https://www.w3.org/ns/credentials/v2'],
            id: place('list'),
            type: ['VerifiableCredential', 'BitstringStatusListCredential'],
            issuer,
            validFrom: '2026-06-01T00:00:00Z',
            credentialSubject: { type: 'BitstringStatusList', statusPurpose, encodedList },
          },
          by,
          suite,
        ),
        later,
        'status',
      );
    const judged = async (statusPurpose: string, list: ReturnType<typeof answer>, statusListIndex = '0') => {
      const entry = {
        type: 'BitstringStatusListEntry',
        statusPurpose,
        statusListIndex,
        statusListCredential: place('list'),
      };
      const { state, codes } = await statusOf(entry, [list]);
      return [state, ...codes];
    };
    const own = (purpose: string) => listOf(purpose, key.did);
    expect(await judged('revocation', await own('revocation'))).toEqual(['bad', 'revoked']);
    expect(await judged('revocation', await own('revocation'), '1')).toEqual(['good', 'not-revoked']);
    expect(await judged('suspension', await own('suspension'))).toEqual(['bad', 'suspended']);
    expect(await judged('message', await own('message'))).toEqual(['not-checked', 'status-message']);
    expect(await judged('revocation', await listOf('revocation', other.did, other))).toEqual([
      'not-checked',
      'status-unsigned',
    ]);
    // Its signature fits a key, and that key is not its issuer's.
    expect(await judged('revocation', await listOf('revocation', key.did, other))).toEqual([
      'not-checked',
      'status-unsigned',
    ]);
    expect(await judged('revocation', { ...(await own('revocation')), bytes: utf8('hello') })).toEqual([
      'not-checked',
      'status-unreadable',
    ]);
  });
});
