import { createHash } from 'node:crypto';

import { describe, expect, it } from 'vitest';

import { utf8 } from '../../../../src/base/bytes.ts';
import type { JsonObject } from '../../../../src/base/json.ts';
import { parsePolicy, type Policy } from '../../../../src/verify/policy.ts';
import type { VerificationReport } from '../../../../src/verify/verification-report.ts';
import {
  changing,
  credentialCaptures,
  reportOn,
  type Capture,
} from '../../../support/bundle/origin-vault.ts';
import { checkOf } from '../../../support/bundle/verify-memory.ts';
import { answer, did, didAddress, didDocument } from '../../../support/credentials/judge.ts';
import { sampleBadge } from '../../../support/credentials/sample-credentials.ts';
import { fixedTestKey, signWithProof } from '../../../support/credentials/sign.ts';

const key = fixedTestKey(5);
const policy: Partial<Policy> = {
  issuers: parsePolicy({
    format: 'evidence-vault-policy',
    version: 1,
    issuers: [{ name: 'College', id: did, keys: [key.multibase] }],
  }).issuers,
};
const address = 'https://college.example/evidence/report.txt';
const report = utf8('The report.');
const sri = (algorithm: 'sha256' | 'sha384' | 'sha512', bytes = report) =>
  `${algorithm}-${createHash(algorithm).update(bytes).digest('base64')}`;
const file = (bytes: Uint8Array = report): Capture => ({
  item: 'i-0000000077',
  kind: 'document',
  name: 'report.txt',
  record: { name: 'report.txt', role: 'file' },
  bytes,
});

async function badgeOver(...digests: string[]): Promise<readonly Capture[]> {
  const evidence: JsonObject[] = [{ id: address, type: ['Evidence'], digestSRI: digests.join(' ') }];
  const signed = await signWithProof(sampleBadge(did, { evidence }), key, {
    verificationMethod: `${did}#key-1`,
    cryptosuite: 'eddsa-jcs-2022',
  });
  return credentialCaptures({
    bytes: utf8(JSON.stringify(signed)),
    collected: { archive: [answer(didAddress, didDocument(key), '2026-11-20T10:00:00.000Z')], missing: [] },
  });
}

const originOf = (made: VerificationReport, name = 'report.txt') => {
  const item = made.items.find((each) => each.name === name && each.id !== 'i-file-1');
  return [
    item?.standing,
    ...(item?.origin ?? []).map(({ covers, code, result }) => code ?? covers ?? result),
  ];
};

describe('a file whose digest a signed credential states', () => {
  it.each<[string, string[]]>([
    ['SHA-256', [sri('sha256')]],
    ['SHA-512', [sri('sha512')]],
    ['both', [sri('sha256'), sri('sha512')]],
    ['one that is not compared, and another', [sri('sha384', utf8('x')), sri('sha256')]],
  ])('is signed by it, byte for byte: by %s', async (_, digests) => {
    const made = await reportOn([...(await badgeOver(...digests)), file()], policy);
    expect(made.ok).toBe(true);
    expect(originOf(made)).toEqual(['signed', 'file']);
  });

  it.each<[string, string[], Uint8Array]>([
    ['another file', [sri('sha256')], utf8('Another.')],
    ['one of two digests', [sri('sha256'), sri('sha512', utf8('Another.'))], report],
    ['a digest that is not compared', [sri('sha384')], report],
    ['nothing', [], report],
  ])('is not signed by one that fits %s', async (_, digests, bytes) => {
    const made = await reportOn([...(await badgeOver(...digests)), file(bytes)], policy);
    expect(made.ok).toBe(true);
    expect(originOf(made)).toEqual(['kept']);
  });

  it('is worth what the signature is, and no more', async () => {
    const made = await reportOn([...(await badgeOver(sri('sha256'))), file()], {});
    expect(originOf(made)).toEqual(['kept', 'credential-key-not-confirmed']);
  });

  /** The record says of the evidence what the vault found when it fetched it. */
  const told = async (check: string, item: string, bytes: Uint8Array, ...digests: string[]) =>
    reportOn(
      [
        ...changing(await badgeOver(...digests), 'credential', ({ record }) => ({
          record: { ...record, evidence: [{ address, check, item }] },
        })),
        file(bytes),
      ],
      policy,
    );

  it('fails where the vault says that it is the one, and it is another', async () => {
    const made = await told('matches', 'i-0000000077', utf8('Another.'), sri('sha256'));
    expect(checkOf(made, 'origin')).toMatchObject({ result: 'fail', code: 'credential-other-item' });
    expect(originOf(made)).toEqual(['kept', 'credential-other-item']);
  });

  it.each<[string, string, string, Uint8Array, boolean]>([
    ['it is the one', 'matches', 'i-0000000077', report, true],
    ['the vault does not say so', 'differs', 'i-0000000077', utf8('Another.'), false],
    ['it is not shown', 'matches', 'i-0000000099', utf8('Another.'), false],
  ])('does not fail where %s', async (_, check, item, bytes, isSigned) => {
    const made = await told(check, item, bytes, sri('sha256'));
    expect(made.ok).toBe(true);
    expect(originOf(made)).toEqual(isSigned ? ['signed', 'file'] : ['kept']);
  });
});

