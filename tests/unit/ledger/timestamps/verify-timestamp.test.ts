import { describe, expect, it } from 'vitest';

import { VaultError } from '../../../../src/base/errors.ts';
import { timestampProblems } from '../../../../src/ledger/timestamps/timestamp-problem.ts';
import { verifyTimestamp } from '../../../../src/ledger/timestamps/verify-timestamp.ts';
import { distinguishedName } from '../../../../src/practice/authority/der.ts';
import { tokenCases } from '../../../support/timestamps/broken-tokens.ts';
import { policyCases, policyToken } from '../../../support/timestamps/policy-cases.ts';
import { makeToken } from '../../../support/timestamps/made-token.ts';

describe('verifyTimestamp', () => {
  it.each(tokenCases.map((one) => [one.name, one.expected, one] as const))(
    'judges %s: %s',
    async (_name, expected, { made, options }) => {
      const verdict = await verifyTimestamp(made.token, { ...made.options, ...options });
      expect(verdict.ok ? 'ok' : verdict.code).toBe(expected);
    },
  );

  it.each(policyCases.map((one) => [one.name, one.expected, one] as const))(
    'holds the policy against a token %s: %s',
    async (_name, expected, { options }) => {
      const verdict = await verifyTimestamp(policyToken.token, { ...policyToken.options, ...options });
      expect(verdict.ok ? 'ok' : verdict.code).toBe(expected);
    },
  );

  it('gives what a good token proves, and by whom', async () => {
    const made = makeToken();
    expect(await verifyTimestamp(made.token, made.options)).toEqual({
      ok: true,
      time: '2026-01-02T03:04:05.250Z',
      accuracyMs: 1000,
      authority: 'Test root',
      serial: '1234',
      policy: '1.2.3.4.1',
      hash: 'SHA-256',
      compromisedFrom: undefined,
      chain: [made.leaf, made.intermediate, made.root],
      goodAsOf: undefined,
    });
  });

  it('says when the key was compromised after the time that the token claims', async () => {
    const { token, options, root } = makeToken();
    const trusted = [{ name: 'Root', certificate: root, compromisedFrom: '2027-01-01T00:00:00Z' }];
    expect(await verifyTimestamp(token, { ...options, trusted })).toMatchObject({
      ok: true,
      compromisedFrom: '2027-01-01T00:00:00Z',
    });
  });

  it('does not trust a signer whose key was compromised by way of a root that is trusted', async () => {
    const { token, options, root, leaf } = makeToken();
    const judge = (compromisedFrom: string) =>
      verifyTimestamp(token, {
        ...options,
        trusted: [
          { name: 'Signer', certificate: leaf, compromisedFrom },
          { name: 'Root', certificate: root },
        ],
      });
    expect(await judge('2026-01-02T03:04:05.250Z')).toMatchObject({ code: 'authority-compromised' });
    expect(await judge('2027-01-01T00:00:00Z')).toMatchObject({
      ok: true,
      compromisedFrom: '2027-01-01T00:00:00Z',
    });
  });

  it('tells the time that a bad token claims, once it could be read', async () => {
    const { token, options } = makeToken();
    const message = new Uint8Array(3);
    expect(await verifyTimestamp(token, { ...options, message })).toEqual({
      ok: false,
      code: 'wrong-imprint',
      time: '2026-01-02T03:04:05.250Z',
    });
    expect(await verifyTimestamp(token.subarray(1), options)).toEqual({ ok: false, code: 'malformed' });
  });

  it('refuses what is larger than any honest token, unread', async () => {
    const { options } = makeToken();
    expect(await verifyTimestamp(new Uint8Array(65_537), options)).toEqual({ ok: false, code: 'over-limit' });
  });

  it('has a case for every code of its list', () => {
    // Revocation has tests of its own.
    const codes = new Set<string>([
      'authority-revoked',
      ...[...tokenCases, ...policyCases].map(({ expected }) => expected),
    ]);
    expect(timestampProblems.filter((code) => !codes.has(code))).toEqual([]);
  });

  it('chains names whatever their case and spaces', async () => {
    const { token, options, root } = makeToken({ root: { subject: distinguishedName('TEST ', 'rOOt') } });
    const trusted = [{ name: 'Root', certificate: root }];
    expect(await verifyTimestamp(token, { ...options, trusted })).toMatchObject({ ok: true });
  });

  it('takes the one certificate out of several under one number that the attributes name', async () => {
    const made = makeToken();
    const chain = [makeToken({ kind: 'p-384' }).leaf, made.leaf, made.intermediate];
    const { token } = makeToken({ carries: 'nothing' });
    expect(await verifyTimestamp(made.token, { ...made.options, chain })).toMatchObject({ ok: true });
    expect(await verifyTimestamp(token, { ...made.options, chain })).toMatchObject({
      code: 'wrong-certificate',
    });
  });

  it('stops at look-alikes of certificates without number', async () => {
    const { token, options, leaf } = makeToken({ carries: 'signer' });
    const others = Array.from({ length: 65 }, (_, at) => {
      const notAfter = new Date(Date.UTC(2030, 0, 1 + at));
      return makeToken({ kind: 'p-384', intermediate: { notAfter } }).intermediate;
    });
    const verdict = await verifyTimestamp(token, { ...options, chain: [leaf, ...others] });
    expect(verdict).toMatchObject({ code: 'over-limit' });
    const fewer = await verifyTimestamp(token, { ...options, chain: others.slice(1) });
    expect(fewer).toMatchObject({ code: 'untrusted' });
  });

  it('throws when a trusted certificate or a time of the policy cannot be read, since neither is the token’s fault', async () => {
    const { token, options, root } = makeToken();
    const broken = [{ name: 'Broken', certificate: root.subarray(1) }];
    await expect(verifyTimestamp(token, { ...options, trusted: broken })).rejects.toThrow(VaultError);
    const undated = [{ name: 'Undated', certificate: root, until: 'whenever' }];
    await expect(verifyTimestamp(token, { ...options, trusted: undated })).rejects.toThrow(VaultError);
  });
});
