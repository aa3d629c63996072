import { readFile } from 'node:fs/promises';

import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import { profileChecks } from '../../../../src/sources/openbadges/host/validate/profile-checks.ts';
import {
  dataProblems,
  shapeProblems,
} from '../../../../src/sources/openbadges/host/validate/credential-problems.ts';
import { evidenceLinks } from '../../../../src/verify/origin/credentials/evidence-links.ts';
import { readCredential } from '../../../../src/verify/origin/credentials/read-credential.ts';
import { verifyCredential } from '../../../../src/verify/origin/credentials/verify-credential.ts';

const text = await readFile(
  new URL('../../../../src/sources/openbadges/PROFILE.md', import.meta.url),
  'utf8',
);

/** The examples of the profile, in its order. */
const examples = [...text.matchAll(/```json\n(.*?)```/gs)].map(([, json = '']) => json);

describe('the profile for providers', () => {
  it('lists the very checks that are run, with their numbers', () => {
    const rows = [...text.matchAll(/^\| (\d+) \| `([a-z-]+)` \|/gm)].map(([, number, name]) => [
      Number(number),
      name,
    ]);
    expect(rows).toEqual(profileChecks.map(({ number, name }) => [number, name]));
  });

  it('has examples that are JSON, and a whole credential that is as it asks', () => {
    expect(examples.length).toBeGreaterThanOrEqual(4);
    for (const example of examples) expect(() => z.json().parse(JSON.parse(example))).not.toThrow();
    const credential = examples.find((example) => example.includes('OpenBadgeCredential')) ?? '';
    const read = readCredential(new TextEncoder().encode(credential));
    expect(shapeProblems(read)).toEqual([]);
    expect(dataProblems(read.credential)).toEqual([]);
    expect(evidenceLinks(read.credential).map(({ digests }) => digests.length)).toEqual([1, 1]);
  });
});

describe('the whole example of the profile', () => {
  const credential = examples.find((example) => example.includes('OpenBadgeCredential')) ?? '';
  const keys = examples.find((example) => example.includes('"publicKeyMultibase"')) ?? '';
  const archive = [
    {
      purpose: 'keys' as const,
      address: 'https://portal.example/issuer',
      received: '2026-11-22T00:00:00Z',
      status: 200,
      bytes: new TextEncoder().encode(keys),
    },
  ];
  const judge = (text: string) =>
    verifyCredential(readCredential(new TextEncoder().encode(text)), {
      archive,
      at: new Date('2026-11-22T00:00:00Z'),
    });

  it('verifies with the key document that stands beside it', async () => {
    const { signature, key, time } = await judge(credential);
    expect([signature.state, key.state, time.state]).toEqual(['good', 'good', 'good']);
  });

  it('does not once another grade is written into it', async () => {
    const { signature } = await judge(credential.replace('"value": "Merit"', '"value": "Distinction"'));
    expect(signature.codes).toEqual(['signature-wrong']);
  });
});

describe('what a credential lacks', () => {
  const read = readCredential(
    new TextEncoder().encode(examples.find((example) => example.includes('OpenBadgeCredential')) ?? ''),
  );
  const without = (name: string) => {
    const { [name]: _gone, ...credential } = read.credential;
    return shapeProblems({ ...read, credential });
  };

  it.each([
    ['id', 'there is no id'],
    ['issuer', 'the issuer has no id'],
    ['validFrom', 'there is no validFrom'],
    ['credentialSubject', 'there is no result'],
  ])('is named: %s', (name, said) => {
    expect(without(name).join(' ')).toContain(said);
  });

  it('is named for a learner who can be known by strangers', () => {
    const subjects = [
      { name: 'Sam' },
      { id: 'mailto:sam@example.org' },
      { identifier: [{ identityType: 'emailAddress', identityHash: 'sam@example.org', hashed: false }] },
    ];
    for (const credentialSubject of subjects)
      expect(dataProblems({ ...read.credential, credentialSubject })).toHaveLength(1);
  });
});
