import { utf8 } from '../../../src/base/bytes.ts';
import type { JsonObject } from '../../../src/base/json.ts';
import { changing, credentialCaptures, type Capture } from '../bundle/origin-vault.ts';
import { SmallVault } from '../bundle/small-vault.ts';
import { bakedPng } from '../credentials/bake.ts';
import { answer, did } from '../credentials/judge.ts';
import { signWithProof } from '../credentials/sign.ts';
import { collegeKey } from './fixed-keys.ts';
import { RuleGroup, type VectorSet } from './vector-set.ts';
import { bundleOf, SeenVault } from './worlds.ts';

const statusAddress = 'https://college.example/revoked';

/** As little as an Open Badge can be: the vectors stay small. */
const badge = (changes: JsonObject): JsonObject => ({
  '@context': [
    'https://www.w3.org/ns/credentials/v2',
    'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
  ],
  id: 'urn:uuid:0b6a1f1c-6f0e-4d4e-9a51-2f0a7c9d0001',
  type: ['VerifiableCredential', 'OpenBadgeCredential'],
  name: 'Unit 3: Food safety',
  issuer: { id: did, type: ['Profile'], name: 'Riverside College' },
  validFrom: '2026-06-01T09:00:00Z',
  credentialSubject: {
    id: 'urn:learner:1',
    type: ['AchievementSubject'],
    achievement: {
      id: 'urn:uuid:0b6a1f1c-6f0e-4d4e-9a51-2f0a7c9d0002',
      type: ['Achievement'],
      name: 'Food safety',
      description: 'Unit 3.',
      criteria: { narrative: 'All of the unit.' },
    },
  },
  ...changes,
});

interface Choices {
  readonly changes?: JsonObject;
  /** What is done to it after it was signed. */
  readonly bytes?: (signed: JsonObject) => Uint8Array;
  /** What the issuer's list of what it took back says of it. */
  readonly revoked?: boolean;
}

const asText = (signed: JsonObject): Uint8Array => utf8(JSON.stringify(signed));

async function taken({ changes = {}, bytes = asText, revoked }: Choices = {}): Promise<readonly Capture[]> {
  const status =
    revoked === undefined ? {} : { credentialStatus: { id: statusAddress, type: '1EdTechRevocationList' } };
  const signed = await signWithProof(badge({ ...changes, ...status }), collegeKey, {
    verificationMethod: `${collegeKey.did}#${collegeKey.multibase}`,
    // The kinds of status lists are words that no context of the badge explains.
    ...(revoked === undefined ? {} : { cryptosuite: 'eddsa-jcs-2022' }),
  });
  const list = {
    id: statusAddress,
    issuer: did,
    revokedCredential: [{ id: signed.id ?? null, revoked: true }],
  };
  const archive = revoked === true ? [answer(statusAddress, list, '2026-11-20T10:00:00.000Z', 'status')] : [];
  return credentialCaptures({ bytes: bytes(signed), collected: { archive, missing: [] } });
}

function stamped(captures: readonly Capture[]): Promise<Uint8Array> {
  const world = new SeenVault();
  for (const capture of captures) world.vault.capture(capture);
  return world.stamped().bundle();
}

function undated(captures: readonly Capture[]): Promise<Uint8Array> {
  const vault = new SmallVault();
  for (const capture of captures) vault.capture(capture);
  return bundleOf(vault);
}

/** Credentials that a provider signed. */
export async function addCredentialVectors(set: VectorSet): Promise<void> {
  const [good, dated] = ['rules/good-credential.zip', 'rules/good-credential-dated.zip'] as const;
  await set.file(good, async () => undated(await taken()));
  await set.file(dated, async () =>
    stamped(await taken({ changes: { validUntil: '2026-11-20T12:00:00Z' } })),
  );
  const group = new RuleGroup(set, 'origin', { file: good, policy: 'policies/college.json' });
  const document = { id: 'i-0000000000', result: 'pass' } as const;
  await group.broken(
    'EV-183',
    'credential-other-item',
    'The record says another title than the credential.',
    async () => undated(changing(await taken(), 'credential', () => ({ name: 'Unit 9: Distinction' }))),
  );
  await group.broken(
    'EV-184',
    'credential-forged',
    'One word of the credential is another than was signed.',
    async () =>
      undated(await taken({ bytes: (signed) => asText({ ...signed, name: 'Unit 3: Fire safety' }) })),
  );
  await group.open(
    'EV-185',
    'credential-key-not-confirmed',
    'The policy names no issuer; the key lies in the credential.',
    { file: good },
    { policy: 'policies/authority.json' },
  );
  await group.open(
    'EV-186',
    'credential-key-differs',
    'The policy names this issuer with another key.',
    { file: good },
    { policy: 'policies/college-other-key.json' },
  );
  await group.open(
    'EV-187',
    'credential-key-not-then',
    'The policy trusted the key until the second before the credential was dated.',
    { file: dated },
    { policy: 'policies/college-until.json' },
  );
  await group.open(
    'EV-188',
    'credential-key-compromised',
    'The key was lost at the moment by which the credential was dated.',
    { file: dated },
    { policy: 'policies/college-lost.json' },
  );
  await group.other(
    'EV-188',
    {
      verdict: 'incomplete',
      check: 'origin',
      result: 'not-checked',
      code: 'credential-key-compromised',
    },
    'The key was lost, and no trusted clock saw the credential before.',
    { file: good },
    { policy: 'policies/college-lost.json' },
  );
  group.keeps('EV-189', 'It was valid when a trusted clock first saw it, and has expired since.', {
    file: dated,
    at: '2036-01-01T00:00:00.000Z',
  });
  await group.other(
    'EV-189',
    { verdict: 'incomplete', check: 'origin', result: 'not-checked', code: 'credential-expired' },
    'It had expired when a trusted clock first saw it.',
    async () => stamped(await taken({ changes: { validUntil: '2026-11-20T11:00:00Z' } })),
    { policy: 'policies/college.json' },
  );
  await group.open(
    'EV-190',
    'credential-revoked',
    'The newest list that the issuer gave out says that it took the credential back.',
    async () => undated(await taken({ revoked: true })),
  );
  group.keeps('EV-191', 'The credential lies in a file of its own.', {
    item: { ...document, standing: 'signed' },
  });
  await group.other(
    'EV-191',
    {
      verdict: 'incomplete',
      check: 'origin',
      result: 'not-checked',
      code: 'origin-partly',
      item: { ...document, standing: 'kept', origin: 'credential-in-picture' },
    },
    'The signed credential lies in a picture, which nobody signed.',
    async () => undated(await taken({ bytes: (signed) => bakedPng(JSON.stringify(signed)) })),
    { policy: 'policies/college.json' },
  );
  await group.open('EV-194', 'credential-not-checked', 'The credential has no signature.', async () =>
    undated(await taken({ bytes: ({ proof: _, ...unsigned }) => asText(unsigned) })),
  );
}
