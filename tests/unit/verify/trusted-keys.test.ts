import { describe, expect, it } from 'vitest';

import { concatBytes, encodeBase64, utf8 } from '../../../src/base/bytes.ts';
import { encodeRecipientCard } from '../../../src/bundle/recipients/recipient-card.ts';
import { createAgeKeyPair } from '../../../src/crypto/age/age-keys.ts';
import { portableHashes } from '../../../src/crypto/portable-hashes.ts';
import { createKeyPair } from '../../../src/crypto/sign.ts';
import { oid, sequence, setOf, text } from '../../../src/practice/authority/der.ts';
import {
  addAuthority,
  addCardSigner,
  addCardSignerByCard,
  addDkimKey,
  addIssuer,
  addVault,
  addWitness,
  beginPolicy,
  changeTerms,
  removeTrusted,
} from '../../../src/verify/change-policy.ts';
import { emptyPolicy, parsePolicy } from '../../../src/verify/policy.ts';
import { showPolicy } from '../../../src/verify/show-policy.ts';
import { fixedTestKey } from '../../support/credentials/sign.ts';
import { awards, college } from '../../support/rule-vectors/worlds.ts';
import { makeToken } from '../../support/timestamps/made-token.ts';

const empty = beginPolicy(undefined);
const from = '2026-01-01T00:00:00Z';
const keys = createKeyPair(new Uint8Array(32).fill(7));
const key = encodeBase64(keys.publicKey);
const otherKey = encodeBase64(createKeyPair(new Uint8Array(32).fill(8)).publicKey);
const refused = (code: string, details: object) =>
  expect.objectContaining({ code, details: expect.objectContaining(details) as unknown }) as unknown;
const problem = (said: string) => refused('input.usage', { problem: said });
const noName = problem('say with --name what to call it');

describe('trusting an authority', () => {
  const { root, intermediate } = makeToken();

  it('calls it what its certificate does, or what the reader does', () => {
    const both = addAuthority(addAuthority(empty, root, {}), intermediate, { name: 'Middle' });
    expect(both.authorities.map(({ name }) => name)).toEqual(['Root', 'Middle']);
    expect(() => addAuthority(both, intermediate, { name: 'Root' })).toThrow(
      refused('input.policy-invalid', { problem: 'an authority of that name is there already' }),
    );
  });

  it('asks for a name where the certificate has none', () => {
    const subject = sequence(setOf(sequence(oid('2.5.4.10'), text('Test'))));
    const nameless = makeToken({ root: { subject } }).root;
    expect(() => addAuthority(empty, nameless, {})).toThrow(noName);
    expect(addAuthority(empty, nameless, { name: 'Clock' }).authorities[0]?.name).toBe('Clock');
  });

  it('says what is wrong with a file', () => {
    const pem = `-----BEGIN CERTIFICATE-----\n${encodeBase64(root)}\n-----END CERTIFICATE-----\n`;
    expect(addAuthority(empty, utf8(`Our root:\n${pem}`), {}).authorities).toHaveLength(1);
    const refusals: [Uint8Array, string][] = [
      [utf8(pem + pem), 'more than one certificate'],
      [utf8(pem.replace('MII', '!!!')), 'that file is not a certificate'],
      [utf8('Dear officer'), 'that file is not a certificate'],
      [root.slice(0, -1), 'that file is not a certificate'],
      // DER is what it is, whatever text stands behind it.
      [concatBytes(root.slice(0, 40), utf8(pem)), 'that file is not a certificate'],
    ];
    for (const [file, said] of refusals)
      expect(() => addAuthority(empty, file, {}), said).toThrow(
        refused('input.policy-invalid', { problem: said }),
      );
  });

  it('leaves out who is said to be trusted by rules that nobody named', () => {
    const policies = ['1.2.3', '1.2.4'];
    expect(addAuthority(empty, root, { policies, from }).authorities[0]).toMatchObject({ policies, from });
  });
});

