import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { utf8 } from '../../../../src/base/bytes.ts';
import { asVaultError } from '../../../../src/base/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../../src/base/json.ts';
import { isJsonRecord } from '../../../../src/evidence/json-record.ts';
import { parseKnownRecord } from '../../../../src/evidence/parse-record.ts';
import {
  addressesToAsk,
  answersFor,
  type ArchivedAnswer,
} from '../../../../src/verify/origin/credentials/archived-answers.ts';
import { describeCredential } from '../../../../src/verify/origin/credentials/describe-credential.ts';
import {
  readCredential,
  type ReadCredential,
} from '../../../../src/verify/origin/credentials/read-credential.ts';
import { verifyCredential } from '../../../../src/verify/origin/credentials/verify-credential.ts';
import { sampleBadge } from '../../../support/credentials/sample-credentials.ts';
import { createTestKey, signWithProof } from '../../../support/credentials/sign.ts';

const key = createTestKey();
const did = 'did:web:college.example';
const address = 'https://college.example/.well-known/did.json';
const signed = await signWithProof(
  sampleBadge(did, {
    credentialStatus: {
      type: 'BitstringStatusListEntry',
      statusListCredential: 'https://college.example/status',
      statusListIndex: '1',
    },
  }),
  key,
  { verificationMethod: `${did}#key-1`, cryptosuite: 'eddsa-jcs-2022' },
);
const document: JsonObject = {
  id: did,
  verificationMethod: [
    { id: '#key-1', type: 'Multikey', controller: did, publicKeyMultibase: key.multibase },
  ],
  assertionMethod: ['#key-1'],
};

/** Every place of a JSON value, as the names and positions that lead to it. */
function placesOf(value: JsonValue, path: readonly string[] = []): readonly (readonly string[])[] {
  const here = path.length === 0 ? [] : [path];
  if (typeof value !== 'object' || value === null) return here;
  return [...here, ...Object.entries(value).flatMap(([name, member]) => placesOf(member, [...path, name]))];
}

function withValueAt(value: JsonValue, [name, ...rest]: readonly string[], put: JsonValue): JsonValue {
  if (name === undefined) return put;
  if (Array.isArray(value))
    return value.map((member: JsonValue, index) =>
      String(index) === name ? withValueAt(member, rest, put) : member,
    );
  if (!isJsonObject(value)) return put;
  return { ...value, [name]: withValueAt(value[name] ?? null, rest, put) };
}

const oddArbitrary = fc.oneof(
  fc.constantFrom<JsonValue>(
    null,
    true,
    0,
    -1,
    '',
    [],
    {},
    [[]],
    'z',
    'did:',
    '#',
    'https://',
    'u',
    'did:key:z',
    { id: 5 },
  ),
  fc.jsonValue({ maxDepth: 2 }).map((value) => value as JsonValue),
);
const changed = (whole: JsonObject) =>
  fc
    .tuple(fc.constantFrom(...placesOf(whole)), oddArbitrary)
    .map(([place, odd]) => withValueAt(whole, place, odd))
    .filter((value) => isJsonRecord(value));

const at = new Date('2026-11-22T08:00:00Z');
const answerOf = (purpose: 'keys' | 'status', where: string, value: JsonValue): ArchivedAnswer => ({
  purpose,
  address: where,
  received: '2026-06-02T08:00:00.000Z',
  status: 200,
  bytes: utf8(JSON.stringify(value)),
});

function readOrNone(value: JsonValue): ReadCredential | undefined {
  try {
    return readCredential(utf8(JSON.stringify(value)));
  } catch (thrown) {
    expect(['format.unknown', 'format.malformed', 'input.json-invalid']).toContain(asVaultError(thrown).code);
    return undefined;
  }
}

async function isJudged(read: ReadCredential, archive: readonly ArchivedAnswer[]): Promise<void> {
  const report = await verifyCredential(read, { archive: answersFor(read, archive), at });
  for (const part of [report.signature, report.key, report.time, report.status]) {
    expect(['good', 'bad', 'not-checked']).toContain(part.state);
    expect(part.codes.length).toBeGreaterThan(0);
  }
  const { at: judgedAt, signature, key: found, time, status } = report;
  const checked = { at: judgedAt, signature, key: found, time, status };
  addressesToAsk(read);
  parseKnownRecord('credential', {
    ...describeCredential(read),
    checked,
    archived: [],
    notFetched: [],
    document: 'i-1',
  });
}

describe('a credential with something odd in any place of it', () => {
  it('is read, judged and described, or refused with a code', async () => {
    await fc.assert(
      fc.asyncProperty(changed(signed), async (odd) => {
        const read = readOrNone(odd);
        if (read !== undefined) await isJudged(read, [answerOf('keys', address, document)]);
      }),
      { numRuns: 400 },
    );
  });

  it('never has a signature that fits once what was signed is another', async () => {
    await fc.assert(
      fc.asyncProperty(changed(signed), async (odd) => {
        const read = readOrNone(odd);
        if (read === undefined || JSON.stringify(odd) === JSON.stringify(signed)) return;
        const report = await verifyCredential(read, { archive: [answerOf('keys', address, document)], at });
        expect(report.signature.state).not.toBe('good');
      }),
      { numRuns: 400 },
    );
  });
});

describe('an answer of an issuer with something odd in any place of it', () => {
  const read = readCredential(utf8(JSON.stringify(signed)));

  it('is judged all the same: a document of keys', async () => {
    await fc.assert(
      fc.asyncProperty(changed(document), (odd) => isJudged(read, [answerOf('keys', address, odd)])),
      { numRuns: 300 },
    );
  });

  it('is judged all the same: a list of what was taken back', async () => {
    const list = await signWithProof(
      {
        '@context': ['https://www.w3.org/ns/credentials/v2'],
        id: 'https://college.example/status',
        type: ['VerifiableCredential', 'BitstringStatusListCredential'],
        issuer: did,
        credentialSubject: { type: 'BitstringStatusList', statusPurpose: 'revocation', encodedList: 'uH4sI' },
      },
      key,
      { verificationMethod: `${did}#key-1`, cryptosuite: 'eddsa-jcs-2022' },
    );
    await fc.assert(
      fc.asyncProperty(changed(list), (odd) =>
        isJudged(read, [
          answerOf('keys', address, document),
          answerOf('status', 'https://college.example/status', odd),
        ]),
      ),
      { numRuns: 200 },
    );
  });
});
