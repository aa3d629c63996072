import { gzipSync } from 'node:zlib';

import { z } from 'zod';

import { encodeBase64, parseUtf8 } from '../../../src/base/bytes.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import { parseStrictJson } from '../../../src/base/parse-json.ts';
import { bundleDocumentSchema } from '../../../src/bundle/bundle-document.ts';
import { disclosedValues } from '../../../src/ledger/disclosure.ts';
import { parseOcspAnswer } from '../../../src/ledger/timestamps/revocation/ocsp-answer.ts';
import { parseRevocationList } from '../../../src/ledger/timestamps/revocation/revocation-list.ts';
import { parseAddCheckpoint } from '../../../src/ledger/witness/add-checkpoint.ts';
import { parseCosignature } from '../../../src/ledger/witness/cosignature.ts';
import { encodeVerifierKey, parseVerifierKey } from '../../../src/ledger/witness/verifier-key.ts';
import { readCookies } from '../../../electron/main/portal/policies/portal-cookies.ts';
import * as canvasAnswers from '../../../src/sources/canvas/answers.ts';
import { nextLink as nextOfCanvas } from '../../../src/sources/canvas/next-link.ts';
import { Redactor as CanvasRedactor } from '../../../src/sources/canvas/redact.ts';
import { readMailboxCursor } from '../../../src/sources/mail/mailbox/mailbox-cursor.ts';
import * as assignmentAnswers from '../../../src/sources/moodle/assignment-answers.ts';
import * as competencyAnswers from '../../../src/sources/moodle/competency-answers.ts';
import * as courseAnswers from '../../../src/sources/moodle/course-answers.ts';
import * as forumAnswers from '../../../src/sources/moodle/forum-answers.ts';
import * as gradeAnswers from '../../../src/sources/moodle/grade-answers.ts';
import * as quizAnswers from '../../../src/sources/moodle/quiz-answers.ts';
import * as siteAnswers from '../../../src/sources/moodle/site-answers.ts';
import { sliceArray } from '../../../src/sources/openbadges/host/json-slices.ts';
import { nextLink as nextOfBadges } from '../../../src/sources/openbadges/host/next-link.ts';
import { parseSignIn } from '../../../src/sources/openbadges/host/sign-in-secret.ts';
import { cleanAddress } from '../../../src/sources/portal/clean-address.ts';
import { readLaunch } from '../../../src/sources/portal/moodle-launch.ts';
import { readStatusCredential } from '../../../src/verify/origin/credentials/archived-answers.ts';
import { describeCredential } from '../../../src/verify/origin/credentials/describe-credential.ts';
import { findBakedInPng } from '../../../src/verify/origin/credentials/forms/png.ts';
import { findBakedInSvg } from '../../../src/verify/origin/credentials/forms/svg.ts';
import { readKeyDocument } from '../../../src/verify/origin/credentials/keys/key-document.ts';
import { readStatusList } from '../../../src/verify/origin/credentials/status/status-list.ts';
import { verifyCredential } from '../../../src/verify/origin/credentials/verify-credential.ts';
import { readTagList } from '../../../src/verify/origin/mail/tag-list.ts';
import { addDkimKey, beginPolicy } from '../../../src/verify/change-policy.ts';
import { bakedPng, bakedSvg } from '../../support/credentials/bake.ts';
import { sampleBadge } from '../../support/credentials/sample-credentials.ts';
import { readDisclosedFields } from '../../support/read-disclosed.ts';
import { base64In, membersOfBundle, text } from '../corpus.ts';
import type { FuzzTarget } from '../fuzz-target.ts';
import { refusing } from '../refusing.ts';
import { jsonWords } from '../words.ts';

const decoded = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
const portalAnswers = schemasIn([
  ...[assignmentAnswers, competencyAnswers, courseAnswers, forumAnswers, gradeAnswers, quizAnswers],
  ...[siteAnswers, canvasAnswers],
]);
const base = new URL('https://badges.test/ims/ob/v3p0/credentials?limit=50');
const statusList = {
  id: 'https://college.example/status/1',
  type: ['VerifiableCredential', 'BitstringStatusListCredential'],
  issuer: 'https://college.example',
  credentialSubject: {
    type: 'BitstringStatusList',
    statusPurpose: 'revocation',
    encodedList: `u${Buffer.from(gzipSync(Buffer.alloc(16_384, 1))).toString('base64url')}`,
  },
};
const statusEntry = { type: 'BitstringStatusListEntry', statusPurpose: 'revocation', statusListIndex: '7' };
const keyDocument = {
  id: 'did:web:college.example',
  verificationMethod: [
    {
      id: '#k',
      type: 'Multikey',
      controller: 'x',
      publicKeyMultibase: 'z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
    },
  ],
  assertionMethod: ['#k'],
  keys: [{ kty: 'OKP', crv: 'Ed25519', x: encodeBase64(new Uint8Array(32)), kid: 'k' }],
};

