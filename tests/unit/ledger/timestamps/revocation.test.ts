import { describe, expect, it } from 'vitest';

import { RevocationData } from '../../../../src/ledger/timestamps/revocation/revocation-data.ts';
import { verifyTimestamp } from '../../../../src/ledger/timestamps/verify-timestamp.ts';
import { oids } from '../../../../src/ledger/timestamps/object-identifiers.ts';
import { sequence, tlv } from '../../../../src/practice/authority/der.ts';
import {
  certSignExtension,
  makeCertificate,
  makeKeys,
  purposeExtension,
} from '../../../../src/practice/authority/make-certificate.ts';
import {
  makeOcspAnswer,
  makeRevocationList,
  type RevocationListPlan,
  type RevokedPlan,
} from '../../../../src/practice/authority/make-revocation.ts';
import { makeToken } from '../../../support/timestamps/made-token.ts';

/** Of 2026-01-02T03:04:05.250Z. The signer's serial number is 3, the intermediate's 2. */
const made = makeToken();
const { root, intermediate, other } = made.issuers;
const [before, after, later] = ['2026-01-01', '2026-01-03', '2026-02-01'].map(
  (day) => new Date(`${day}T00:00:00Z`),
);
if (before === undefined || after === undefined || later === undefined) throw new Error('no days');

const listOf = (revoked: readonly RevokedPlan[], plan: Partial<RevocationListPlan> = {}): Uint8Array =>
  makeRevocationList({
    issuer: intermediate.name,
    issuerKey: intermediate.keys.privateKey,
    thisUpdate: later,
    revoked,
    ...plan,
  });
const ofRoot = (revoked: readonly RevokedPlan[]): Uint8Array =>
  listOf(revoked, { issuer: root.name, issuerKey: root.keys.privateKey });

const answerOf = (
  revoked: RevokedPlan | 'unknown' | undefined,
  plan: Partial<Parameters<typeof makeOcspAnswer>[0]> = {},
): Uint8Array =>
  makeOcspAnswer({
    issuer: intermediate.name,
    issuerKeys: intermediate.keys,
    serial: 3,
    revoked,
    thisUpdate: later,
    signer: { name: intermediate.name, privateKey: intermediate.keys.privateKey },
    ...plan,
  });

/** Verdict, `lost` with the moment from which the key may have been in other hands, or the moment as of which all was good. */
async function judged(...data: readonly Uint8Array[]): Promise<string> {
  const options = { ...made.options, revocation: new RevocationData(data) };
  const verdict = await verifyTimestamp(made.token, options);
  if (!verdict.ok) return verdict.code;
  const { compromisedFrom, goodAsOf } = verdict;
  if (compromisedFrom !== undefined) return `lost ${compromisedFrom}`;
  return goodAsOf === undefined ? 'ok' : `good ${goodAsOf}`;
}

const lostAfter = `lost ${after.toISOString()}`;

describe('a token whose certificate was revoked', () => {
  it.each<[reason: number | undefined, beforeIt: string, afterIt: string]>([
    [undefined, 'authority-revoked', lostAfter],
    [0, 'authority-revoked', 'ok'],
    [1, 'authority-revoked', lostAfter],
    [2, 'authority-revoked', lostAfter],
    [3, 'authority-revoked', 'ok'],
    [4, 'authority-revoked', 'ok'],
    [5, 'authority-revoked', 'ok'],
    [6, 'authority-revoked', lostAfter],
    [9, 'authority-revoked', lostAfter],
    [10, 'authority-revoked', lostAfter],
  ])('for reason %s is judged by when that was', async (reason, beforeIt, afterIt) => {
    const revoked = (at: Date): RevokedPlan => ({
      serial: 3,
      at,
      ...(reason === undefined ? {} : { reason }),
    });
    expect(await judged(listOf([revoked(before)]))).toBe(beforeIt);
    expect(await judged(listOf([revoked(after)]))).toBe(afterIt);
    expect(await judged(answerOf(revoked(before)))).toBe(beforeIt);
    expect(await judged(answerOf(revoked(after)))).toBe(afterIt);
    // One that says so is enough, whatever others say.
    expect(await judged(listOf([]), answerOf(revoked(before)), answerOf(undefined))).toBe(beforeIt);
  });

  it('is lost from the moment that the issuer names, if that is earlier', async () => {
    const at = after;
    expect(await judged(listOf([{ serial: 3, at, reason: 1, invalidFrom: before }]))).toBe(
      'authority-revoked',
    );
    expect(await judged(listOf([{ serial: 3, at: later, reason: 1, invalidFrom: after }]))).toBe(lostAfter);
    expect(await judged(answerOf({ serial: 3, at: later, reason: 1, invalidFrom: after }))).toBe(lostAfter);
    // A key that was only given up was in nobody else's hands.
    expect(await judged(listOf([{ serial: 3, at: later, reason: 5, invalidFrom: before }]))).toBe('ok');
  });

  it('at the very moment of the token counts as revoked by then', async () => {
    const leaf = makeToken({ tstInfo: { time: after } });
    const revocation = new RevocationData([listOf([{ serial: 3, at: after, reason: 5 }])]);
    expect(await verifyTimestamp(leaf.token, { ...leaf.options, revocation })).toMatchObject({
      code: 'authority-revoked',
    });
  });

  it('may be so further up the chain', async () => {
    expect(await judged(ofRoot([{ serial: 2, at: before, reason: 4 }]))).toBe('authority-revoked');
    expect(await judged(ofRoot([{ serial: 2, at: after, reason: 2 }]))).toBe(lostAfter);
  });

  it('is what the reader trusts by name: then its issuer is not asked', async () => {
    const trusted = [{ name: 'Time', certificate: made.leaf }];
    const revocation = new RevocationData([listOf([{ serial: 3, at: before, reason: 1 }])]);
    expect(await verifyTimestamp(made.token, { ...made.options, trusted, revocation })).toMatchObject({
      ok: true,
      compromisedFrom: undefined,
    });
  });

  it('is lost from the earlier of what policy and issuer say', async () => {
    const certificate = made.root;
    const revocation = new RevocationData([listOf([{ serial: 3, at: after, reason: 1 }])]);
    for (const [compromisedFrom, expected] of [
      ['2026-01-02T12:00:00Z', '2026-01-02T12:00:00Z'],
      ['2026-05-01T00:00:00Z', after.toISOString()],
    ] as const) {
      const trusted = [{ name: 'Root', certificate, compromisedFrom }];
      expect(await verifyTimestamp(made.token, { ...made.options, trusted, revocation })).toMatchObject({
        ok: true,
        compromisedFrom: expected,
      });
    }
  });
});

