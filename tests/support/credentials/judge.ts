import { utf8 } from '../../../src/base/bytes.ts';
import type { JsonObject } from '../../../src/base/json.ts';
import type { ArchivedAnswer } from '../../../src/verify/origin/credentials/archived-answers.ts';
import type { CredentialReport } from '../../../src/verify/origin/credentials/credential-report.ts';
import { readCredential } from '../../../src/verify/origin/credentials/read-credential.ts';
import { verifyCredential } from '../../../src/verify/origin/credentials/verify-credential.ts';
import { sampleBadge } from './sample-credentials.ts';
import { signWithProof, type TestKey } from './sign.ts';

// Nothing here has a way to the network: what is not in the archive is not known.
const at = new Date('2026-11-22T08:00:00Z');
export const captured = '2026-06-02T08:00:00.000Z';
export const later = '2026-10-02T08:00:00.000Z';
export const did = 'did:web:college.example';
export const didAddress = 'https://college.example/.well-known/did.json';

export const judge = (
  document: JsonObject | string,
  archive: readonly ArchivedAnswer[] = [],
  when = at,
): Promise<CredentialReport> =>
  verifyCredential(readCredential(utf8(typeof document === 'string' ? document : JSON.stringify(document))), {
    archive,
    at: when,
  });

export const answer = (
  address: string,
  document: JsonObject | string,
  received = captured,
  purpose: 'keys' | 'status' = 'keys',
): ArchivedAnswer => ({
  purpose,
  address,
  received,
  status: 200,
  bytes: utf8(typeof document === 'string' ? document : JSON.stringify(document)),
});

export const didDocument = (key: TestKey, changes: JsonObject = {}, method: JsonObject = {}): JsonObject => ({
  '@context': ['https://www.w3.org/ns/did/v1'],
  id: did,
  verificationMethod: [
    { id: `${did}#key-1`, type: 'Multikey', controller: did, publicKeyMultibase: key.multibase, ...method },
  ],
  assertionMethod: ['#key-1'],
  ...changes,
});

export const signedByCollege = (key: TestKey, changes: JsonObject = {}): Promise<JsonObject> =>
  signWithProof(sampleBadge(did, changes), key, {
    verificationMethod: `${did}#key-1`,
    // The kinds of status lists are words that no context of the badge explains.
    ...(changes.credentialStatus === undefined ? {} : { cryptosuite: 'eddsa-jcs-2022' }),
  });
