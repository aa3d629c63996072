import { describe, expect, it } from 'vitest';

import { utf8 } from '../../../../src/base/bytes.ts';
import type { JsonObject } from '../../../../src/base/json.ts';
import { parsePolicy, type Policy } from '../../../../src/verify/policy.ts';
import {
  changing,
  credentialCaptures,
  reportOn,
  standingsOf,
  type Capture,
} from '../../../support/bundle/origin-vault.ts';
import { checkOf } from '../../../support/bundle/verify-memory.ts';
import { bakedPng, bakedSvg } from '../../../support/credentials/bake.ts';
import { answer, did, didAddress, didDocument } from '../../../support/credentials/judge.ts';
import { sampleBadge } from '../../../support/credentials/sample-credentials.ts';
import { createTestKey, signAsJwt, signWithProof, type TestKey } from '../../../support/credentials/sign.ts';

const key = createTestKey();
const college = { name: 'Riverside College', id: did, keys: [key.multibase] };
const stamp = '2026-11-20T11:15:30.000Z';

interface Choices {
  readonly badge?: JsonObject;
  readonly signer?: TestKey;
  /** The key that the issuer's page showed. */
  readonly shown?: TestKey;
  readonly given?: Partial<Parameters<typeof credentialCaptures>[0]>;
  readonly bytes?: (signed: JsonObject) => Uint8Array;
}

async function badge({ badge: changes = {}, signer = key, shown = signer, given, bytes }: Choices = {}) {
  const signed = await signWithProof(sampleBadge(did, changes), signer, {
    verificationMethod: `${did}#key-1`,
  });
  return credentialCaptures({
    bytes: bytes?.(signed) ?? utf8(JSON.stringify(signed)),
    collected: { archive: [answer(didAddress, didDocument(shown), '2026-11-20T10:00:00.000Z')], missing: [] },
    ...given,
  });
}

const policyOf = (...issuers: JsonObject[]): Partial<Policy> => ({
  issuers: parsePolicy({ format: 'evidence-vault-policy', version: 1, issuers }).issuers,
});

const credentialOf = async (captures: readonly Capture[], policy: Partial<Policy> = policyOf(college)) =>
  standingsOf(await reportOn(captures, policy), 'credential');

