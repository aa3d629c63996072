import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { parseRecord } from '../../../src/evidence/parse-record.ts';
import type { Credential } from '../../../src/evidence/records/credential.ts';
import { archivedIn } from '../../../src/verify/origin/credentials/archived-answers.ts';
import { readCredential } from '../../../src/verify/origin/credentials/read-credential.ts';
import { verifyCredential } from '../../../src/verify/origin/credentials/verify-credential.ts';
import { importGiven, type ImportReport } from '../../../src/vault/import-given.ts';
import { openContent } from '../../../src/vault/get-content.ts';
import { exportBundle } from '../../../src/vault/export-bundle.ts';
import { listItems, showItem } from '../../../src/vault/items.ts';
import { addUnit, mapItem } from '../../../src/vault/statements.ts';
import { suggestMappings } from '../../../src/vault/suggest-mappings.ts';
import { memoryAccess } from '../../../src/bundle/zip/random-access.ts';
import { nodeHashes } from '../../../src/platform/node-hashes.ts';
import { verifyBundle } from '../../../src/verify/verify-bundle.ts';
import type { OpenVault } from '../../../src/vault/vault-context.ts';
import { bakedPng, bakedSvg } from '../../support/credentials/bake.ts';
import { sampleBadge } from '../../support/credentials/sample-credentials.ts';
import { createTestKey, signAsJwt, signWithProof } from '../../support/credentials/sign.ts';
import { importAsForeseen } from '../../support/vault/foreseen.ts';
import { codeOf, collect, noStop } from '../../support/vault/vault-world.ts';
import { worlds } from '../../support/vault/worlds.ts';

const world = worlds();

const kindOf = (vault: OpenVault, id: string): string => vault.index.items.find(id)?.kind ?? '';
const byKind = (vault: OpenVault, report: ImportReport, kind: string) =>
  report.items.filter(({ id }) => kindOf(vault, id) === kind);

function credentialOf(vault: OpenVault, id: string): Credential {
  const parsed = parseRecord('credential', vault.index.items.versions(id).at(-1)?.record);
  if (!parsed.known || parsed.kind !== 'credential') throw new Error('no record of a credential');
  return parsed.record;
}

it.each(['json', 'jwt', 'png', 'svg'] as const)(
  'takes an Open Badge out of %s: its bytes as they are, what it says, what was checked, and the grade',
  async (form) => {
    const at = await world();
    const vault = await at.write();
    const key = createTestKey();
    const json = JSON.stringify(await signWithProof(sampleBadge(key.did), key));
    const jwt = await signAsJwt(sampleBadge(key.did), key);
    const bytes = { json: Buffer.from(json), jwt: Buffer.from(jwt), png: bakedPng(json), svg: bakedSvg(jwt) }[
      form
    ];
    const { preview, report } = await importAsForeseen(vault, await at.file(`badge.${form}`, bytes));
    expect(preview).toMatchObject({
      format: 'credential',
      title: 'Open Badge',
      origin: 'Credentials',
      notices: ['credential-evidence-elsewhere'],
    });
    const [credential] = byKind(vault, report, 'credential');
    const record = credentialOf(vault, credential?.id ?? '');
    expect(record).toMatchObject({
      form,
      standard: 'open-badge-3',
      title: 'Unit 3: Food safety',
      issuer: { id: key.did, name: 'Riverside College' },
      subject: { id: 'urn:learner:1' },
      achievements: [
        {
          name: 'Food safety in catering',
          alignments: [{ code: 'A/502/0812', name: 'Food safety in catering' }],
        },
      ],
      results: [
        { of: 'Unit grade', type: 'LetterGrade', value: 'Merit' },
        { of: 'Report writing', type: 'RubricCriterionLevel', level: 'Good' },
      ],
      evidence: [{ address: 'https://college.example/evidence/report.pdf', name: 'Report', digests: [] }],
      checked: {
        signature: { state: 'good', codes: ['signature-fits'] },
        key: { state: 'good', codes: ['key-in-name', 'key-confirmed-by-nobody'] },
        time: { state: 'good' },
        status: { state: 'not-checked', codes: ['status-not-offered'] },
      },
      archived: [],
      notFetched: [],
    });
    const file = showItem(vault, record.document);
    const kept = await collect(openContent(vault, { sha256: file.sha256 ?? '', size: file.size ?? 0 }));
    expect(kept.equals(bytes)).toBe(true);
    expect(vault.index.items.versions(record.document).at(-1)?.record).toMatchObject({
      role: 'credential',
      partOf: credential?.id,
    });
    const grades = byKind(vault, report, 'grade').map(
      ({ id }) => vault.index.items.versions(id).at(-1)?.record,
    );
    expect(grades).toMatchObject([
      {
        title: 'Unit 3: Food safety: Unit grade',
        value: { said: 'Merit', means: { outcome: 'merit' } },
        released: true,
        releasedBecause: 'in-document',
        credential: credential?.id,
        gradedAt: { said: '2026-05-30T12:00:00Z' },
      },
      { title: 'Unit 3: Food safety: Report writing', value: { said: 'Good' } },
    ]);
    expect(record.results.map(({ grade }) => grade)).toEqual(
      byKind(vault, report, 'grade').map(({ id }) => id),
    );
  },
);

