import { describe, expect, it } from 'vitest';

import { isJsonObject, type JsonObject } from '../../../../src/base/json.ts';
import { keyOfMultibase } from '../../../../src/verify/origin/credentials/keys/public-key.ts';
import { shippedContexts } from '../../../../src/verify/origin/credentials/contexts/shipped-contexts.ts';
import { checkProof } from '../../../../src/verify/origin/credentials/proofs/data-integrity.ts';
import { canonicalGraph } from '../../../../src/verify/origin/credentials/proofs/canonical-graph.ts';
import { readCredential } from '../../../../src/verify/origin/credentials/read-credential.ts';
import { verifyCredential } from '../../../../src/verify/origin/credentials/verify-credential.ts';
import { utf8 } from '../../../../src/base/bytes.ts';

/**
 * The signed documents of the W3C Recommendations "Data Integrity EdDSA Cryptosuites v1.0" (appendix B, representations eddsa-rdfc-2022
 * and eddsa-jcs-2022) and "Data Integrity ECDSA Cryptosuites v1.0" (appendix A, ecdsa-rdfc-2019 and ecdsa-jcs-2019 with P-256 and
 * P-384), both of 15 May 2025: one alumni credential, signed six times.
 */
const contexts = new Map([
  ...shippedContexts,
  [
    'https://www.w3.org/ns/credentials/examples/v2',
    { '@context': { '@vocab': 'https://www.w3.org/ns/credentials/examples#' } },
  ],
]);

const alumni: JsonObject = {
  '@context': ['https://www.w3.org/ns/credentials/v2', 'https://www.w3.org/ns/credentials/examples/v2'],
  id: 'urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33',
  type: ['VerifiableCredential', 'AlumniCredential'],
  name: 'Alumni Credential',
  description: 'A minimum viable example of an Alumni Credential.',
  issuer: 'https://vc.example/issuers/5678',
  validFrom: '2023-01-01T00:00:00Z',
  credentialSubject: { id: 'did:example:abcdefgh', alumniOf: 'The School of Examples' },
};

const ed25519 = 'z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2';
const p256 = 'zDnaepBuvsQ8cpsWrVKw8fbpGpvPeNSjVPTWoq6cRqaYzBKVP';
const p384 = 'z82LkuBieyGShVBhvtE2zoiD6Kma4tJGFtkAhxR5pfkp5QPw4LutoYWhvQCnGjdVn14kujQ';

const proofOf = (
  cryptosuite: string,
  verificationMethod: string,
  proofValue: string,
  more: JsonObject = {},
): JsonObject => ({
  type: 'DataIntegrityProof',
  cryptosuite,
  created: '2023-02-24T23:36:38Z',
  verificationMethod,
  proofPurpose: 'assertionMethod',
  ...more,
  proofValue,
});

const vectors: readonly (readonly [string, string, JsonObject])[] = [
  [
    'eddsa-rdfc-2022',
    ed25519,
    proofOf(
      'eddsa-rdfc-2022',
      `https://vc.example/issuers/5678#${ed25519}`,
      'z21EVs3eXERqTn4acNHT9viboqgzUaQ3kTmhPT3eA8qrVPE7CrQq78WkzctnMX5W4CrzcKnHw8V6dvy5pgWYCU5e9',
    ),
  ],
  [
    'eddsa-jcs-2022',
    ed25519,
    proofOf(
      'eddsa-jcs-2022',
      `https://vc.example/issuers/5678#${ed25519}`,
      'z63t83Y53KfzJ5ZosfKTnqfMcKB2dmTrfjSaQjeNNjAD5srBowQfmWqeRb8rRjmeEuCBEsddF9LsVogtuTsijJKh4',
      { '@context': alumni['@context'] ?? null },
    ),
  ],
  [
    'ecdsa-rdfc-2019 with P-256',
    p256,
    proofOf(
      'ecdsa-rdfc-2019',
      `https://vc.example/issuers/5678#${p256}`,
      'z4KKHqaD4F7GHyLA6f3wK9Ehxtogv5jQRFpQBM4sXkSf7Bozd7bAf7dF6UkfM2aSCBMm24mPvaFXmzQmimzaEC3SL',
    ),
  ],
  [
    'ecdsa-rdfc-2019 with P-384',
    p384,
    proofOf(
      'ecdsa-rdfc-2019',
      `https://vc.example/issuers/5678#${p384}`,
      'zpuEu1cJ7Wpb453b4RiV3ex7SKGYm3fdAd4WUTVpR8Me3ZXkCCVUfd4M4TvHF9Wv1tRNWe5SkZhQTGYLUxdugFRGC2uyYRNTnimS6UMN6wkenTViRK1Mei7DooSBpumHHjYu',
    ),
  ],
  [
    'ecdsa-jcs-2019 with P-256',
    p256,
    proofOf(
      'ecdsa-jcs-2019',
      `did:key:${p256}#${p256}`,
      'zq6PrUMCtqY5obCSsrQxuFJdGffCDxvFuopdZiBPUBRTFEs1VVsBZi8YiEwVWgHYrXxoV93gBHqGDBtQLPFxpZxz',
    ),
  ],
  [
    'ecdsa-jcs-2019 with P-384',
    p384,
    proofOf(
      'ecdsa-jcs-2019',
      `did:key:${p384}#${p384}`,
      'zR3krc7pt9Dpn1PY2u8HWPePggtzAG2SuH2ZGNrzw8Ku3QrFLWgDTjS5mCWy65ShixJEtpMwfviAFfh5xTgd5FGN1sSbpPJ5djqSZQLqQkY8KLBPNswuqKtq3bS8f9vEHm8w',
    ),
  ],
];

