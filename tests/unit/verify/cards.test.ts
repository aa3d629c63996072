import { describe, expect, it } from 'vitest';

import { encodeBase64 } from '../../../src/base/bytes.ts';
import type { JsonObject } from '../../../src/base/json.ts';
import {
  countersignVaultCard,
  createVaultCard,
  parseVaultCard,
} from '../../../src/bundle/cards/vault-card.ts';
import { createKeyPair, sign, type KeyPair } from '../../../src/crypto/sign.ts';
import { verificationLines } from '../../../src/cli/format/verification-lines.ts';
import { giveAnswers } from '../../../src/verify/answers.ts';
import { addCardSigner, removeTrusted } from '../../../src/verify/change-policy.ts';
import { emptyPolicy, parsePolicy, type Policy } from '../../../src/verify/policy.ts';
import { renderReportSection } from '../../../src/verify/report-page/report-section.ts';
import { makeBundle } from '../../support/bundle/make-bundle.ts';
import { SmallVault } from '../../support/bundle/small-vault.ts';
import { stampedBundle } from '../../support/bundle/stamped-vault.ts';
import { checkOf, verifyBytes } from '../../support/bundle/verify-memory.ts';

const college = createKeyPair(new Uint8Array(32).fill(42));
const madeAt = '2026-11-20T10:00:00.000Z';
const signedAt = '2026-11-20T10:10:00.000Z';

interface CardChoices {
  readonly of?: KeyPair;
  readonly name?: string;
  readonly registration?: string;
  readonly signedAs?: string;
  readonly signedAt?: string;
  readonly change?: (card: JsonObject) => JsonObject;
}

/** A card of a vault, countersigned by the college. */
function cardOf(vault: SmallVault, choices: CardChoices = {}): JsonObject {
  const { of = vault.root, name = 'Sam Reed', registration } = choices;
  const said = { name, madeAt, ...(registration === undefined ? {} : { registration }) };
  const own = createVaultCard(said, of.publicKey, (message) => sign(of.seed, of.publicKey, message));
  const as = { name: choices.signedAs ?? 'Coastal College', signedAt: choices.signedAt ?? signedAt };
  const card: JsonObject = parseVaultCard(countersignVaultCard(own, as, college)).json;
  return choices.change === undefined ? card : choices.change(card);
}

const add = (vault: SmallVault, card: JsonObject): number =>
  vault.log.append({ kind: 'card-added', at: '2026-11-20T10:15:30.000Z', card });

const trusting = (limits: object = {}): Policy =>
  parsePolicy({
    ...emptyPolicy,
    cardSigners: [{ name: 'Coastal', key: encodeBase64(college.publicKey), ...limits }],
  });

async function bundleWith(
  fill: (vault: SmallVault) => void = (vault) => add(vault, cardOf(vault)),
  profile: JsonObject | null = { name: 'Sam Reed', registration: 'R-7' },
): Promise<Uint8Array> {
  const vault = new SmallVault();
  vault.capture({
    item: 'i-file-1',
    kind: 'document',
    name: 'essay',
    record: { name: 'essay', role: 'file' },
  });
  if (profile !== null) vault.state('r-1', 'profile', profile);
  fill(vault);
  return makeBundle(vault, vault.input());
}

async function identityOf(bundle: Uint8Array, policy: Policy, at?: string) {
  const report = await verifyBytes(bundle, { policy, at });
  return { check: checkOf(report, 'identity'), report };
}

