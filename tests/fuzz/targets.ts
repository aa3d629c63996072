import { encodeBase64 } from '../../src/base/bytes.ts';
import { parseStrictJson } from '../../src/base/parse-json.ts';
import { parseBagInfo } from '../../src/bundle/bag-info.ts';
import { createVaultCard, parseVaultCard } from '../../src/bundle/cards/vault-card.ts';
import { parseLedgerDocument } from '../../src/bundle/ledger-document.ts';
import { parseManifest } from '../../src/bundle/manifest-lines.ts';
import { encodeCardText, parseCardText } from '../../src/bundle/recipients/card-text.ts';
import { encodeRecipientCard, parseRecipientCard } from '../../src/bundle/recipients/recipient-card.ts';
import { memoryAccess } from '../../src/bundle/zip/random-access.ts';
import { openZip } from '../../src/bundle/zip/zip-reader.ts';
import { fromEngineSchema, toEngineSchema } from '../../src/contract/control-frames.ts';
import { engineMethods } from '../../src/contract/engine-contract.ts';
import { answerFrameSchema, pageFrameSchema } from '../../src/contract/frames.ts';
import { openAgeHeader } from '../../src/crypto/age/age-header.ts';
import { parseAgeIdentities } from '../../src/crypto/age/age-keys.ts';
import { createKeyPair, sign } from '../../src/crypto/sign.ts';
import { parseBlobHeader } from '../../src/ledger/blob-header.ts';
import { parseCheckpoint } from '../../src/ledger/checkpoint.ts';
import { parseFields } from '../../src/ledger/entry.ts';
import { parseKeysHeader } from '../../src/ledger/keys-codec.ts';
import { parsePreamble } from '../../src/ledger/preamble.ts';
import { parsePublicPart } from '../../src/ledger/public-part.ts';
import { scanSegment } from '../../src/ledger/segment-scan.ts';
import { parseNote } from '../../src/ledger/signed-note.ts';
import { parseAsn } from '../../src/ledger/timestamps/asn.ts';
import { parseCertificate } from '../../src/ledger/timestamps/certificate.ts';
import { readTimestamp } from '../../src/ledger/timestamps/read-timestamp.ts';
import { parseTimestampResponse } from '../../src/ledger/timestamps/timestamp-response.ts';
import { nodeHashes } from '../../src/platform/node-hashes.ts';
import { readCsvRows } from '../../src/sources/imports/table/read-csv-rows.ts';
import { readFeed } from '../../src/sources/imports/leap2a/read-feed.ts';
import { readExportData } from '../../src/sources/imports/moodle-privacy/export-data.ts';
import { readMessage } from '../../src/sources/mail/read-message.ts';
import { readJpeg } from '../../src/sources/metadata/jpeg.ts';
import { readPdf } from '../../src/sources/metadata/pdf.ts';
import { readPng } from '../../src/sources/metadata/png.ts';
import { readXmp } from '../../src/sources/metadata/xmp.ts';
import { judgeHeader } from '../../src/store/header/header-codec.ts';
import { parseReplicaName } from '../../src/store/replica/replica-names.ts';
import { findCredential } from '../../src/verify/origin/credentials/read-credential.ts';
import { readHeaderBlock } from '../../src/verify/origin/mail/header-block.ts';
import { messageParts } from '../../src/verify/origin/mail/message-parts.ts';
import { readSignatureField } from '../../src/verify/origin/mail/signature-field.ts';
import { parsePolicy } from '../../src/verify/policy.ts';
import { verifyBundle } from '../../src/verify/verify-bundle.ts';
import { earlyFeed, maharaFeed } from '../support/leap2a-samples.ts';
import { marked } from '../support/mail/signing.ts';
import { base64In, membersOfBundle, text, vector, vectorsIn } from './corpus.ts';
import type { FuzzTarget } from './fuzz-target.ts';
import { answersOfServers } from './readers/answers-of-servers.ts';
import { documents } from './readers/documents.ts';
import { filesOfAVault } from './readers/files-of-a-vault.ts';
import { refusing } from './refusing.ts';
import { jsonWords } from './words.ts';

