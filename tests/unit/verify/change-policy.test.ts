import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';

import { parseBase64, utf8 } from '../../../src/base/bytes.ts';
import { portableHashes } from '../../../src/crypto/portable-hashes.ts';
import {
  addAuthority,
  addVault,
  addWitness,
  beginPolicy,
  changeTerms,
  encodePolicy,
  namePolicy,
  removeTrusted,
} from '../../../src/verify/change-policy.ts';
import { parsePolicy } from '../../../src/verify/policy.ts';
import { showPolicy } from '../../../src/verify/show-policy.ts';
import { stampedBundle } from '../../support/bundle/stamped-vault.ts';

const vaultId = 'ab'.repeat(32);
const witnessKey = 'w.example+WRONG';
const code = (expected: string): object => expect.objectContaining({ code: expected }) as object;

async function anAuthority(): Promise<{ readonly der: Uint8Array; readonly x509: X509Certificate }> {
  const { policy } = await stampedBundle();
  const der = parseBase64(policy.authorities[0]?.certificate ?? '');
  return { der, x509: new X509Certificate(der) };
}

describe('changing a policy', () => {
  it('adds an authority by its certificate in DER as in PEM, and reads back the same', async () => {
    const { der, x509 } = await anAuthority();
    const begun = beginPolicy('Board');
    const byDer = addAuthority(begun, der, { from: '2026-01-01T00:00:00.000Z' });
    const byPem = addAuthority(begun, utf8(x509.toString()), { from: '2026-01-01T00:00:00.000Z' });
    expect(byPem).toEqual(byDer);
    expect(byDer.authorities[0]?.name).toBe(/^CN=(.+)$/mu.exec(x509.subject)?.[1]);
    expect(parsePolicy(JSON.parse(encodePolicy(byDer)))).toEqual(byDer);
    expect(showPolicy(byDer, portableHashes)).toMatchObject([
      {
        list: 'authorities',
        at: 0,
        from: '2026-01-01T00:00:00.000Z',
        facts: [x509.subject.replaceAll('\n', ', '), `SHA-256 ${x509.fingerprint256}`],
      },
    ]);
  });

  it('refuses a name that is taken, two certificates in one file, and what is none', async () => {
    const { der, x509 } = await anAuthority();
    const policy = addAuthority(beginPolicy(undefined), der, { name: 'One' });
    expect(() => addAuthority(policy, der, { name: 'One' })).toThrow(code('input.policy-invalid'));
    expect(() => addAuthority(policy, utf8(x509.toString().repeat(2)), {})).toThrow(
      code('input.policy-invalid'),
    );
    for (const none of [utf8('Dear officer'), der.slice(0, -1), new Uint8Array(0), Uint8Array.of(0x30)])
      expect(() => addAuthority(policy, none, {})).toThrow(code('input.policy-invalid'));
  });

  it('accepts any rule of an authority until some are named', async () => {
    const { der } = await anAuthority();
    const any = addAuthority(beginPolicy(undefined), der, { name: 'One', policies: [] });
    expect(any.authorities[0]).not.toHaveProperty('policies');
    const some = changeTerms(any, 'authorities', 0, { policies: ['1.2.3'] });
    expect(some.authorities[0]).toMatchObject({ name: 'One', policies: ['1.2.3'] });
    expect(changeTerms(some, 'authorities', 0, {}).authorities[0]).not.toHaveProperty('policies');
    expect(() => changeTerms(any, 'authorities', 0, { policies: ['no number'] })).toThrow(
      code('input.policy-invalid'),
    );
  });

  it('gives a vault other terms and takes away those that are left out', () => {
    const from = '2026-01-01T00:00:00.000Z';
    const policy = addVault(beginPolicy('Board'), vaultId, { name: 'Sam', from });
    expect(policy.vaults).toEqual([{ name: 'Sam', key: vaultId, from }]);
    const changed = changeTerms(policy, 'vaults', 0, { compromisedFrom: from });
    expect(changed.vaults).toEqual([{ key: vaultId, compromisedFrom: from }]);
    expect(addVault(changed, vaultId, { name: 'Kim' }).vaults).toEqual([{ name: 'Kim', key: vaultId }]);
    expect(removeTrusted(changed, 'vaults', 0).vaults).toEqual([]);
  });

  it('refuses keys that are none', () => {
    expect(() => addWitness(beginPolicy(undefined), witnessKey, {})).toThrow(code('format.malformed'));
    expect(() => addVault(beginPolicy(undefined), 'no key', {})).toThrow(code('input.usage'));
  });

  it('is called something, or nothing, within bounds', () => {
    expect(namePolicy(beginPolicy('Board'), undefined)).not.toHaveProperty('name');
    expect(namePolicy(beginPolicy(undefined), 'Board').name).toBe('Board');
    expect(() => beginPolicy('x'.repeat(201))).toThrow(code('input.policy-invalid'));
  });
});
