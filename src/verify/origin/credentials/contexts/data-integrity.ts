/** One verification relationship, as both versions of the context define it. */
const relationship = (name: string) => ({
  '@id': `https://w3id.org/security#${name}`,
  '@type': '@id',
  '@container': '@set',
});

const ofMultibase = {
  '@id': 'https://w3id.org/security#proofValue',
  '@type': 'https://w3id.org/security#multibase',
};
const dateTime = 'http://www.w3.org/2001/XMLSchema#dateTime';

/** What the two versions share (Verifiable Credential Data Integrity 1.0, section 2.4 and its contexts). */
const contextOf = (cryptosuite: unknown, more: Readonly<Record<string, unknown>>) => ({
  '@context': {
    id: '@id',
    type: '@type',
    '@protected': true,
    proof: { '@id': 'https://w3id.org/security#proof', '@type': '@id', '@container': '@graph' },
    DataIntegrityProof: {
      '@id': 'https://w3id.org/security#DataIntegrityProof',
      '@context': {
        '@protected': true,
        id: '@id',
        type: '@type',
        challenge: 'https://w3id.org/security#challenge',
        created: { '@id': 'http://purl.org/dc/terms/created', '@type': dateTime },
        domain: 'https://w3id.org/security#domain',
        expires: { '@id': 'https://w3id.org/security#expiration', '@type': dateTime },
        nonce: 'https://w3id.org/security#nonce',
        ...more,
        proofPurpose: {
          '@id': 'https://w3id.org/security#proofPurpose',
          '@type': '@vocab',
          '@context': {
            '@protected': true,
            id: '@id',
            type: '@type',
            assertionMethod: relationship('assertionMethod'),
            authentication: relationship('authenticationMethod'),
            capabilityInvocation: relationship('capabilityInvocationMethod'),
            capabilityDelegation: relationship('capabilityDelegationMethod'),
            keyAgreement: relationship('keyAgreementMethod'),
          },
        },
        cryptosuite,
        proofValue: ofMultibase,
        verificationMethod: { '@id': 'https://w3id.org/security#verificationMethod', '@type': '@id' },
      },
    },
  },
});

/**
 * https://w3id.org/security/data-integrity/v1 and v2, which credentials of the VC data model 1.1 need beside theirs (that of 2.0 has
 * them within). Published by the W3C under its Software and Document licence; tests hold their digests.
 */
export const dataIntegrityV1Context = contextOf('https://w3id.org/security#cryptosuite', {});
export const dataIntegrityV2Context = contextOf(
  { '@id': 'https://w3id.org/security#cryptosuite', '@type': 'https://w3id.org/security#cryptosuiteString' },
  { previousProof: { '@id': 'https://w3id.org/security#previousProof', '@type': '@id' } },
);
