import { createHash } from 'node:crypto';

import { base58 } from '@scure/base';
import { describe, expect, it } from 'vitest';

import { encodeCanonicalJson } from '../../../../src/base/canonical-json.ts';
import { parseStrictJson } from '../../../../src/base/parse-json.ts';
import { shippedContexts } from '../../../../src/verify/origin/credentials/contexts/shipped-contexts.ts';
import { evidenceLinks } from '../../../../src/verify/origin/credentials/evidence-links.ts';
import { startEvidenceCheck } from '../../../../src/sources/openbadges/check-evidence.ts';
import { documentAddress } from '../../../../src/verify/origin/credentials/keys/key-address.ts';

describe('the contexts that are shipped', () => {
  // A context that changed by one letter would make good signatures look forged, and forged ones good.
  const digests = Object.fromEntries(
    [...shippedContexts].map(([address, context]) => [
      address,
      createHash('sha256')
        .update(encodeCanonicalJson(parseStrictJson(JSON.stringify(context))))
        .digest('hex'),
    ]),
  );

  it('are these, with these digests of their canonical JSON', () => {
    expect(digests).toEqual({
      'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json':
        '7defe702c102faf14108579b7d65ef39ecf4c3bbef925b803e15bd77cd6e3394',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json':
        '8bb2354552b70cbdf2066f6d3e24bc5c2be2619145737580ad2aebdc366e77d5',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json':
        'bdd1d11a55a660322f24660862a1d430ee80cce584465f750909daa43684357c',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json':
        'c5e555a91a5cf48e32ae0a05674c61ddd5c053b680b5643b2f57f9965e386d99',
      'https://purl.imsglobal.org/spec/ob/v3p0/context.json':
        '2c54acaa1cffda2420be32ab61f0a2082051211131c6337686f36f2537aa859b',
      'https://purl.imsglobal.org/spec/ob/v3p0/extensions.json':
        '15f4c347c6fe4380d9b6b93795859e33747ef48d5c55b91a71c52fb51c7bcbd7',
      'https://w3id.org/security/data-integrity/v1':
        '9505bf85338a4c2121ad03992ac90061bc85d43bcfa34d9d47b779381cf08b5f',
      'https://w3id.org/security/data-integrity/v2':
        '7ba3c50acf2689d5e07927267343eb353249c7c22a9f2d00307cc970e855e305',
      'https://www.w3.org/2018/credentials/v1':
        'b01e671e873981f19a9102a9a57f666dbcaeb31b99e3e124378d143e71549247',
      'https://www.w3.org/ns/credentials/undefined-terms/v2':
        '3b11e1df8c618447e9f79f3737e3c30fc0841537eb95f36003742c633672bb9f',
      'https://www.w3.org/ns/credentials/v2':
        'b463c8d6a066214123ddd9827b135e1b50e1fc73322cc52a9b12a4f1fc7d86cf',
    });
  });
});

describe('the address of a document of keys', () => {
  it.each([
    ['did:web:college.example', 'https://college.example/.well-known/did.json'],
    ['did:web:college.example:units:a#key-1', 'https://college.example/units/a/did.json'],
    ['did:web:college.example%3A8443', 'https://college.example:8443/.well-known/did.json'],
    ['did:web:127.0.0.1%3A8080:x', 'http://127.0.0.1:8080/x/did.json'],
    ['https://college.example/issuer#key', 'https://college.example/issuer'],
    ['http://127.0.0.1:8080/issuer', 'http://127.0.0.1:8080/issuer'],
    ['http://college.example/issuer', undefined],
    ['https://user:secret@college.example/', undefined],
    ['did:web:college.example:..%2f..:x/y', undefined],
    ['did:web:', undefined],
    ['did:key:z6Mk', undefined],
    ['file:///etc/passwd', undefined],
    ['urn:uuid:1', undefined],
  ])('of %s is %s', (id, address) => {
    expect(documentAddress(id)).toBe(address);
  });
});

describe('links to evidence', () => {
  const bytes = Buffer.from('My report.');
  const sha256 = createHash('sha256').update(bytes).digest();
  const sha512 = createHash('sha512').update(bytes).digest();
  const multihash = `z${base58.encode(Uint8Array.of(0x12, 0x20, ...sha256))}`;
  const address = 'https://college.example/report.pdf';
  const check = (credential: Parameters<typeof evidenceLinks>[0], given: Uint8Array = bytes): string => {
    const [link] = evidenceLinks(credential);
    if (link === undefined) return 'no link';
    const held = startEvidenceCheck(link);
    held.update(given.subarray(0, 3));
    held.update(given.subarray(3));
    return held.result();
  };

  it.each([
    ['digestMultibase of the evidence', { evidence: [{ id: address, digestMultibase: multihash }] }],
    [
      'digestSRI of a related resource',
      {
        evidence: { id: address },
        relatedResource: [{ id: address, digestSRI: `sha512-${sha512.toString('base64')}` }],
      },
    ],
    ['a hashlink', { evidence: [`${address}?hl=${multihash}`] }],
    [
      'evidence of the subject',
      { credentialSubject: { evidence: [{ id: address, digestMultibase: multihash }] } },
    ],
  ])('hold bytes against %s', (_name, credential) => {
    expect(check(credential)).toBe('matches');
    expect(check(credential, Buffer.from('Another report.'))).toBe('differs');
  });

  it('say where nothing is stated, and where what is stated cannot be read', () => {
    expect(check({ evidence: [{ id: address, name: 'Report' }] })).toBe('no-digest');
    expect(check({ evidence: [{ id: address, digestMultibase: 'z111' }] })).toBe('no-digest');
    expect(
      check({
        evidence: [{ id: address }],
        relatedResource: [{ id: 'https://other.example/', digestMultibase: multihash }],
      }),
    ).toBe('no-digest');
  });

  it('want every digest to fit', () => {
    const both = {
      evidence: [
        {
          id: address,
          digestMultibase: multihash,
          digestSRI: `sha256-${Buffer.alloc(32).toString('base64')}`,
        },
      ],
    };
    expect(check(both)).toBe('differs');
  });

  it('tell of evidence in words', () => {
    expect(evidenceLinks({ evidence: [{ id: 'urn:1', narrative: 'Seen at work.' }] })).toEqual([
      { narrative: 'Seen at work.', digests: [] },
    ]);
  });
});