it('finds nothing new in the same file, and never takes a changed copy for a new version of it', async () => {
  const at = await world();
  const vault = await at.write();
  const key = createTestKey();
  const signed = await signWithProof(sampleBadge(key.did), key);
  await importAsForeseen(vault, await at.file('badge.json', Buffer.from(JSON.stringify(signed))));
  const again = await importAsForeseen(
    vault,
    await at.file('badge.json', Buffer.from(JSON.stringify(signed))),
  );
  expect(again.report.items.map(({ outcome }) => outcome)).toEqual([
    'unchanged',
    'unchanged',
    'unchanged',
    'unchanged',
  ]);
  const forged = JSON.stringify(signed).replace('"value":"Merit"', '"value":"Distinction"');
  const { report } = await importAsForeseen(vault, await at.file('better.json', Buffer.from(forged)));
  expect(report.items.map(({ id, outcome }) => [kindOf(vault, id), outcome])).toEqual([
    ['document', 'captured'],
    ['credential', 'captured'],
  ]);
  const record = credentialOf(vault, byKind(vault, report, 'credential')[0]?.id ?? '');
  expect(record.checked.signature).toMatchObject({ state: 'bad', codes: ['signature-wrong'] });
  expect(record.results[0]).toMatchObject({ value: 'Distinction' });
});

it('says what could not be asked of the issuer when there is no way to it', async () => {
  const at = await world();
  const vault = await at.write();
  const key = createTestKey();
  const status = {
    type: 'BitstringStatusListEntry',
    statusPurpose: 'revocation',
    statusListIndex: '1',
    statusListCredential: 'https://college.example/status/1',
  };
  const badge = sampleBadge('did:web:college.example', { credentialStatus: status });
  const signed = await signWithProof(badge, key, {
    verificationMethod: 'did:web:college.example#key-1',
    cryptosuite: 'eddsa-jcs-2022',
  });
  const { preview, report } = await importAsForeseen(
    vault,
    await at.file('badge.json', Buffer.from(JSON.stringify(signed))),
  );
  expect(preview.notices).toContain('credential-issuer-not-asked');
  const record = credentialOf(vault, byKind(vault, report, 'credential')[0]?.id ?? '');
  expect(record.checked).toMatchObject({
    signature: { state: 'not-checked', codes: ['signature-not-reached'] },
    key: { state: 'not-checked', codes: ['keys-not-fetched'] },
    status: { state: 'not-checked', codes: ['status-not-fetched'] },
  });
  expect(record.notFetched).toEqual([
    { purpose: 'keys', address: 'https://college.example/.well-known/did.json', code: 'not-asked' },
    { purpose: 'status', address: 'https://college.example/status/1', code: 'not-asked' },
  ]);
});