describe('a token whose certificates are said to be good', () => {
  it('was good as of the earliest of the newest words on each of them', async () => {
    expect(await judged(listOf([]))).toBe('ok');
    expect(await judged(listOf([]), ofRoot([]))).toBe(`good ${later.toISOString()}`);
    const early = ofRoot([]);
    expect(
      await judged(
        answerOf(undefined),
        listOf([], { thisUpdate: after }),
        listOf([], { issuer: root.name, issuerKey: root.keys.privateKey, thisUpdate: after }),
      ),
    ).toBe(`good ${after.toISOString()}`);
    expect(await judged(early, answerOf(undefined))).toBe(`good ${later.toISOString()}`);
  });

  it('was not, if that was said before the token was made', async () => {
    expect(await judged(listOf([], { thisUpdate: before }), ofRoot([]))).toBe('ok');
  });
});

describe('what says nothing of a certificate', () => {
  const revoked: RevokedPlan = { serial: 3, at: before, reason: 1 };
  const crl = (extension: string, value: Uint8Array): Uint8Array =>
    listOf([revoked], { extensions: [{ oid: extension, critical: true, value }] });
  const yes = (n: number): Uint8Array => tlv(0x80 | n, Uint8Array.of(0xff));
  const responder = makeKeys('p-256');
  const delegate = (...extensions: Parameters<typeof makeCertificate>[0]['extensions']): Uint8Array =>
    makeCertificate({
      subject: other.name,
      issuer: intermediate.name,
      publicKey: responder.publicKey,
      issuerKey: intermediate.keys.privateKey,
      serial: 9,
      notBefore: before,
      notAfter: new Date('2030-01-01T00:00:00Z'),
      extensions,
    });
  const byDelegate = (certificate: Uint8Array, thisUpdate = later): Uint8Array =>
    answerOf(revoked, {
      signer: { name: other.name, privateKey: responder.privateKey },
      certificates: [certificate],
      thisUpdate,
    });
  const signing = purposeExtension([oids.ocspSigning], false);

  it.each<[string, () => Uint8Array]>([
    ['a list that somebody else signed', () => listOf([revoked], { issuerKey: other.keys.privateKey })],
    ['a list of another issuer', () => listOf([revoked], { issuer: root.name })],
    ['a list that names others', () => listOf([{ ...revoked, serial: 4 }])],
    ['a list of differences', () => crl('2.5.29.27', tlv(2, Uint8Array.of(1)))],
    ['a list of several issuers', () => crl(oids.issuingDistributionPoint, sequence(yes(4)))],
    [
      'an answer that somebody else signed',
      () => answerOf(revoked, { signer: { name: other.name, privateKey: other.keys.privateKey } }),
    ],
    ['an answer about another certificate', () => answerOf(revoked, { serial: 4 })],
    ['an answer about another issuer’s', () => answerOf(revoked, { issuer: root.name })],
    ['an answer about another key’s', () => answerOf(revoked, { issuerKeys: root.keys })],
    ['an answer of whom nobody certified for answers', () => byDelegate(delegate(certSignExtension))],
    [
      'an answer by a key whose certificate was not good yet',
      () => byDelegate(delegate(signing), new Date('2025-01-01T00:00:00Z')),
    ],
    ['bytes that are neither', () => Uint8Array.of(0x30, 0)],
    ['no bytes at all', () => new Uint8Array(0)],
    ['a list that was cut off', () => listOf([revoked]).slice(0, -1)],
  ])('%s', async (_, data) => {
    expect(await judged(data())).toBe('ok');
  });

  it('but an answer of whom the issuer certified for answers says it', async () => {
    expect(await judged(byDelegate(delegate(signing)))).toBe('authority-revoked');
  });

  it('an answer that does not know it, which is no word that it is good', async () => {
    expect(await judged(answerOf('unknown'), ofRoot([]))).toBe('ok');
  });

  it('a list of authorities alone does not say that a signer is good, though what it names is revoked', async () => {
    const authorities = {
      extensions: [{ oid: oids.issuingDistributionPoint, critical: true, value: sequence(yes(2)) }],
    };
    expect(await judged(listOf([], authorities), ofRoot([]))).toBe('ok');
    expect(await judged(listOf([revoked], authorities))).toBe('authority-revoked');
    const users = {
      extensions: [{ oid: oids.issuingDistributionPoint, critical: true, value: sequence(yes(1)) }],
    };
    expect(await judged(listOf([], users), ofRoot([]))).toBe(`good ${later.toISOString()}`);
  });
});