describe('a card by somebody whom the policy trusts', () => {
  it('says whose vault it is', async () => {
    const { check, report } = await identityOf(await bundleWith(), trusting());
    expect(check).toEqual({
      id: 'identity',
      result: 'pass',
      detail: 'This vault is Sam Reed’s, says a card signed by Coastal.',
    });
    expect(report.cards).toEqual([
      {
        name: 'Sam Reed',
        result: 'pass',
        signers: [
          {
            name: 'Coastal College',
            key: encodeBase64(college.publicKey),
            signedAt,
            known: 'Coastal',
            result: 'pass',
          },
        ],
      },
    ]);
    const answer = giveAnswers(report.checks).find(({ title }) => title === 'Who sent it');
    expect(answer?.sentences).toEqual(['This vault is Sam Reed’s, says a card signed by Coastal.']);
    const page = renderReportSection('a.zip', report).text;
    expect(page).toContain('says a card signed by Coastal.');
    expect(page).toContain(`Signed on 2026-11-20 by Coastal, who signed as Coastal College, key`);
    expect(verificationLines('a.zip', report)).toContain('  - Sam Reed');
  });

  it('says so by the registration number too', async () => {
    const fits = await bundleWith((vault) => add(vault, cardOf(vault, { registration: 'R-7' })));
    expect((await identityOf(fits, trusting())).check.result).toBe('pass');
  });

  it('says so beside another card that nobody trusts', async () => {
    const bundle = await bundleWith((vault) => {
      const other = createKeyPair(new Uint8Array(32).fill(43));
      const own = createVaultCard({ name: 'Sam Reed', madeAt }, vault.root.publicKey, (message) =>
        sign(vault.root.seed, vault.root.publicKey, message),
      );
      add(vault, parseVaultCard(countersignVaultCard(own, { name: 'Nobody', signedAt }, other)).json);
      add(vault, cardOf(vault));
    });
    expect((await identityOf(bundle, trusting())).check.result).toBe('pass');
  });
});

describe('a card in a bundle fails the check of identity', () => {
  it.each<[string, string, (vault: SmallVault) => void, JsonObject | null]>([
    [
      'as the card of another vault',
      'card-other-vault',
      (vault) => add(vault, cardOf(vault, { of: createKeyPair(new Uint8Array(32).fill(9)) })),
      { name: 'Sam Reed' },
    ],
    [
      'with a name that was changed',
      'card-signature-wrong',
      (vault) => add(vault, cardOf(vault, { change: (card) => ({ ...card, name: 'Sam Reed ' }) })),
      { name: 'Sam Reed' },
    ],
    [
      'with another learner than the bundle names',
      'card-other-learner',
      (vault) => add(vault, cardOf(vault, { name: 'Eve' })),
      { name: 'Sam Reed' },
    ],
    [
      'with another registration than the bundle shows',
      'card-other-learner',
      (vault) => add(vault, cardOf(vault, { registration: 'R-8' })),
      { name: 'Sam Reed', registration: 'R-7' },
    ],
    [
      'where it is no card',
      'card-malformed',
      (vault) => add(vault, { hello: 'there' }),
      { name: 'Sam Reed' },
    ],
  ])('%s', async (_, code, fill, profile) => {
    const { check, report } = await identityOf(await bundleWith(fill, profile), trusting());
    expect(check).toMatchObject({ result: 'fail', code });
    expect(report.cards).toMatchObject([{ result: 'fail', code }]);
    expect(report.verdict).toBe('fail');
  });

  it('also where the reader names the key that they expect', async () => {
    const bundle = await bundleWith((vault) => add(vault, cardOf(vault, { name: 'Eve' })));
    const report = await verifyBytes(bundle, { expectKey: new SmallVault().id });
    expect(checkOf(report, 'identity')).toMatchObject({ result: 'fail', code: 'card-other-learner' });
  });
});