it('takes a CLR whole, and each credential in it with a check of its own', async () => {
  const at = await world();
  const vault = await at.write();
  const [college, board] = [createTestKey(), createTestKey('P-256')];
  const first = await signWithProof(sampleBadge(board.did, { id: 'urn:first' }), board);
  const second = await signAsJwt(sampleBadge(board.did, { id: 'urn:second', name: 'Unit 4' }), board);
  const forged = { ...first, id: 'urn:third' };
  const clr = {
    '@context': [
      'https://www.w3.org/ns/credentials/v2',
      'https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json',
      'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json',
    ],
    id: 'urn:clr',
    type: ['VerifiableCredential', 'ClrCredential'],
    name: 'Learner record',
    issuer: { id: college.did, type: ['Profile'], name: 'Riverside College' },
    validFrom: '2026-06-01T09:00:00Z',
    credentialSubject: {
      id: 'urn:learner:1',
      type: ['ClrSubject'],
      verifiableCredential: [first, second, forged, 'not one'],
    },
  };
  const signed = await signWithProof(clr, college, { cryptosuite: 'eddsa-jcs-2022' });
  const { preview, report } = await importAsForeseen(
    vault,
    await at.file('clr.json', Buffer.from(JSON.stringify(signed))),
  );
  expect(preview).toMatchObject({ title: 'Learner record (CLR)', state: 'partial', failed: 1 });
  const records = byKind(vault, report, 'credential')
    .filter(({ outcome }) => outcome === 'captured')
    .map(({ id }) => credentialOf(vault, id));
  expect(records.map(({ id, standard, checked }) => [id, standard, checked.signature.state])).toEqual([
    ['urn:clr', 'clr-2', 'good'],
    ['urn:first', 'open-badge-3', 'good'],
    ['urn:second', 'open-badge-3', 'good'],
    ['urn:third', 'open-badge-3', 'bad'],
  ]);
  const whole = byKind(vault, report, 'credential')[0]?.id;
  expect(records.slice(1).map(({ partOf, document }) => [partOf, document])).toEqual(
    records.slice(1).map(() => [whole, records[0]?.document]),
  );
  expect(byKind(vault, report, 'grade')).toHaveLength(4);
  expect(report.items.find(({ outcome }) => outcome === 'failed')).toMatchObject({
    code: 'format.unknown',
  });
});

it('stops at any item when told to, and takes the rest the next time, nothing twice', async () => {
  const board = createTestKey();
  const inside = await Promise.all(
    ['one', 'two'].map((name) => signWithProof(sampleBadge(board.did, { id: `urn:${name}`, name }), board)),
  );
  const clr = {
    type: ['VerifiableCredential', 'ClrCredential'],
    issuer: board.did,
    credentialSubject: { verifiableCredential: inside },
  };
  const whole = 2 + 2 * 3;
  for (const at of [0, 1, 4, whole - 1]) {
    const place = await world();
    const vault = await place.write();
    const path = await place.file('clr.json', Buffer.from(JSON.stringify(clr)));
    const stop = new AbortController();
    if (at === 0) stop.abort();
    let reported = 0;
    const cut = importGiven(vault, path, {
      signal: stop.signal,
      onItem: () => {
        reported += 1;
        if (reported === at) stop.abort();
      },
    });
    expect(await codeOf(cut), `at item ${String(at)}`).toBe('internal.cancelled');
    const { report } = await importAsForeseen(vault, path);
    expect(report.items).toHaveLength(whole);
    expect(listItems(vault).filter(({ versions }) => versions !== 1)).toEqual([]);
    expect(listItems(vault)).toHaveLength(whole);
  }
});

it('keeps what says that it is a credential and cannot be read, and says so', async () => {
  const at = await world();
  const vault = await at.write();
  const { preview, report } = await importAsForeseen(
    vault,
    await at.file(
      'odd.json',
      Buffer.from('{"type":["VerifiableCredential"],"type":["VerifiableCredential"]}'),
    ),
  );
  expect(preview).toMatchObject({ format: 'credential', notices: ['credential-broken'], state: 'partial' });
  expect(report.items.map(({ id, outcome, code }) => [kindOf(vault, id), outcome, code])).toEqual([
    ['document', 'captured', undefined],
    ['credential', 'failed', 'input.json-invalid'],
  ]);
});