describe('the W3C vectors of vc-di-eddsa and vc-di-ecdsa', () => {
  it.each(vectors)('fit: %s', async (_name, multibase, proof) => {
    const key = keyOfMultibase(multibase);
    if (key === undefined) throw new Error('the key of the vector was not read');
    expect(await checkProof({ document: { ...alumni, proof }, proof, keys: [key], contexts })).toEqual({
      code: 'signature-fits',
      key,
    });
    const forged = { ...alumni, name: 'Another Credential', proof };
    expect(await checkProof({ document: forged, proof, keys: [key], contexts })).toEqual({
      code: 'signature-wrong',
    });
    const moved = { ...proof, created: '2024-02-24T23:36:38Z' };
    expect(
      await checkProof({ document: { ...alumni, proof: moved }, proof: moved, keys: [key], contexts }),
    ).toEqual({
      code: 'signature-wrong',
    });
  });

  it('come to the canonical form that vc-di-eddsa example 9 shows', async () => {
    const graph = await canonicalGraph(alumni, { hash: 'sha256', contexts });
    expect('nquads' in graph ? graph.nquads.split('\n') : []).toContain(
      '<did:example:abcdefgh> <https://www.w3.org/ns/credentials/examples#alumniOf> "The School of Examples" .',
    );
  });

  it('are not checked where the context is none that is shipped', async () => {
    const [, multibase, proof] = vectors[0] ?? [];
    const key = keyOfMultibase(multibase ?? '');
    if (key === undefined || proof === undefined) throw new Error('the vector was not read');
    expect(await checkProof({ document: { ...alumni, proof }, proof, keys: [key] })).toEqual({
      code: 'context-unknown',
    });
  });
});

/**
 * Two credentials of the data model 1.1 with the context of Data Integrity beside theirs, out of the W3C VC test suite's
 * implementations (w3c/vc-test-suite-implementations, pull request 11, January 2024) and of an implementer's own tests.
 */
const olderCredentials: readonly (readonly [string, JsonObject, readonly string[]])[] = [
  [
    'eddsa-rdfc-2022',
    {
      '@context': ['https://www.w3.org/2018/credentials/v1', 'https://w3id.org/security/data-integrity/v2'],
      id: 'urn:uuid:86294362-4254-4f36-854f-3952fe42555d',
      type: ['VerifiableCredential'],
      issuer: 'did:key:z6MktKwz7Ge1Yxzr4JHavN33wiwa8y81QdcMRLXQsrH9T53b',
      issuanceDate: '2020-03-16T22:37:26.544Z',
      credentialSubject: { id: 'did:key:z6MktKwz7Ge1Yxzr4JHavN33wiwa8y81QdcMRLXQsrH9T53b' },
      proof: {
        type: 'DataIntegrityProof',
        created: '2023-12-28T11:26:24Z',
        verificationMethod:
          'did:key:z6MktKwz7Ge1Yxzr4JHavN33wiwa8y81QdcMRLXQsrH9T53b#z6MktKwz7Ge1Yxzr4JHavN33wiwa8y81QdcMRLXQsrH9T53b',
        cryptosuite: 'eddsa-rdfc-2022',
        proofPurpose: 'assertionMethod',
        proofValue:
          'z59CRYvhTxnciJNtNAhp4fb5CbQvkMAZywYPrxDNu2d7CLn2kemf52BfnpA9hJJejzUv2zEmAA545ZBcf4aPg2BaM',
      },
    },
    ['signature-fits'],
  ],
  [
    'ecdsa-rdfc-2019 with words of its own',
    {
      '@context': [
        'https://www.w3.org/2018/credentials/v1',
        {
          '@protected': true,
          DriverLicenseCredential: 'urn:example:DriverLicenseCredential',
          DriverLicense: {
            '@id': 'urn:example:DriverLicense',
            '@context': {
              '@protected': true,
              id: '@id',
              type: '@type',
              documentIdentifier: 'urn:example:documentIdentifier',
              dateOfBirth: 'urn:example:dateOfBirth',
              expirationDate: 'urn:example:expiration',
              issuingAuthority: 'urn:example:issuingAuthority',
            },
          },
          driverLicense: { '@id': 'urn:example:driverLicense', '@type': '@id' },
        },
        'https://w3id.org/security/data-integrity/v2',
      ],
      id: 'urn:uuid:6a6a9bb2-090a-4ffa-8462-4a614ae4c269',
      type: ['VerifiableCredential', 'DriverLicenseCredential'],
      credentialSubject: {
        id: 'urn:uuid:1a0e4ef5-091f-4060-842e-18e519ab9440',
        driverLicense: {
          type: 'DriverLicense',
          documentIdentifier: 'T21387yc328c7y32h23f23',
          dateOfBirth: '01-01-1990',
          expirationDate: '01-01-2030',
          issuingAuthority: 'VA',
        },
      },
      issuer: 'did:key:zDnaeRZqxu4dSRPiLWwph8ghUy17tE9BWXTNqtpzTw2HjthdX',
      issuanceDate: '2024-01-02T16:13:22Z',
      proof: {
        type: 'DataIntegrityProof',
        created: '2024-01-02T16:13:22Z',
        verificationMethod:
          'did:key:zDnaeRZqxu4dSRPiLWwph8ghUy17tE9BWXTNqtpzTw2HjthdX#zDnaeRZqxu4dSRPiLWwph8ghUy17tE9BWXTNqtpzTw2HjthdX',
        cryptosuite: 'ecdsa-rdfc-2019',
        proofPurpose: 'assertionMethod',
        proofValue:
          'z65xxPTTzV6w4Jtjiscbr5cX6QT5XJFZKC74hE6pzeboEGXknnVu8qT3JhBAJ12MdBWrVsEsuqWbh9Mb8StgF563N',
      },
    },
    ['signature-fits', 'context-inline'],
  ],
];

