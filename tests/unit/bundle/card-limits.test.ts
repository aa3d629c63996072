import { base32nopad } from '@scure/base';
import { beforeAll, describe, expect, it } from 'vitest';

import { utf8 } from '../../../src/base/bytes.ts';
import { VaultError } from '../../../src/base/errors.ts';
import {
  countersignVaultCard,
  createVaultCard,
  parseVaultCard,
} from '../../../src/bundle/cards/vault-card.ts';
import { encodeCardText, parseCardText } from '../../../src/bundle/recipients/card-text.ts';
import { encodeRecipientCard, parseRecipientCard } from '../../../src/bundle/recipients/recipient-card.ts';
import { createAgeKeyPair } from '../../../src/crypto/age/age-keys.ts';
import { createKeyPair, sign } from '../../../src/crypto/sign.ts';

const longest = 65_536;
const keys = createKeyPair(new Uint8Array(32).fill(1));
const signers = Array.from({ length: 17 }, (_, at) => createKeyPair(new Uint8Array(32).fill(at + 2)));
const madeAt = '2026-11-20T10:15:30.000Z';
const signAsRoot = (message: Uint8Array) => sign(keys.seed, keys.publicKey, message);

let recipient: string;
let recipientCard: string;
const vaultCard = new TextDecoder().decode(
  createVaultCard({ name: 'Sam Reed', madeAt }, keys.publicKey, signAsRoot),
);
beforeAll(async () => {
  ({ recipient } = await createAgeKeyPair());
  recipientCard = new TextDecoder().decode(recipientCardOf(madeAt));
});

function recipientCardOf(at: string, name = 'Brightwell'): Uint8Array {
  return encodeRecipientCard({ name, contact: '', recipient, madeAt: at }, keys);
}

/** The code, what is said to be wrong, and the code of what lies behind it. */
function refusalOf(work: () => unknown): unknown[] {
  try {
    work();
    return [];
  } catch (thrown) {
    if (!(thrown instanceof VaultError)) throw thrown;
    const { cause } = thrown;
    return [thrown.code, thrown.details.what, ...(cause instanceof VaultError ? [cause.code] : [])];
  }
}
const filled = (text: string, length: number) => text + ' '.repeat(length - text.length);

describe.each([
  ['vault-card', (text: string) => parseVaultCard(utf8(text)).name, () => vaultCard],
  ['recipient-card', (text: string) => parseRecipientCard(utf8(text)).name, () => recipientCard],
] as const)('the file of a %s', (what, read, card) => {
  it('may have 65,536 bytes and no more', () => {
    expect(read(filled(card(), longest))).toBe(read(card()));
    expect(refusalOf(() => read(filled(card(), longest + 1)))).toEqual(['format.unknown', what]);
  });

  it('is refused with what it is not', () => {
    const with_ = (change: object) => JSON.stringify({ ...(JSON.parse(card()) as object), ...change });
    expect(refusalOf(() => read('{'))).toEqual(['format.unknown', what, 'input.json-invalid']);
    expect(refusalOf(() => read(with_({ format: 'other' })))).toEqual(['format.unknown', what]);
    expect(refusalOf(() => read(with_({ version: 0 })))).toEqual(['format.unknown', what]);
    expect(refusalOf(() => read(with_({ version: 2 })))).toEqual(['format.too-new', what]);
  });
});

describe('a vault card', () => {
  it('has no word of what it was not given', () => {
    const card = parseVaultCard(utf8(vaultCard));
    expect(card).not.toHaveProperty('registration');
    expect(card).not.toHaveProperty('organisation');
  });

  it('may have sixteen signers and no more', () => {
    const sign = (bytes: Uint8Array, by: (typeof signers)[number]) =>
      countersignVaultCard(bytes, { name: 'Somebody', signedAt: madeAt }, by);
    const sixteen = signers.slice(0, 16).reduce(sign, utf8(vaultCard));
    expect(parseVaultCard(sixteen).countersignatures).toHaveLength(16);
    expect(refusalOf(() => sign(sixteen, signers[16] ?? keys))).toEqual(['input.record-invalid', undefined]);
  });

  it('says why it is not signed or not read', () => {
    const signed = countersignVaultCard(utf8(vaultCard), { name: 'A', signedAt: madeAt }, signers[0] ?? keys);
    const card = JSON.parse(new TextDecoder().decode(signed)) as { countersignatures: object[] };
    const twice = { ...card, countersignatures: [...card.countersignatures, ...card.countersignatures] };
    expect(refusalOf(() => parseVaultCard(utf8(JSON.stringify(twice))))).toEqual([
      'format.malformed',
      'countersigned-twice',
    ]);
    const renamed = utf8(vaultCard.replace('Sam', 'Kim'));
    expect(
      refusalOf(() => countersignVaultCard(renamed, { name: 'A', signedAt: madeAt }, signers[0] ?? keys)),
    ).toEqual(['proof.invalid', 'vault-card']);
  });
});

describe('a recipient card', () => {
  it('may be made from 1970 to the end of the year 9999', () => {
    for (const at of ['1970-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z']) {
      const card = recipientCardOf(at);
      expect(parseRecipientCard(card).madeAt).toBe(at);
      expect(parseCardText(encodeCardText(card))).toEqual(card);
    }
    expect(refusalOf(() => recipientCardOf('1969-12-31T23:59:59.999Z'))).toEqual([
      'input.record-invalid',
      undefined,
    ]);
  });
});

describe('the short form of a recipient card', () => {
  const text = () => encodeCardText(utf8(recipientCard));

  it('may have 65,536 characters, blanks among them, and no more', () => {
    expect(parseCardText(filled(text(), longest))).toEqual(utf8(recipientCard));
    expect(refusalOf(() => parseCardText(filled(text(), longest + 1)))).toEqual([
      'format.unknown',
      'recipient-card',
    ]);
  });

  it('is refused with what it is not', () => {
    expect(refusalOf(() => parseCardText('hello'))).toEqual(['format.unknown', 'recipient-card']);
    expect(refusalOf(() => parseCardText('EV-CARD:1:'))).toEqual(['format.malformed', 'card-text']);
    expect(refusalOf(() => parseCardText(text().replace(':1:', ':2:')))).toEqual([
      'format.too-new',
      'recipient-card',
    ]);
    expect(refusalOf(() => parseCardText(text().replace(':1:', ':0:')))).toEqual([
      'format.unknown',
      'recipient-card',
    ]);
    // No number of bytes has nine letters in base 32.
    expect(refusalOf(() => parseCardText('EV-CARD:1:AAAAAAAAA'))).toEqual(['format.malformed', 'card-text']);
  });

  it('is refused with a time that no card has', () => {
    const bytes = base32nopad.decode(text().slice('EV-CARD:1:'.length));
    const madeAfter = (ms: bigint) => {
      const changed = bytes.slice();
      new DataView(changed.buffer).setBigUint64(0, ms);
      return refusalOf(() => parseCardText(`EV-CARD:1:${base32nopad.encode(changed)}`));
    };
    expect(madeAfter(253_402_300_799_999n)).toEqual([]);
    expect(madeAfter(253_402_300_800_000n)).toEqual(['format.malformed', 'card-text']);
    expect(madeAfter(8_640_000_000_000_001n)).toEqual(['format.malformed', 'card-text']);
  });
});