const { signal } = new AbortController();
const keys = createKeyPair(new Uint8Array(32).fill(7));
const madeAt = '2026-11-22T09:30:00.000Z';
const card = (): Uint8Array =>
  encodeRecipientCard({ name: 'Ann', contact: 'ann@college.test', recipient: ageRecipient, madeAt }, keys);
/** Of the identity in tests/vectors/identities/reader.txt. */
const ageRecipient = /age1[0-9a-z]+/.exec(Buffer.from(vector('identities/reader.txt')).toString())?.[0] ?? '';
const decoded = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
const binary = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/** Reads JSON strictly, and hands it to `read`. */
const ofJson =
  (read: (json: unknown) => unknown) =>
  (bytes: Uint8Array): unknown =>
    read(parseStrictJson(bytes));

const signedMessage = [
  'DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=college.test; s=s1; h=From:Subject; t=1; x=9; l=5; bh=YQ==; b=YQ==',
  'Subject: =?utf-8?Q?Unit_5=3A_marked?= =?iso-8859-1?B?4Q==?=',
  'Content-Type: multipart/mixed; boundary="b"',
  '',
  '--b',
  'Content-Type: text/html; charset=windows-1252',
  'Content-Transfer-Encoding: quoted-printable',
  '',
  '<p>W=FCrde =',
  '</p>',
  '--b',
  'Content-Type: message/rfc822',
  '',
  'Subject: inside',
  '',
  'x',
  '--b',
  "Content-Disposition: attachment; filename*=utf-8''a%20b.pdf",
  'Content-Transfer-Encoding: base64',
  '',
  'JVBERi0=',
  '--b--',
  '',
].join('\r\n');

