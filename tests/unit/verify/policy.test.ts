import { describe, expect, it } from 'vitest';

import { encodeBase64 } from '../../../src/base/bytes.ts';
import { emptyPolicy, parsePolicy } from '../../../src/verify/policy.ts';
import { fixedTestKey } from '../../support/credentials/sign.ts';
import { awards } from '../../support/rule-vectors/worlds.ts';
import { makeToken } from '../../support/timestamps/made-token.ts';

const key = encodeBase64(new Uint8Array(32).fill(7));
const authority = { name: 'Clock', certificate: encodeBase64(makeToken().root) };
const witness = { name: 'Awards', key: awards.key };
const issuer = { name: 'College', keys: [fixedTestKey(1).did] };
const dkim = { domain: 'mail.example', selector: 's1', key };

const good: Readonly<Record<string, object>> = {
  authorities: authority,
  witnesses: witness,
  vaults: { key },
  cardSigners: { name: 'Awards', key },
  dkimKeys: dkim,
  issuers: issuer,
};

const fieldRefused = (policy: object): string => {
  try {
    parsePolicy(policy);
    return 'none';
  } catch (thrown) {
    const { code, details } = thrown as { code: string; details: { field: string } };
    return `${code} ${details.field}`;
  }
};

describe('a policy in a file', () => {
  it('may be as short as its format and version', () => {
    expect(parsePolicy({ format: 'evidence-vault-policy', version: 1 })).toEqual(emptyPolicy);
  });

  it.each(Object.entries(good))('may trust one or several under %s, in their order', (list, one) => {
    const several = [
      { ...one, name: 'First' },
      { ...one, name: 'Second' },
    ];
    expect(parsePolicy({ ...emptyPolicy, [list]: [one] })).toEqual({ ...emptyPolicy, [list]: [one] });
    expect(parsePolicy({ ...emptyPolicy, [list]: several })).toHaveProperty(list, several);
  });

  it.each([
    [
      'no number of a rule',
      'authorities.0.policies.0',
      { authorities: [{ ...authority, policies: ['one'] }] },
    ],
    [
      'a rule with something behind it',
      'authorities.0.policies.0',
      { authorities: [{ ...authority, policies: ['1.2.3.'] }] },
    ],
    [
      'a rule with something before it',
      'authorities.0.policies.0',
      { authorities: [{ ...authority, policies: ['x1.2.3'] }] },
    ],
    [
      'base64 of no certificate',
      'authorities.0.certificate',
      { authorities: [{ ...authority, certificate: key }] },
    ],
    ['no base64 at all', 'authorities.0.certificate', { authorities: [{ ...authority, certificate: '!' }] }],
    ['two authorities of one name', 'authorities', { authorities: [authority, authority] }],
    ['an authority without a name', 'authorities.0.name', { authorities: [{ ...authority, name: '' }] }],
    ['a witness key of another kind', 'witnesses.0.key', { witnesses: [{ ...witness, key }] }],
    ['a vault with an empty key', 'vaults.0.key', { vaults: [{ key: '' }] }],
    ['a name that is too long', 'vaults.0.name', { vaults: [{ key, name: 'x'.repeat(201) }] }],
    ['a short key', 'cardSigners.0.key', { cardSigners: [{ name: 'A', key: key.slice(4) }] }],
    ['a key that is no base64', 'cardSigners.0.key', { cardSigners: [{ name: 'A', key: '!' }] }],
    ['no key of DKIM', 'dkimKeys.0.key', { dkimKeys: [{ ...dkim, key: 'AAAA' }] }],
    ['a domain that is none', 'dkimKeys.0.domain', { dkimKeys: [{ ...dkim, domain: '-mail.example' }] }],
    [
      'a domain with a dot behind it',
      'dkimKeys.0.domain',
      { dkimKeys: [{ ...dkim, domain: 'mail.example.' }] },
    ],
    ['a selector that is none', 'dkimKeys.0.selector', { dkimKeys: [{ ...dkim, selector: 's 1' }] }],
    ['no key of an issuer', 'issuers.0.keys.0', { issuers: [{ ...issuer, keys: ['z6Mk'] }] }],
    [
      'a JWK that is none',
      'issuers.0.keys.1',
      { issuers: [{ ...issuer, keys: [...issuer.keys, { kty: 'OKP' }] }] },
    ],
    ['an issuer without a key', 'issuers.0.keys', { issuers: [{ ...issuer, keys: [] }] }],
    ['an empty id', 'issuers.0.id', { issuers: [{ ...issuer, id: '' }] }],
    ['an id that is too long', 'issuers.0.id', { issuers: [{ ...issuer, id: 'x'.repeat(2001) }] }],
    ['a day in place of a moment', 'vaults.0.from', { vaults: [{ key, from: '2026-01-01' }] }],
    ['words in place of a moment', 'vaults.0.until', { vaults: [{ key, until: 'soon' }] }],
    [
      'a moment of another zone',
      'vaults.0.compromisedFrom',
      { vaults: [{ key, compromisedFrom: '2026-01-01T00:00:00+01:00' }] },
    ],
    ['a property too many', 'vaults.0', { vaults: [{ key, trusted: true }] }],
    ['a list too many', '', { friends: [] }],
    ['another version', 'version', { version: 2 }],
    ['another format', 'format', { format: 'evidence-vault-card' }],
  ])('is refused with %s, saying where', (_, field, part) => {
    expect(fieldRefused({ ...emptyPolicy, ...part })).toBe(`input.policy-invalid ${field}`);
  });

  it('takes names, ids and domains up to their limits', () => {
    const longest = {
      ...emptyPolicy,
      name: 'x'.repeat(200),
      issuers: [{ ...issuer, id: 'x'.repeat(2000) }],
      dkimKeys: [
        { ...dkim, domain: 'a', selector: '_' },
        { ...dkim, domain: 'x'.repeat(200), selector: 'A.b-c_D.9' },
      ],
    };
    expect(parsePolicy(longest)).toEqual(longest);
    expect(fieldRefused({ ...longest, name: 'x'.repeat(201) })).toBe('input.policy-invalid name');
    expect(fieldRefused({ ...longest, dkimKeys: [{ ...dkim, domain: 'x'.repeat(201) }] })).toBe(
      'input.policy-invalid dkimKeys.0.domain',
    );
  });
});