describe('trusting a witness', () => {
  it('takes its name from its key, and has each key once, with the last terms', () => {
    const both = addWitness(addWitness(empty, awards.key, {}), college.key, { name: 'College', from });
    expect(both.witnesses).toEqual([
      { name: 'awards.example/witness', key: awards.key },
      { name: 'College', key: college.key, from },
    ]);
    expect(addWitness(both, awards.key, { name: 'Awards' }).witnesses).toEqual([
      { name: 'College', key: college.key, from },
      { name: 'Awards', key: awards.key },
    ]);
  });
});

describe('trusting a vault or a signer of cards', () => {
  it('has each key once, with the last terms, and leaves others alone', () => {
    const vaults = addVault(addVault(addVault(empty, key, { from }), otherKey, {}), key, { name: 'Sam' });
    expect(vaults.vaults).toEqual([{ key: otherKey }, { name: 'Sam', key }]);
    const signers = addCardSigner(
      addCardSigner(addCardSigner(empty, key, { name: 'One', from }), otherKey, { name: 'Two' }),
      key,
      { name: 'Three' },
    );
    expect(signers.cardSigners).toEqual([
      { name: 'Two', key: otherKey },
      { name: 'Three', key },
    ]);
  });

  it('says what is wrong with a signer’s key, or that the name is missing', () => {
    for (const wrong of ['', '!', 'AAAA', `${key}AAAA`])
      expect(() => addCardSigner(empty, wrong, { name: 'One' }), wrong).toThrow(
        problem('that is no key of a card signer'),
      );
    expect(() => addCardSigner(empty, key, {})).toThrow(noName);
  });

  it('reads name and key from a recipient card, if its signature holds', async () => {
    const { recipient } = await createAgeKeyPair();
    const card = (name: string) =>
      encodeRecipientCard({ name, contact: '', recipient, madeAt: '2026-05-01T09:00:00.000Z' }, keys);
    expect(addCardSignerByCard(empty, card('Brightwell'), { from }).cardSigners).toEqual([
      { name: 'Brightwell', key, from },
    ]);
    expect(addCardSignerByCard(empty, card(''), { name: 'Mine' }).cardSigners).toEqual([
      { name: 'Mine', key },
    ]);
    expect(addCardSignerByCard(empty, card('Theirs'), { name: 'Mine' }).cardSigners).toEqual([
      { name: 'Mine', key },
    ]);
    expect(() => addCardSignerByCard(empty, card(''), {})).toThrow(noName);
    const renamed = utf8(new TextDecoder().decode(card('Brightwell')).replace('Brightwell', 'Brightside'));
    expect(() => addCardSignerByCard(empty, renamed, {})).toThrow(
      refused('proof.invalid', { what: 'recipient-card' }),
    );
  });
});

describe('trusting an issuer of credentials', () => {
  const [first, second] = [fixedTestKey(1), fixedTestKey(2)];
  const id = 'did:web:college.example';

  it('takes multibase, a did:key and a JWK, with blanks around them', () => {
    const jwk = first.publicJwk;
    for (const [given, kept] of [
      [` ${first.multibase}\n`, first.multibase],
      [first.did, first.did],
      [`\n${JSON.stringify(jwk)} `, jwk],
    ] as const)
      expect(addIssuer(empty, given, undefined, { name: 'College' }).issuers).toEqual([
        { name: 'College', keys: [kept] },
      ]);
  });

  it('adds a key to a line of the same name and id alone, each once, and gives it the new terms', () => {
    const jwk = JSON.stringify(first.publicJwk);
    let policy = addIssuer(empty, jwk, id, { name: 'College', from });
    policy = addIssuer(policy, second.did, undefined, { name: 'College' });
    policy = addIssuer(policy, second.did, id, { name: 'School' });
    expect(policy.issuers.map(({ name, id: one, keys: all }) => [name, one, all.length])).toEqual([
      ['College', id, 1],
      ['College', undefined, 1],
      ['School', id, 1],
    ]);
    policy = addIssuer(policy, second.did, id, { name: 'College' });
    expect(policy.issuers[2]).toEqual({ name: 'College', id, keys: [first.publicJwk, second.did] });
    policy = addIssuer(policy, jwk, id, { name: 'College' });
    expect(policy.issuers[2]?.keys).toEqual([second.did, first.publicJwk]);
    expect(policy.issuers).toHaveLength(3);
  });

  it('says what is wrong with a key, or that the name is missing', () => {
    for (const wrong of ['', 'hello', 'did:web:college.example', '{}', first.multibase.slice(0, -1)])
      expect(() => addIssuer(empty, wrong, undefined, { name: 'College' }), wrong).toThrow(
        problem('that is no key of an issuer'),
      );
    expect(() => addIssuer(empty, '{"kty":', undefined, { name: 'College' })).toThrow(
      refused('input.json-invalid', {}),
    );
    expect(() => addIssuer(empty, first.did, undefined, {})).toThrow(noName);
  });
});