/** Everything that reads what others may have written: other programs, other people, a damaged disk. */
export const targets: readonly FuzzTarget[] = [
  {
    name: 'json',
    corpus: () => [
      ...vectorsIn('policies', '.json'),
      text('{"a":[1,-0.5e3,true,null,"\\u00e9\\n"],"b":{}}'),
      text('[1]'),
    ],
    words: jsonWords,
    read: (bytes) => {
      const ours = parseStrictJson(bytes);
      // Whatever is accepted here, the platform reads in the same way.
      const theirs: unknown = JSON.parse(
        new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes),
      );
      if (JSON.stringify(ours) !== JSON.stringify(theirs))
        throw new Error('read otherwise than JSON.parse does');
    },
  },
  {
    name: 'header',
    corpus: () => vectorsIn('vaults', 'vault.json'),
    words: jsonWords,
    read: judgeHeader,
    share: 0.2,
  },
  {
    name: 'segment',
    corpus: () => vectorsIn('vaults', '.segment'),
    words: ['\x89EVSEGM\n'],
    read: (bytes) => scanSegment(nodeHashes, bytes),
    share: 0.3,
  },
  {
    name: 'sealed-files',
    corpus: () => [
      ...vectorsIn('vaults', '.keys'),
      ...vectorsIn('vaults', '.sealed'),
      ...vectorsIn('vaults', '.blob').map((blob) => blob.subarray(0, 200)),
    ],
    words: ['\x89EVKEYS\n', '\x89EVBLOB\n', '\x89EVSETT\n'],
    read: (bytes) => {
      for (const read of [parseKeysHeader, parseBlobHeader, (all: Uint8Array) => parsePreamble(all, 'SETT')])
        refusing(() => read(bytes));
    },
  },
  {
    name: 'entry',
    corpus: () => base64In('ledger/format-1.json').concat([text('\0\x01\x04kind'), new Uint8Array(50)]),
    read: (bytes) => {
      refusing(() => parsePublicPart(bytes));
      parseFields(bytes);
    },
  },
  {
    name: 'checkpoint',
    corpus: () => [
      text(
        `evidence-vault/log/${'0'.repeat(32)}\n12\n${encodeBase64(new Uint8Array(32))}\n\n— evidence-vault/log/${'0'.repeat(32)} ${encodeBase64(new Uint8Array(68))}\n`,
      ),
    ],
    words: ['\n\n— ', '\n', '18446744073709551616'],
    read: (bytes) => {
      refusing(() => parseNote(decoded(bytes)));
      parseCheckpoint(decoded(bytes));
    },
  },
  {
    name: 'zip',
    corpus: () => [vector('bundle/good.zip')],
    words: ['PK\x01\x02', 'PK\x03\x04', 'PK\x05\x06', 'PK\x06\x06', '../'],
    read: (bytes) => openZip(memoryAccess(bytes)),
    share: 0.3,
  },
  {
    name: 'bundle',
    corpus: () => [vector('bundle/good.zip')],
    words: jsonWords,
    read: (bytes) => verifyBundle(memoryAccess(bytes), { hashes: nodeHashes }),
    share: 0.01,
  },
  {
    name: 'bagit',
    corpus: () => membersOfBundle(/manifest-sha|bag-info|bagit/),
    words: ['%0A', '%25', '  ', '../', 'data/', ': ', '\r\n '],
    read: (bytes) => {
      refusing(() => parseManifest(bytes, 'sha256'));
      refusing(() => parseManifest(bytes, 'sha512'));
      parseBagInfo(bytes);
    },
  },
  {
    name: 'ledger-document',
    corpus: () => membersOfBundle(/ledger\.json$/),
    words: jsonWords,
    read: ofJson(parseLedgerDocument),
    share: 0.05,
  },
  {
    name: 'policy',
    corpus: () => vectorsIn('policies', '.json'),
    words: jsonWords,
    read: ofJson(parsePolicy),
    share: 0.3,
  },
  {
    name: 'cards',
    corpus: () => [
      card(),
      text(encodeCardText(card())),
      createVaultCard(
        { name: 'Sam', registration: '1', organisation: 'College', madeAt },
        keys.publicKey,
        (message) => sign(keys.seed, keys.publicKey, message),
      ),
    ],
    words: [...jsonWords, 'EV-CARD:1:', 'EV-CARD:2:', 'AAAA'],
    read: (bytes) => {
      refusing(() => parseRecipientCard(bytes));
      refusing(() => parseVaultCard(bytes));
      parseCardText(decoded(bytes));
    },
    share: 0.3,
  },
  {
    name: 'age',
    corpus: () => [
      text(`age-encryption.org/v1\n-> X25519 ${'A'.repeat(43)}\n${'A'.repeat(43)}\n--- ${'A'.repeat(43)}\n`),
      vector('identities/reader.txt'),
      text('age-encryption.org/v1\n-> scrypt AAAA 10\nAAAA\n---'),
    ],
    words: ['-> X25519 ', '\n---', '-> grease \n', 'AGE-SECRET-KEY-1', '-> scrypt '],
    read: async (bytes) => {
      refusing(() => parseAgeIdentities(binary(bytes)));
      await openAgeHeader(bytes, []);
    },
    share: 0.1,
  },
  {
    name: 'der',
    corpus: () => base64In('timestamps/index.json').slice(0, 40),
    words: ['\x30\x80', '\x30\x84\xff\xff\xff\xff', '\x06\x00', '\x24\x80', '\0\0', '\x02\x01\x80'],
    read: (bytes) => {
      for (const read of [readTimestamp, parseTimestampResponse, parseCertificate])
        refusing(() => read(bytes));
      refusing(() => parseAsn(bytes));
    },
    share: 0.1,
  },
  {
    name: 'leap2a',
    corpus: () => [text(maharaFeed()), text(earlyFeed)],
    words: [
      '<!DOCTYPE a [<!ENTITY b "c">]>',
      '&b;',
      '&#x0;',
      '<![CDATA[',
      ']]>',
      '<entry>',
      '</entry>',
      'xmlns:x="y"',
      '<x:a>',
    ],
    read: (bytes) => readFeed(bytes, signal),
    share: 0.05,
  },
  {
    name: 'mail',
    corpus: () => [text(marked), text(signedMessage)],
    words: [
      '\r\n\r\n',
      '\r\n--b\r\n',
      '--b--',
      'Content-Type: multipart/mixed; boundary=""\r\n',
      '=?utf-8?B?',
      '?=',
      "*0*=utf-8''",
      ' \t',
    ],
    read: async (bytes) => {
      refusing(() => messageParts(bytes));
      refusing(() => readHeaderBlock(bytes));
      readSignatureField(binary(bytes));
      await readMessage(bytes, true);
    },
    share: 0.03,
  },
  {
    name: 'credential',
    corpus: () => [
      text(
        JSON.stringify({
          '@context': ['https://www.w3.org/ns/credentials/v2'],
          type: ['VerifiableCredential'],
          issuer: { id: 'did:key:z6Mk' },
          credentialSubject: { achievement: { name: 'x' } },
          proof: [{ type: 'DataIntegrityProof', cryptosuite: 'eddsa-rdfc-2022', proofValue: 'z3' }],
        }),
      ),
      text(
        'eyJhbGciOiJSUzI1NiIsImtpZCI6IngifQ.eyJ2YyI6eyJ0eXBlIjpbIlZlcmlmaWFibGVDcmVkZW50aWFsIl19LCJleHAiOjF9.AAAA',
      ),
    ],
    words: [...jsonWords, '.', 'eyJ', '"vc":{', '"proof":'],
    read: findCredential,
    share: 0.3,
  },
  {
    name: 'contract',
    corpus: () =>
      [
        { type: 'call', id: 1, method: 'vault.open', input: { dir: '/x', secret: { sealed: 'AA==' } } },
        { type: 'cancel', id: 2 },
        {
          type: 'reply',
          id: 1,
          reply: { ok: false, error: { code: 'input.usage', details: { what: 'x' } } },
        },
        { type: 'event', event: { type: 'changed' } },
        { items: ['i-0123456789'], offset: 0, limit: 10, filter: { kind: 'document' } },
      ].map((frame) => text(JSON.stringify(frame))),
    words: [...jsonWords, ...Object.keys(engineMethods)],
    read: ofJson((json) => {
      for (const schema of [toEngineSchema, fromEngineSchema, pageFrameSchema, answerFrameSchema])
        schema.safeParse(json);
      for (const { input } of Object.values(engineMethods)) input.safeParse(json);
    }),
    share: 0.05,
  },
  {
    name: 'replica-names',
    corpus: () => {
      const digest = 'ab'.repeat(32);
      return [
        `headers/1-${digest}.json`,
        `ledger/${'0'.repeat(32)}/00000001-0-100-${digest}.segment`,
        `blobs/0000/${digest}.blob`,
      ].map(text);
    },
    words: [' (1)', '.sync-conflict-', '99999999999999999999', '/', '..'],
    read: (bytes) => parseReplicaName(decoded(bytes)),
  },
  {
    name: 'pictures',
    corpus: () => [
      Buffer.from('ffd8ffe1001845786966000049492a00080000000100000001000200ffd9', 'hex'),
      Buffer.from(
        '89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000049454e44ae426082',
        'hex',
      ),
      text('%PDF-1.4\n1 0 obj <</Author (A) /Producer <feff0041>>> endobj trailer <</Info 1 0 R>>'),
      text(
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description dc:creator="A"/></rdf:RDF></x:xmpmeta>',
      ),
    ],
    words: ['tEXt', 'iTXt', 'eXIf', '\xff\xe1', 'Exif\0\0II*\0', '/Author (', 'stream\n', '<rdf:li>'],
    read: (bytes) => {
      for (const read of [readJpeg, readPng, readXmp]) refusing(() => read(bytes));
      readPdf(bytes);
    },
    share: 0.2,
  },
  {
    name: 'tables',
    corpus: () => [text('Unit,Mark,Date\r\n"A, ""b""",12,2026-01-01\r\n'), text('a;b\n1;2\n')],
    words: ['"', '""', '\r', '\t', ';'],
    read: (bytes) => readCsvRows(decoded(bytes), ','),
    share: 0.1,
  },
  {
    name: 'moodle-data',
    corpus: () => [text('var user_data_index = {"a":{"b":"c"}};'), text('{"name":"x","value":1}')],
    words: jsonWords,
    read: readExportData,
  },
  ...filesOfAVault,
  ...documents,
  ...answersOfServers,
];
