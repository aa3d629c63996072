import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { encodeBase64, parseUtf8, utf8 } from '../../../src/base/bytes.ts';
import { VaultError } from '../../../src/base/errors.ts';
import { parseStrictJson } from '../../../src/base/parse-json.ts';
import { compareLearner } from '../../../src/bundle/cards/card-learner.ts';
import {
  countersignVaultCard,
  createVaultCard,
  isWhole,
  parseVaultCard,
  readVaultCard,
} from '../../../src/bundle/cards/vault-card.ts';
import { createKeyPair, sign } from '../../../src/crypto/sign.ts';

const root = createKeyPair(new Uint8Array(32).fill(1));
const college = createKeyPair(new Uint8Array(32).fill(2));
const awards = createKeyPair(new Uint8Array(32).fill(3));
const madeAt = '2026-11-20T10:15:30.000Z';
const signedAt = '2026-11-21T09:00:00.000Z';

const make = (said: object = {}) =>
  createVaultCard(
    { name: 'Sam Reed', registration: 'R-7', organisation: 'Brightwell', madeAt, ...said },
    root.publicKey,
    (message) => sign(root.seed, root.publicKey, message),
  );
const signed = () =>
  countersignVaultCard(
    countersignVaultCard(make(), { name: 'Coastal College', signedAt }, college),
    { name: 'Brightwell', signedAt },
    awards,
  );
const codeOf = (work: () => unknown): string => {
  try {
    work();
    return 'none';
  } catch (thrown) {
    return thrown instanceof VaultError ? thrown.code : String(thrown);
  }
};
/** The card with its JSON changed. */
const changed = (bytes: Uint8Array, change: (card: Record<string, unknown>) => object): Uint8Array => {
  const card = parseStrictJson(bytes);
  return utf8(JSON.stringify(change({ ...(card as Record<string, unknown>) })));
};