describe('credentials of the data model 1.1', () => {
  it.each(olderCredentials)('fit: %s', async (_name, credential, codes) => {
    const read = readCredential(utf8(JSON.stringify(credential)));
    const report = await verifyCredential(read, { archive: [], at: new Date('2026-01-01T00:00:00Z') });
    expect(report.signature).toMatchObject({ state: 'good', codes });
    expect(report.key).toMatchObject({ state: 'good', codes: ['key-in-name', 'key-confirmed-by-nobody'] });
  });
});

/** 1EdTech Digital Credentials Public Validator, inspector-vc test resource ob30/simple-did-key-method.json: eddsa-rdfc-2022. */
const inspectorBadge: JsonObject = {
  '@context': [
    'https://www.w3.org/ns/credentials/v2',
    'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
    'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json',
  ],
  id: 'urn:uuid:280c19b6-9680-4a37-ba84-e38b1a4e4584',
  type: ['VerifiableCredential', 'AchievementCredential'],
  issuer: { type: ['Profile'], name: 'Andy F. Miller', id: 'urn:uuid:6f2e33e5-7a29-4155-840a-59483ba10164' },
  validFrom: '2022-11-10T07:38:00-08:00',
  name: 'test 1',
  credentialSubject: {
    id: 'urn:uuid:6f2e33e5-7a29-4155-840a-59483ba10164',
    type: ['AchievementSubject'],
    achievement: {
      id: 'urn:uuid:35258e6f-4c05-4215-8ada-38a5a5b80510',
      type: ['Achievement'],
      achievementType: 'Achievement',
      name: 'test 1',
      description: 'This is a test achievement',
      criteria: { narrative: 'There is no criteria' },
    },
  },
  proof: [
    {
      type: 'DataIntegrityProof',
      created: '2010-01-01T19:23:24Z',
      verificationMethod: 'did:key:z6MkjZRZv3aez3r18pB1RBFJR1kwUVJ5jHt92JmQwXbd5hwi',
      cryptosuite: 'eddsa-rdfc-2022',
      proofPurpose: 'assertionMethod',
      proofValue: 'z5v2mkEWTLxzJ4VCxvUx5dRoy54Hp81GpyABUk7NswQECwDH6Ecwv5F3Mqso7t18UY6WScm5Qszo6nqiiqmevRWHc',
    },
  ],
};

describe('an Open Badge 3.0 of the 1EdTech validator', () => {
  it('has a signature that fits, by a key that is not its issuer’s', async () => {
    const read = readCredential(utf8(JSON.stringify(inspectorBadge)));
    const report = await verifyCredential(read, { archive: [], at: new Date('2026-01-01T00:00:00Z') });
    expect(report.signature).toMatchObject({
      state: 'good',
      codes: ['signature-fits'],
      suite: 'eddsa-rdfc-2022',
    });
    expect(report.key).toMatchObject({ state: 'bad', codes: ['issuer-mismatch', 'key-confirmed-by-nobody'] });
    expect(report.time.codes).toEqual(['in-time']);
    expect(report.status).toEqual({ state: 'not-checked', codes: ['status-not-offered'] });
  });

  it('is forged once a word of it is changed', async () => {
    const subject = inspectorBadge.credentialSubject;
    const forged = {
      ...inspectorBadge,
      credentialSubject: isJsonObject(subject ?? null)
        ? { ...(subject as JsonObject), id: 'urn:uuid:somebody-else' }
        : null,
    };
    const read = readCredential(utf8(JSON.stringify(forged)));
    const report = await verifyCredential(read, { archive: [], at: new Date('2026-01-01T00:00:00Z') });
    expect(report.signature).toMatchObject({ state: 'bad', codes: ['signature-wrong'] });
  });
});