describe('trusting a key of e-mails', () => {
  const record = 's1._domainkey.mail.example';

  it.each([
    ['the bare key', key],
    ['a record of the key alone', `p=${key}`],
    ['a whole record', `v=DKIM1; k=ed25519; p=${key}; t=s`],
    ['a record with blanks', ` v = DKIM1 ;  p = ${key} ;t=s`],
    [
      'a record in pieces, as name servers show it',
      `"v=DKIM1; k=ed25519;" "p=${key.slice(0, 20)}"  "${key.slice(20)}"`,
    ],
  ])('takes %s', (_, given) => {
    expect(addDkimKey(empty, record, given, { name: 'College' }).dkimKeys).toEqual([
      { name: 'College', domain: 'mail.example', selector: 's1', key },
    ]);
  });

  it.each([
    ['S1._DomainKey.Mail.Example', 's1', 'mail.example'],
    [' s1._domainkey.mail.example. ', 's1', 'mail.example'],
    ['a.b._domainkey.x', 'a.b', 'x'],
  ])('reads selector and domain from %s', (given, selector, domain) => {
    expect(addDkimKey(empty, given, key, {}).dkimKeys).toEqual([{ domain, selector, key }]);
  });

  it.each([
    '',
    'mail.example',
    '._domainkey.mail.example',
    's1._domainkey.',
    'x\ns1._domainkey.mail.example',
  ])('asks for the name of a record where it is %j', (given) => {
    expect(() => addDkimKey(empty, given, key, {})).toThrow(
      problem('the name is written selector._domainkey.domain'),
    );
  });

  it('has each key of a record once, with the last terms', () => {
    let policy = addDkimKey(empty, record, key, { from });
    policy = addDkimKey(policy, record, otherKey, {});
    policy = addDkimKey(policy, 's2._domainkey.mail.example', key, {});
    policy = addDkimKey(policy, 's1._domainkey.post.example', key, {});
    policy = addDkimKey(policy, record, key, { name: 'Again' });
    expect(policy.dkimKeys).toEqual([
      { domain: 'mail.example', selector: 's1', key: otherKey },
      { domain: 'mail.example', selector: 's2', key },
      { domain: 'post.example', selector: 's1', key },
      { name: 'Again', domain: 'mail.example', selector: 's1', key },
    ]);
    expect(() => addDkimKey(policy, record, 'p=AAAA', {})).toThrow(problem('that is no key of DKIM'));
  });
});

/** Two of each kind. */
const full = parsePolicy({
  ...emptyPolicy,
  authorities: [
    { name: 'Root', certificate: encodeBase64(makeToken().root), policies: ['1.2.3'], until: from },
    { name: 'Middle', certificate: encodeBase64(makeToken().intermediate) },
  ],
  witnesses: [
    { name: 'Awards', key: awards.key, from },
    { name: 'College', key: college.key },
  ],
  vaults: [{ name: 'Sam', key, compromisedFrom: from }, { key: otherKey }],
  cardSigners: [
    { name: 'One', key, until: from },
    { name: 'Two', key: otherKey },
  ],
  issuers: [
    {
      name: 'College',
      id: 'did:web:college.example',
      keys: [fixedTestKey(1).did, fixedTestKey(2).publicJwk],
    },
    { name: 'School', keys: [fixedTestKey(3).multibase], from },
  ],
  dkimKeys: [
    { name: 'Post', domain: 'mail.example', selector: 's1', key, from },
    { domain: 'mail.example', selector: 's2', key: otherKey },
  ],
});