describe('a vault card', () => {
  it('says what was put in, and is signed by the vault', () => {
    const card = parseVaultCard(make());
    expect(card).toMatchObject({ name: 'Sam Reed', registration: 'R-7', organisation: 'Brightwell', madeAt });
    expect(card.signatureHolds).toBe(true);
    expect(card.countersignatures).toEqual([]);
    expect(encodeBase64(card.root)).toBe(encodeBase64(root.publicKey));
  });

  it('may hold the name alone', () => {
    const bytes = createVaultCard({ name: 'Sam Reed', madeAt }, root.publicKey, (message) =>
      sign(root.seed, root.publicKey, message),
    );
    expect(Object.keys(parseVaultCard(bytes).json).sort()).toEqual([
      'countersignatures',
      'format',
      'madeAt',
      'name',
      'root',
      'signature',
      'version',
    ]);
  });

  it('is countersigned by several, each holding', () => {
    const card = parseVaultCard(signed());
    expect(card.countersignatures.map(({ name, holds }) => [name, holds])).toEqual([
      ['Coastal College', true],
      ['Brightwell', true],
    ]);
    expect(isWhole(card)).toBe(true);
    expect(readVaultCard(card.json)).toEqual(card);
  });

  it('has one countersignature of each key, the last', () => {
    const again = countersignVaultCard(signed(), { name: 'Coast', signedAt }, college);
    expect(parseVaultCard(again).countersignatures.map(({ name }) => name)).toEqual(['Brightwell', 'Coast']);
  });

  it.each([
    ['name', 'Sam Weed'],
    ['registration', 'R-8'],
    ['organisation', 'Northfield'],
    ['madeAt', '2026-11-20T10:15:31.000Z'],
    ['root', encodeBase64(college.publicKey)],
  ])('holds no more once its %s was changed, nor what was signed beside it', (field, value) => {
    const card = parseVaultCard(changed(signed(), (json) => ({ ...json, [field]: value })));
    expect(card.signatureHolds).toBe(false);
    expect(card.countersignatures.map(({ holds }) => holds)).toEqual([false, false]);
  });

  it('holds no more once something was taken away', () => {
    const card = parseVaultCard(changed(signed(), ({ organisation: _, ...json }) => json));
    expect(isWhole(card)).toBe(false);
  });

  it.each(['name', 'signedAt', 'key'])(
    'shows a countersignature whose %s was changed as not holding',
    (field) => {
      const other = {
        name: 'Somebody',
        signedAt: '2026-11-22T09:00:00.000Z',
        key: encodeBase64(createKeyPair(new Uint8Array(32).fill(9)).publicKey),
      };
      const bytes = changed(signed(), (json) => ({
        ...json,
        countersignatures: (json.countersignatures as Record<string, unknown>[]).map((one, at) =>
          at === 0 ? { ...one, [field]: other[field as keyof typeof other] } : one,
        ),
      }));
      const card = parseVaultCard(bytes);
      expect(card.signatureHolds).toBe(true);
      expect(card.countersignatures.map(({ holds }) => holds)).toEqual([false, true]);
      expect(isWhole(card)).toBe(false);
    },
  );

  it('is not vouched for by the vault itself', () => {
    const own = countersignVaultCard(make(), { name: 'Coastal College', signedAt }, root);
    expect(isWhole(parseVaultCard(own))).toBe(false);
  });

  it('is not countersigned once it was changed', () => {
    const bytes = changed(make(), (json) => ({ ...json, name: 'Eve' }));
    expect(codeOf(() => countersignVaultCard(bytes, { name: 'Coastal College', signedAt }, college))).toBe(
      'proof.invalid',
    );
  });

  it.each([
    ['an empty name', { name: '' }],
    ['a name on two lines', { name: 'Sam\nReed' }],
    ['a name that is too long', { name: 'x'.repeat(201) }],
    ['a time that is none', { madeAt: 'today' }],
  ])('is not made with %s', (_, said) => {
    expect(codeOf(() => make(said))).toBe('input.record-invalid');
  });

  it.each<[string, (json: Record<string, unknown>) => object, string]>([
    ['another format', (json) => ({ ...json, format: 'evidence-vault-recipient' }), 'format.unknown'],
    ['a later version', (json) => ({ ...json, version: 2, more: true }), 'format.too-new'],
    ['a field too many', (json) => ({ ...json, email: 'sam@example.org' }), 'format.malformed'],
    ['no signature', ({ signature: _, ...json }) => json, 'format.malformed'],
    ['a short signature', (json) => ({ ...json, signature: 'AAAA' }), 'format.malformed'],
    [
      'a key twice',
      (json) => ({
        ...json,
        countersignatures: [...(json.countersignatures as object[]), ...(json.countersignatures as object[])],
      }),
      'format.malformed',
    ],
  ])('is refused with %s', (_, change, code) => {
    expect(codeOf(() => parseVaultCard(changed(signed(), change)))).toBe(code);
  });

  it('is refused, with a code of ours, whatever else a file holds', () => {
    const known = new Set(['format.unknown', 'format.too-new', 'format.malformed']);
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.json().map(utf8)), (bytes) => {
        expect(known).toContain(codeOf(() => parseVaultCard(bytes)));
      }),
    );
    expect(codeOf(() => parseVaultCard(new Uint8Array(65_537).fill(32)))).toBe('format.unknown');
  });

  it('never holds with any letter of it changed', () => {
    const text = parseUtf8(signed());
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.constantFrom('a', 'B', '0', '9', 'é'), (at, letter) => {
        fc.pre(text[at] !== letter && !/\s/u.test(text[at] ?? ' '));
        const edited = utf8(text.slice(0, at) + letter + text.slice(at + 1));
        let whole = false;
        try {
          whole = isWhole(parseVaultCard(edited));
        } catch (thrown) {
          if (!(thrown instanceof VaultError)) throw thrown;
        }
        expect(whole).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});

describe('the learner of a card', () => {
  const card = { name: 'Sam Reed', registration: 'R-7' };
  it.each<[string, string[], string[], string]>([
    ['the same', ['Sam Reed'], ['R-7'], 'same'],
    ['the same in capitals and with more blanks', ['SAM  REED '], ['r-7'], 'same'],
    ['the same with several registrations', ['Sam Reed'], ['Q-1', 'R-7'], 'same'],
    ['somebody else', ['Eve'], ['R-7'], 'other'],
    ['two people, one of them somebody else', ['Sam Reed', 'Eve'], ['R-7'], 'other'],
    ['somebody with another number', ['Sam Reed'], ['R-8'], 'other'],
    ['nobody', [], ['R-7'], 'not-shown'],
    ['somebody without a number', ['Sam Reed'], [], 'not-shown'],
  ])('is compared with %s', (_, names, registrations, expected) => {
    expect(compareLearner(card, { names, registrations })).toBe(expected);
  });

  it('is told by the name alone where the card has no number', () => {
    expect(compareLearner({ name: 'Sam Reed' }, { names: ['Sam Reed'], registrations: [] })).toBe('same');
  });
});
