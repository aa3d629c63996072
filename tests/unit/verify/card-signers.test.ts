import { describe, expect, it } from 'vitest';

import { encodeBase64 } from '../../../src/base/bytes.ts';
import type { JsonObject } from '../../../src/base/json.ts';
import {
  countersignVaultCard,
  createVaultCard,
  parseVaultCard,
} from '../../../src/bundle/cards/vault-card.ts';
import { createKeyPair, sign } from '../../../src/crypto/sign.ts';
import { emptyPolicy, type Policy } from '../../../src/verify/policy.ts';
import { makeBundle } from '../../support/bundle/make-bundle.ts';
import { SmallVault } from '../../support/bundle/small-vault.ts';
import { checkOf, verifyBytes } from '../../support/bundle/verify-memory.ts';

const college = createKeyPair(new Uint8Array(32).fill(42));
const awards = createKeyPair(new Uint8Array(32).fill(43));
const madeAt = '2026-11-20T10:00:00.000Z';
const signedAt = '2026-11-20T10:10:00.000Z';
const key = encodeBase64(college.publicKey);

/** A bundle with a card that college and awards have signed. */
async function bundleWith({
  said = {},
  profile = { name: 'Sam Reed' },
  change = (card) => card,
}: {
  said?: object;
  profile?: JsonObject;
  change?: (card: JsonObject) => JsonObject;
} = {}): Promise<Uint8Array> {
  const vault = new SmallVault();
  vault.capture({ item: 'i-1', kind: 'document', name: 'essay', record: { name: 'essay', role: 'file' } });
  vault.state('r-1', 'profile', profile);
  const { publicKey, seed } = vault.root;
  const own = createVaultCard({ name: 'Sam Reed', madeAt, ...said }, publicKey, (message) =>
    sign(seed, publicKey, message),
  );
  const once = countersignVaultCard(own, { name: 'Coastal College', signedAt }, college);
  const twice = countersignVaultCard(once, { name: 'Brightwell', signedAt }, awards);
  const { json } = parseVaultCard(twice);
  vault.log.append({ kind: 'card-added', at: '2026-11-20T10:15:30.000Z', card: change(json) });
  return makeBundle(vault, vault.input());
}

const trusting = (...cardSigners: Policy['cardSigners']): Policy => ({ ...emptyPolicy, cardSigners });

async function judged(bundle: Uint8Array, policy: Policy) {
  const report = await verifyBytes(bundle, { policy });
  return { check: checkOf(report, 'identity'), cards: report.cards };
}

describe('a card that two have signed', () => {
  it('counts for whoever trusts one of them, and says all that it says', async () => {
    const bundle = await bundleWith({
      said: { registration: 'R-7', organisation: 'Riverside' },
      profile: { name: 'Sam Reed', registration: 'R-7' },
    });
    const { check, cards } = await judged(bundle, trusting({ name: 'Coastal', key }));
    expect(check.result).toBe('pass');
    expect(cards).toEqual([
      {
        name: 'Sam Reed',
        registration: 'R-7',
        organisation: 'Riverside',
        result: 'pass',
        signers: [
          { name: 'Coastal College', key, signedAt, known: 'Coastal', result: 'pass' },
          {
            name: 'Brightwell',
            key: encodeBase64(awards.publicKey),
            signedAt,
            result: 'not-checked',
            code: 'card-signer-not-trusted',
          },
        ],
      },
    ]);
  });

  it('stays open for the nearest of their reasons', async () => {
    const policy = trusting({ name: 'Coastal', key, from: '2026-11-21T00:00:00Z' });
    const { check, cards } = await judged(await bundleWith(), policy);
    expect(check.code).toBe('card-signer-not-then');
    expect(cards?.[0]?.code).toBe('card-signer-not-then');
    expect(cards?.[0]?.signers.map(({ known, code }) => [known, code])).toEqual([
      ['Coastal', 'card-signer-not-then'],
      [undefined, 'card-signer-not-trusted'],
    ]);
  });

  it('counts by any line of a policy that fits, whatever the others say', async () => {
    const policy = trusting(
      { name: 'Coastal once', key, until: '2026-01-01T00:00:00Z' },
      { name: 'Coastal', key, from: '2026-01-01T00:00:00Z' },
      { name: 'Coastal later', key, from: '2027-01-01T00:00:00Z' },
    );
    const { check, cards } = await judged(await bundleWith(), policy);
    expect(check).toMatchObject({
      result: 'pass',
      detail: 'This vault is Sam Reed’s, says a card signed by Coastal.',
    });
    expect(cards?.[0]?.signers[0]).toMatchObject({ known: 'Coastal', result: 'pass' });
  });

  it('leaves identity open where the bundle names nobody', async () => {
    const { check } = await judged(
      await bundleWith({ profile: { registration: 'R-7' } }),
      trusting({ name: 'Coastal', key }),
    );
    expect(check.code).toBe('card-learner-not-shown');
  });

  it('is told of without a word of it where it is newer or no card', async () => {
    const newer = await bundleWith({ change: (card) => ({ ...card, version: 2 }) });
    expect((await judged(newer, emptyPolicy)).cards).toEqual([
      { signers: [], result: 'not-checked', code: 'card-too-new' },
    ]);
    const none = await bundleWith({ change: () => ({ hello: 'there' }) });
    expect((await judged(none, emptyPolicy)).cards).toEqual([
      { signers: [], result: 'fail', code: 'card-malformed' },
    ]);
  });
});