function schemasIn(rooms: readonly object[]): z.ZodType[] {
  const exported: unknown[] = rooms.flatMap((room) => Object.values<unknown>({ ...room }));
  return exported.filter((each) => each instanceof z.ZodType);
}

/** What portals, hosts of badges, witnesses, authorities and issuers answer. */
export const answersOfServers: readonly FuzzTarget[] = [
  {
    name: 'portal-answers',
    corpus: () =>
      [
        { userid: 3, sitename: 'x', siteurl: 'https://x.test', functions: [{ name: 'a', version: '1' }] },
        { courses: [{ id: 1, assignments: [{ id: 2, cmid: 3, name: 'a', duedate: 0 }] }], warnings: [] },
        { lastattempt: { submission: { id: 1, plugins: [{ type: 'file', fileareas: [] }] } }, feedback: {} },
        { usergrades: [{ courseid: 1, gradeitems: [{ id: 1, itemname: 'x', graderaw: 1.5 }] }] },
        [{ id: 1, name: 'a', modules: [{ id: 2, modname: 'assign', completiondata: { state: 1 } }] }],
        {
          id: 1,
          submission_history: [{ attempt: 1, attachments: [{ id: 1, url: 'https://x.test/?verifier=a' }] }],
        },
      ].map((answer) => text(JSON.stringify(answer))),
    words: [...jsonWords, '"warnings":', '"id":"9007199254740993"', '"plugins":['],
    read: (bytes) => {
      const json = parseStrictJson(bytes);
      for (const schema of portalAnswers) schema.safeParse(json);
      readMailboxCursor(json);
      new CanvasRedactor('token').rawAnswer(decoded(bytes), 'application/json');
    },
    share: 0.05,
  },
  {
    name: 'badge-host',
    corpus: () =>
      [
        {
          credential: [sampleBadge('https://college.example'), { id: 'x' }],
          compactJwsString: ['a.b.c', 'd'],
        },
        { server: { issuer: 'https://x.test' }, client: { method: 'none' } },
        [{ name: 'a', value: 'b', domain: '.x.test', path: '/', sameSite: 'lax', expirationDate: 9e9 }],
      ].map((answer) => text(JSON.stringify(answer))),
    words: [...jsonWords, '"credential":[', '"compactJwsString":["', '\\u005b', '\\"'],
    read: (bytes) => {
      refusing(() => parseSignIn(decoded(bytes)));
      readCookies(decoded(bytes), new Date(0));
      parseStrictJson(bytes);
      for (const name of ['credential', 'compactJwsString', 'client'])
        for (const slice of sliceArray(bytes, name) ?? []) JSON.parse(parseUtf8(slice));
    },
    share: 0.3,
  },
  {
    name: 'addresses',
    corpus: () => [
      text('<https://x.test/a?page=2>; rel="next", <https://x.test/a?page=9>; rel="last"'),
      text(
        'https://user:pw@portal.test/pluginfile.php/1/a.pdf;jsessionid=1?token=abc&sesskey=1#access_token=2',
      ),
      text('moodlemobile://token=OWY4NmQwODE4ODRjN2Q2NTo6OmFiY2RlZmdoaWprbG1ub3A6OjpxcnN0'),
      text('v=DKIM1; k=rsa; h=sha256; s=email; t=s:y; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQ=='),
    ],
    words: ['<', '>; rel="next"', ';rel=', ',', '%2B', '%', ':::', '; p=', '&token=', '#'],
    read: (bytes) => {
      // As long as Node lets headers be.
      const line = decoded(bytes).slice(0, 16_384);
      nextOfCanvas(line);
      nextOfBadges(line, base);
      if (URL.canParse(line)) cleanAddress(line);
      refusing(() => readLaunch(line, 'https://portal.test', 'passport'));
      readTagList(line);
      refusing(() => addDkimKey(beginPolicy('x'), 's1._domainkey.college.test', line, {}));
    },
    share: 0.3,
  },
  {
    name: 'witness',
    corpus: () => [
      text(
        `old 3\n${encodeBase64(new Uint8Array(32))}\n\nevidence-vault/log/${'0'.repeat(32)}\n12\n${encodeBase64(new Uint8Array(32))}\n\n— x ${encodeBase64(new Uint8Array(68))}\n`,
      ),
      text(`— w.test/w ${encodeBase64(new Uint8Array(76))}`),
      text(encodeVerifierKey({ name: 'w.test/w', publicKey: new Uint8Array(32).fill(7) }, 'cosignature')),
    ],
    words: ['old ', '\n\n', '— ', '+', '18446744073709551616'],
    read: (bytes) => {
      const body = decoded(bytes);
      refusing(() => parseAddCheckpoint(body));
      refusing(() => parseCosignature(body));
      refusing(() => parseVerifierKey(body, 'ed25519'));
      parseVerifierKey(body, 'cosignature');
    },
  },
  {
    name: 'revocation',
    corpus: () => base64In('timestamps/index.json').slice(0, 60),
    words: [
      '\x30\x80',
      '\x30\x84\xff\xff\xff\xff',
      '\x0a\x01\x00',
      '\xa0\x03\x02\x01\x01',
      '\x17\x0d',
      '\x18\x0f',
    ],
    read: (bytes) => {
      refusing(() => parseRevocationList(bytes));
      refusing(() => parseOcspAnswer(bytes));
    },
    share: 0.1,
  },
  {
    name: 'disclosures',
    corpus: async () => [
      ...(await membersOfBundle(/evidence-vault\/[a-z]+\.json$/)),
      text(
        JSON.stringify({
          fields: [
            { name: 'a', commitment: encodeBase64(new Uint8Array(32)) },
            { name: 'b', salt: encodeBase64(new Uint8Array(32)), value: '"x"' },
          ],
        }),
      ),
    ],
    words: [...jsonWords, '"salt":', '"commitment":'],
    read: (bytes) => {
      const json = parseStrictJson(bytes);
      bundleDocumentSchema.safeParse(json);
      disclosedValues(readDisclosedFields(isJsonObject(json) ? json.fields : json));
    },
    share: 0.05,
  },
  {
    name: 'baked-credential',
    corpus: () => {
      const badge = JSON.stringify(sampleBadge('https://college.example'));
      return [bakedPng(badge), bakedSvg(badge), text('<svg xmlns="http://www.w3.org/2000/svg"/>')];
    },
    words: ['iTXt', 'openbadgecredential\0', '<openbadges:credential', 'verify="', '<![CDATA[', '&x;', ']]>'],
    read: (bytes) => {
      refusing(() => findBakedInPng(bytes));
      findBakedInSvg(bytes);
    },
    share: 0.2,
  },
  {
    name: 'credential-judged',
    corpus: () =>
      [
        sampleBadge('https://college.example'),
        sampleBadge('did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK', {
          credentialStatus: statusEntry,
          proof: [
            {
              ...{
                type: 'DataIntegrityProof',
                cryptosuite: 'eddsa-rdfc-2022',
                proofPurpose: 'assertionMethod',
              },
              created: '2026-06-01T09:00:00Z',
              verificationMethod:
                'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK#z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK',
              proofValue:
                'z3FXQjecWufY46yg5abdVZsXqLhxhueuSoZgNSARiKBk9czhSePTFehP8c3PGfb6a22gkfUKods5D2UAUL5n2Brbx',
            },
          ],
        }),
      ].map((badge) => text(JSON.stringify(badge))),
    words: [...jsonWords, '"proof":{', '"@context":', '"evidence":[', '"result":[', '"credentialStatus":'],
    read: async (bytes) => {
      const read = readStatusCredential(bytes);
      if (read === undefined) return;
      describeCredential(read);
      await verifyCredential(read, { archive: [], at: new Date('2026-07-01') });
    },
    share: 0.01,
  },
  {
    name: 'issuer-answers',
    corpus: () => [
      text(JSON.stringify(statusList)),
      text(JSON.stringify(keyDocument)),
      text(JSON.stringify(keyDocument.keys[0])),
    ],
    words: [
      ...jsonWords,
      '"encodedList":"u',
      '"kty":"EC","crv":"P-256"',
      '"publicKeyMultibase":"z',
      '"assertionMethod":',
    ],
    read: async (bytes) => {
      const document = readKeyDocument(decoded(bytes), 'https://college.example/keys');
      document?.find('#k');
      const json = parseStrictJson(bytes);
      if (isJsonObject(json)) await readStatusList(statusEntry, json);
    },
    share: 0.05,
  },
];