describe('a signed credential in a bundle', () => {
  it('is signed by the provider whom the policy names, with its document and its grades', async () => {
    const report = await reportOn(await badge(), policyOf(college));
    expect(report.ok).toBe(true);
    expect(standingsOf(report, 'credential')).toEqual([['signed', 'Riverside College']]);
    expect(
      report.items.flatMap(({ kind, origin }) => (origin === undefined ? [] : [[kind, origin[0]]])),
    ).toEqual(
      expect.arrayContaining([
        [
          'credential',
          { proof: 'credential', result: 'pass', by: 'Riverside College', covers: 'record', at: stamp },
        ],
        [
          'document',
          { proof: 'credential', result: 'pass', by: 'Riverside College', covers: 'credential', at: stamp },
        ],
        [
          'grade',
          { proof: 'credential', result: 'pass', by: 'Riverside College', covers: 'grade', at: stamp },
        ],
      ]),
    );
    expect(checkOf(report, 'origin')).toMatchObject({ result: 'not-checked', code: 'origin-partly' });
  });

  it.each([
    ['PNG', bakedPng],
    ['SVG', bakedSvg],
  ])('signs nothing of the %s that it was put into', async (_form, bake) => {
    const captures = await badge({ bytes: (signed) => bake(JSON.stringify(signed)) });
    const report = await reportOn(captures, policyOf(college));
    expect(report.ok).toBe(true);
    expect(standingsOf(report, 'credential')).toEqual([['signed', 'Riverside College']]);
    expect(standingsOf(report, 'document')).toEqual([['kept', 'credential-in-picture']]);
  });

  it.each(['Ed25519', 'P-256', 'P-384', 'RSA'] as const)('counts as a VC-JWT with %s too', async (kind) => {
    const signer = createTestKey(kind);
    const jwt = await signAsJwt(sampleBadge(did), signer, { kid: `${did}#key-1` });
    const captures = await credentialCaptures({ bytes: utf8(jwt) });
    // Nothing was archived: the policy's own key is all that there is.
    expect(await credentialOf(captures, policyOf({ ...college, keys: [signer.publicJwk] }))).toEqual([
      ['signed', 'Riverside College'],
    ]);
    expect(await credentialOf(captures)).toEqual([
      ['kept', expect.stringMatching(/^credential-(forged|not)/)],
    ]);
  });

  it('is kept, and no more, where the policy does not name the key', async () => {
    const captures = await badge();
    expect(await credentialOf(captures, {})).toEqual([['kept', 'credential-key-not-confirmed']]);
    expect(await credentialOf(captures, policyOf({ ...college, id: 'did:web:elsewhere.example' }))).toEqual([
      ['kept', 'credential-key-not-confirmed'],
    ]);
    const other = policyOf({ ...college, keys: [createTestKey().multibase] });
    expect(await credentialOf(captures, other)).toEqual([['kept', 'credential-key-differs']]);
  });

  it('says why, where it is not signed by a provider', async () => {
    const report = await reportOn(await badge(), {});
    expect(report.ok).toBe(true);
    expect(checkOf(report, 'origin')).toMatchObject({
      result: 'not-checked',
      code: 'credential-key-not-confirmed',
    });
  });

  it('fails where it was forged: one word of it', async () => {
    const captures = await badge({
      bytes: (signed) => utf8(JSON.stringify({ ...signed, name: 'Unit 3: Fire safety' })),
    });
    const report = await reportOn(captures, policyOf(college));
    expect(checkOf(report, 'origin')).toMatchObject({ result: 'fail', code: 'credential-forged' });
    expect(report.ok).toBe(false);
    expect(standingsOf(report, 'credential')).toEqual([['kept', 'credential-forged']]);
  });

  it('fails where another item’s credential lies in its place', async () => {
    const own = await badge();
    const other = await badge({ badge: { id: 'urn:uuid:other', name: 'Unit 4: Knives' } });
    const document = other.find(({ kind }) => kind === 'document');
    const swapped = changing(own, 'document', () => ({ bytes: document?.bytes ?? new Uint8Array() }));
    const report = await reportOn(swapped, policyOf(college));
    expect(checkOf(report, 'origin')).toMatchObject({ result: 'fail', code: 'credential-other-item' });
    expect(standingsOf(report, 'credential')).toEqual([['kept', 'credential-other-item']]);
  });

  it.each<[string, string, (capture: Capture) => Partial<Capture>]>([
    [
      'its result',
      'credential',
      ({ record }) => ({ record: { ...record, results: [{ of: 'Unit grade', value: 'A' }] } }),
    ],
    [
      'its subject',
      'credential',
      ({ record }) => ({ record: { ...record, subject: { id: 'urn:learner:2' } } }),
    ],
    ['its name', 'credential', () => ({ name: 'Unit 9: Distinction' })],
    [
      'a grade’s value',
      'grade',
      ({ record }) => ({ record: { ...record, value: { said: 'Distinction*' } } }),
    ],
    ['a grade’s title', 'grade', () => ({ name: 'Unit 9: Unit grade' })],
  ])('fails where the vault’s record says something else of %s', async (_what, kind, change) => {
    const report = await reportOn(changing(await badge(), kind, change), policyOf(college));
    expect(checkOf(report, 'origin')).toMatchObject({ result: 'fail', code: 'credential-other-item' });
  });

  it('counts only before its key was compromised, by a trusted clock', async () => {
    const captures = await badge();
    const from = (compromisedFrom: string) => policyOf({ ...college, compromisedFrom });
    expect(await credentialOf(captures, from('2026-11-20T11:15:31Z'))).toEqual([
      ['signed', 'Riverside College'],
    ]);
    expect(await credentialOf(captures, from('2026-11-20T11:15:30Z'))).toEqual([
      ['kept', 'credential-key-compromised'],
    ]);
    const undated = await reportOn(captures, from('2030-01-01T00:00:00Z'), { stamped: false });
    expect(standingsOf(undated, 'credential')).toEqual([['kept', 'credential-key-compromised']]);
  });

  it('counts only while the policy trusts its key, by a trusted clock', async () => {
    const captures = await badge();
    const within = (terms: JsonObject) => policyOf({ ...college, ...terms });
    const open = { from: '2026-11-20T11:15:30Z', until: '2026-11-20T11:15:30Z' };
    expect(await credentialOf(captures, within(open))).toEqual([['signed', 'Riverside College']]);
    for (const terms of [{ until: '2026-11-20T11:15:29Z' }, { from: '2026-11-20T11:15:31Z' }])
      expect(await credentialOf(captures, within(terms))).toEqual([['kept', 'credential-key-not-then']]);
    const undated = await reportOn(captures, within({ until: '2030-01-01T00:00:00Z' }), { stamped: false });
    expect(standingsOf(undated, 'credential')).toEqual([['kept', 'credential-key-not-then']]);
  });

  it('is judged by when a trusted clock first saw it: valid then counts for ever, expired then does not', async () => {
    const valid = await badge({ badge: { validUntil: '2026-11-20T12:00:00Z' } });
    const over = await badge({ badge: { validUntil: '2026-11-20T11:00:00Z' } });
    const years = { at: '2036-01-01T00:00:00Z' };
    const policy = policyOf(college);
    expect(standingsOf(await reportOn(valid, policy, years), 'credential')[0]?.[0]).toBe('signed');
    expect(standingsOf(await reportOn(over, policy, years), 'credential')).toEqual([
      ['kept', 'credential-expired'],
    ]);
    const undated = await reportOn(valid, policy, { stamped: false, ...years });
    expect(standingsOf(undated, 'credential')).toEqual([['kept', 'credential-expired']]);
  });

  it('does not count where the archived keys say that its key was withdrawn before it signed', async () => {
    const document = didDocument(key, {}, { revoked: '2026-01-01T00:00:00Z' });
    const captures = await badge({
      given: {
        collected: { archive: [answer(didAddress, document, '2026-11-20T10:00:00.000Z')], missing: [] },
      },
    });
    expect(await credentialOf(captures)).toEqual([['kept', 'credential-key-withdrawn']]);
  });

  it('does not count where the issuer took it back', async () => {
    const signed = await signWithProof(
      sampleBadge(did, {
        credentialStatus: { id: 'https://college.example/revoked', type: '1EdTechRevocationList' },
      }),
      key,
      { verificationMethod: `${did}#key-1`, cryptosuite: 'eddsa-jcs-2022' },
    );
    const list = {
      id: 'https://college.example/revoked',
      issuer: did,
      revokedCredential: [{ id: signed.id ?? null, revoked: true }],
    };
    const captures = await credentialCaptures({
      bytes: utf8(JSON.stringify(signed)),
      collected: {
        archive: [
          answer(didAddress, didDocument(key)),
          answer('https://college.example/revoked', list, '2026-11-20T10:00:00.000Z', 'status'),
        ],
        missing: [],
      },
    });
    expect(await credentialOf(captures)).toEqual([['kept', 'credential-revoked']]);
  });

  it('signed by a stranger whose key was put into the archive is not the provider’s', async () => {
    const stranger = createTestKey();
    const captures = await badge({ signer: stranger, shown: stranger });
    expect(await credentialOf(captures)).toEqual([['kept', 'credential-key-differs']]);
  });

  it('of the provider stays so where another key was put into the archive, and is forged to a reader without policy', async () => {
    const captures = await badge({ shown: createTestKey() });
    expect(await credentialOf(captures)).toEqual([['signed', 'Riverside College']]);
    expect(await credentialOf(captures, {})).toEqual([['kept', 'credential-forged']]);
  });

  it('without a signature is kept', async () => {
    const captures = await credentialCaptures({ bytes: utf8(JSON.stringify(sampleBadge(did))) });
    expect(await credentialOf(captures)).toEqual([['kept', 'credential-not-checked']]);
  });
});