describe('changing one of several who are trusted', () => {
  it.each(['authorities', 'witnesses', 'cardSigners', 'issuers'] as const)(
    'gives one of the %s other terms and keeps its name',
    (list) => {
      const [first, second] = full[list];
      const changed = changeTerms(full, list, 1, { until: '2030-01-01T00:00:00Z' });
      expect(changed[list]).toEqual([first, { ...second, from: undefined, until: '2030-01-01T00:00:00Z' }]);
      expect(changeTerms(full, list, 1, { name: 'Else' })[list][1]).toHaveProperty('name', 'Else');
      expect({ ...changed, [list]: full[list] }).toEqual(full);
    },
  );

  it('takes the name away that is left out of a vault or of a key of e-mails', () => {
    expect(changeTerms(full, 'vaults', 0, {}).vaults).toEqual([{ key }, { key: otherKey }]);
    const [first, second] = changeTerms(full, 'dkimKeys', 0, {}).dkimKeys;
    expect(first).toEqual({ domain: 'mail.example', selector: 's1', key });
    expect(second).toEqual(full.dkimKeys[1]);
  });

  it('limits rules to authorities', () => {
    const policies = ['1.2.3.4'];
    expect(changeTerms(full, 'authorities', 1, { policies }).authorities[1]).toMatchObject({ policies });
    expect(changeTerms(full, 'witnesses', 1, { policies }).witnesses[1]).not.toHaveProperty('policies');
  });

  it.each(['authorities', 'witnesses', 'vaults', 'cardSigners', 'issuers', 'dkimKeys'] as const)(
    'trusts one of the %s no more, and all others as before',
    (list) => {
      expect(removeTrusted(full, list, 0)).toEqual({ ...full, [list]: full[list].slice(1) });
      expect(removeTrusted(full, list, 1)).toEqual({ ...full, [list]: full[list].slice(0, 1) });
    },
  );
});

describe('a policy as it is shown', () => {
  it('says of each whom it trusts, where they stand, when, and by what they are known', () => {
    const [root, middle, ...others] = showPolicy(full, portableHashes);
    expect(root).toMatchObject({
      list: 'authorities',
      at: 0,
      name: 'Root',
      until: from,
      policies: ['1.2.3'],
    });
    expect(root?.facts).toEqual([
      'O=Test, CN=Root',
      expect.stringMatching(/^SHA-256 (?:[0-9A-F]{2}:){31}[0-9A-F]{2}$/u),
    ]);
    expect(middle).toMatchObject({ list: 'authorities', at: 1, name: 'Middle', policies: [] });
    expect(others).toEqual(
      [
        { list: 'witnesses', at: 0, name: 'Awards', facts: [awards.key], from },
        { list: 'witnesses', at: 1, name: 'College', facts: [college.key] },
        { list: 'vaults', at: 0, name: 'Sam', facts: [key], compromisedFrom: from },
        { list: 'vaults', at: 1, facts: [otherKey] },
        { list: 'cardSigners', at: 0, name: 'One', facts: [key], until: from },
        { list: 'cardSigners', at: 1, name: 'Two', facts: [otherKey] },
        {
          list: 'issuers',
          at: 0,
          name: 'College',
          facts: ['did:web:college.example', fixedTestKey(1).did, JSON.stringify(fixedTestKey(2).publicJwk)],
        },
        { list: 'issuers', at: 1, name: 'School', facts: [fixedTestKey(3).multibase], from },
        { list: 'dkimKeys', at: 0, name: 'Post', facts: ['s1._domainkey.mail.example', key], from },
        { list: 'dkimKeys', at: 1, facts: ['s2._domainkey.mail.example', otherKey] },
      ].map((one) => ({ policies: [], ...one })),
    );
  });
});