it('keeps an older badge and says that it was not checked', async () => {
  const at = await world();
  const vault = await at.write();
  const badge = {
    '@context': 'https://w3id.org/openbadges/v2',
    type: 'Assertion',
    id: 'https://a.example/1',
    issuedOn: '2019-05-01T00:00:00Z',
    badge: {
      id: 'https://a.example/b',
      name: 'First aid',
      issuer: { id: 'https://a.example/i', name: 'Red Cross' },
    },
  };
  const { preview, report } = await importAsForeseen(
    vault,
    await at.file('old.json', Buffer.from(JSON.stringify(badge))),
  );
  expect(preview).toMatchObject({
    title: 'Open Badge of an older kind',
    notices: ['credential-not-checked'],
  });
  expect(credentialOf(vault, byKind(vault, report, 'credential')[0]?.id ?? '')).toMatchObject({
    standard: 'open-badge-2',
    title: 'First aid',
    issuer: { name: 'Red Cross' },
    validFrom: { said: '2019-05-01T00:00:00Z' },
    checked: { signature: { state: 'not-checked', codes: ['legacy-not-checked'] } },
  });
});

it.each([
  ['notes.json', Buffer.from('{"hello":"world"}')],
  ['photo.png', bakedPng('nothing').subarray(0, 8)],
  ['token.txt', Buffer.from('eyJ no token')],
])('leaves other files alone: %s', async (name, bytes) => {
  const at = await world();
  const vault = await at.write();
  const { preview } = await importAsForeseen(vault, await at.file(name, bytes));
  expect(preview.format).toBe('file');
});

it('can be judged again from the record alone', async () => {
  const at = await world();
  const vault = await at.write();
  const key = createTestKey();
  const bytes = Buffer.from(
    JSON.stringify(await signWithProof(sampleBadge(key.did, { validUntil: '2028-01-01T00:00:00Z' }), key)),
  );
  const { report } = await importAsForeseen(vault, await at.file('badge.json', bytes));
  const record = credentialOf(vault, byKind(vault, report, 'credential')[0]?.id ?? '');
  const later = await verifyCredential(readCredential(bytes), {
    archive: archivedIn(record),
    at: new Date('2031-01-01T00:00:00Z'),
  });
  expect(later).toMatchObject({ signature: { state: 'good' }, time: { state: 'bad', codes: ['expired'] } });
});

it('suggests the unit that an achievement stands for', async () => {
  const at = await world();
  const vault = await at.write();
  await addUnit(vault, { reference: 'A/502/0812', title: 'Food safety in catering' });
  await addUnit(vault, { reference: 'B/502/0813', title: 'Another unit' });
  const key = createTestKey();
  const bytes = Buffer.from(JSON.stringify(await signWithProof(sampleBadge(key.did), key)));
  const { report } = await importAsForeseen(vault, await at.file('badge.json', bytes));
  const [credential] = byKind(vault, report, 'credential');
  expect(suggestMappings(vault).suggestions).toMatchObject([
    { item: credential?.id, unitReference: 'A/502/0812' },
  ]);
  await mapItem(vault, credential?.id ?? '', 'A/502/0812');
  expect(suggestMappings(vault).suggestions).toEqual([]);
});

it('goes into a bundle with its bytes and what was archived, where others can check it', async () => {
  const at = await world();
  const vault = await at.write();
  const key = createTestKey();
  const json = JSON.stringify(await signWithProof(sampleBadge(key.did), key));
  await importAsForeseen(vault, await at.file('badge.png', bakedPng(json)));
  const { out } = await exportBundle(vault, { out: join(vault.dir, '..', 'bundle.zip'), signal: noStop() });
  const bundle = new Uint8Array(await readFile(out));
  const report = await verifyBundle(memoryAccess(bundle), { hashes: nodeHashes, full: true });
  expect(report).toMatchObject({ ok: true });
  expect(report.items.map(({ kind, result }) => [kind, result]).sort()).toEqual([
    ['credential', 'pass'],
    ['document', 'pass'],
    ['grade', 'pass'],
    ['grade', 'pass'],
  ]);
});