describe('a card leaves identity open', () => {
  it('with the name as claimed, where the policy does not name the signer', async () => {
    const { check } = await identityOf(await bundleWith(), emptyPolicy);
    expect(check).toMatchObject({ result: 'not-checked', code: 'card-signer-not-trusted' });
    expect(check.detail).toContain('It names Sam Reed; the name on its signature is Coastal College.');
  });

  it('also to a reader who trusts another key of that name', async () => {
    const other = encodeBase64(createKeyPair(new Uint8Array(32).fill(43)).publicKey);
    const policy = addCardSigner(emptyPolicy, other, { name: 'Coastal College' });
    expect((await identityOf(await bundleWith(), policy)).check.code).toBe('card-signer-not-trusted');
  });

  it.each([
    [{ from: signedAt, until: signedAt }, 'pass'],
    [{ from: '2026-11-20T10:10:00.001Z' }, 'card-signer-not-then'],
    [{ until: '2026-11-20T10:09:59.999Z' }, 'card-signer-not-then'],
    [{ compromisedFrom: '2027-01-01T00:00:00.000Z' }, 'card-signer-compromised'],
  ])('by the time for which the signer is trusted: %o', async (limits, expected) => {
    const { check } = await identityOf(await bundleWith(), trusting(limits));
    expect(check.code ?? check.result).toBe(expected);
  });

  it('if it was signed later than the time that is asked about', async () => {
    const bundle = await bundleWith();
    expect((await identityOf(bundle, trusting(), '2026-11-20T10:09:59.999Z')).check.code).toBe('card-later');
    expect((await identityOf(bundle, trusting(), signedAt)).check.result).toBe('pass');
  });

  it('if the bundle does not say who the learner is', async () => {
    const { check } = await identityOf(await bundleWith(undefined, null), trusting());
    expect(check).toMatchObject({ result: 'not-checked', code: 'card-learner-not-shown' });
  });

  it('if a later version made it', async () => {
    const bundle = await bundleWith((vault) => add(vault, { ...cardOf(vault), version: 2 }));
    expect((await identityOf(bundle, trusting())).check).toMatchObject({
      result: 'not-checked',
      code: 'card-too-new',
    });
  });

  it('if there is none', async () => {
    const bundle = await bundleWith(() => undefined);
    expect((await identityOf(bundle, trusting())).check.code).toBe('card-not-there');
    expect((await identityOf(bundle, emptyPolicy)).check.code).toBe('identity-not-asked');
    expect((await identityOf(bundle, emptyPolicy)).report.cards).toBeUndefined();
  });
});

describe('a card by a key that was in other hands later', () => {
  const profile = (vault: SmallVault) => vault.state('r-1', 'profile', { name: 'Sam Reed' });

  it('counts only if a trusted clock saw it before', async () => {
    const { bundle, policy } = await stampedBundle({
      earlier: (vault) => {
        profile(vault);
        add(vault, cardOf(vault));
      },
    });
    const judged = async (compromisedFrom: string) => {
      const { cardSigners } = trusting({ compromisedFrom });
      const { check } = await identityOf(bundle, { ...policy, cardSigners });
      return check.code ?? check.result;
    };
    expect(await judged('2026-11-20T11:15:30.001Z')).toBe('pass');
    expect(await judged('2026-11-20T11:15:30.000Z')).toBe('card-signer-compromised');
  });

  it('does not count by what it says of itself', async () => {
    const { bundle, policy } = await stampedBundle({
      later: (vault) => {
        profile(vault);
        add(vault, cardOf(vault, { signedAt: '2020-01-01T00:00:00.000Z' }));
      },
    });
    const { cardSigners } = trusting({ compromisedFrom: '2027-01-01T00:00:00.000Z' });
    const { check } = await identityOf(bundle, { ...policy, cardSigners });
    expect(check.code).toBe('card-signer-compromised');
  });
});

describe('the signers of cards in a policy', () => {
  it('are none in a policy that was made before there were any', () => {
    const { cardSigners: _, ...earlier } = emptyPolicy;
    expect(parsePolicy(earlier)).toEqual(emptyPolicy);
  });

  it('are added once each, with a name, and taken out', () => {
    const key = encodeBase64(college.publicKey);
    const once = addCardSigner(emptyPolicy, key, { name: 'Coastal' });
    const twice = addCardSigner(once, key, { name: 'Coastal College' });
    expect(twice.cardSigners).toEqual([{ name: 'Coastal College', key }]);
    expect(removeTrusted(twice, 'cardSigners', 0).cardSigners).toEqual([]);
  });

  it.each([
    ['no key', 'AAAA', { name: 'Coastal' }],
    ['no name', encodeBase64(college.publicKey), {}],
  ])('are not added with %s', (_, key, terms) => {
    expect(() => addCardSigner(emptyPolicy, key, terms)).toThrow(
      expect.objectContaining({ code: 'input.usage' }),
    );
  });

  it('are refused in a file with what is no key', () => {
    const policy = { ...emptyPolicy, cardSigners: [{ name: 'Coastal', key: 'AAAA' }] };
    expect(() => parsePolicy(policy)).toThrow(expect.objectContaining({ code: 'input.policy-invalid' }));
  });
});