describe('a credential whose record or document is not as it was', () => {
  it('is not judged where its document is no credential', async () => {
    const captures = changing(await badgeOver(), 'document', () => ({ bytes: utf8('Dear officer') }));
    const made = await reportOn(captures, policy);
    expect(made.ok).toBe(true);
    expect(made.items.find(({ kind }) => kind === 'credential')).toMatchObject({ standing: 'kept' });
    expect(made.items.find(({ kind }) => kind === 'credential')).not.toHaveProperty('origin');
  });

  it('names who issued the other that lies in its place', async () => {
    const captures = changing(await badgeOver(), 'credential', ({ record }) => ({
      record: { ...record, id: 'urn:other' },
    }));
    const made = await reportOn(captures, policy);
    expect(made.items.find(({ kind }) => kind === 'credential')?.origin).toEqual([
      { proof: 'credential', result: 'fail', code: 'credential-other-item', by: did },
    ]);
  });

  it('fails by a grade that is none of its results', async () => {
    const captures = changing(await badgeOver(), 'grade', ({ record }) => ({
      record: { ...record, value: { said: 'Distinction' } },
    }));
    const made = await reportOn(captures, policy);
    expect(checkOf(made, 'origin')).toMatchObject({ result: 'fail', code: 'credential-other-item' });
  });
});

describe('the portal that an item came from', () => {
  it.each<[string | undefined, string | undefined]>([
    ['https://moodle.college.example:8443/file?x', 'moodle.college.example'],
    ['http://portal.example/', 'portal.example'],
    ['file:///home/sam/report.txt', undefined],
    ['ftp://portal.example/', undefined],
    ['no address', undefined],
    [undefined, undefined],
  ])('%s is noted in the vault’s words, and proves nothing', async (from, host) => {
    const made = await reportOn([{ ...file(), ...(from === undefined ? {} : { address: from }) }]);
    const item = made.items.find(({ name }) => name === 'report.txt');
    expect(item?.standing).toBe('kept');
    expect(item?.origin).toEqual(
      host === undefined
        ? undefined
        : [{ proof: 'portal', result: 'not-checked', code: 'portal-said', by: host }],
    );
    expect(checkOf(made, 'origin').code).toBe('origin-not-proven');
  });

  it('is noted behind a signature that a file has of its own', async () => {
    const pdf = utf8('%PDF-1.7\n<< /Type /Sig /ByteRange[0 1 2 3] /Contents <00> >>\n');
    const made = await reportOn([
      {
        ...file(pdf),
        name: 'report.pdf',
        record: { name: 'report.pdf', role: 'file' },
        address: 'https://a.example/',
      },
    ]);
    expect(originOf(made, 'report.pdf')).toEqual(['kept', 'signed-pdf-noted', 'portal-said']);
  });
});
