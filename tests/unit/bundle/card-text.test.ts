import fc from 'fast-check';
import { decodeQR } from 'qr/decode.js';
import { beforeAll, describe, expect, it } from 'vitest';

import { modulesOf, quietModules } from '../../../src/bundle/recipients/card-modules.ts';
import { encodeCardText, isCardText, parseCardText } from '../../../src/bundle/recipients/card-text.ts';
import { encodeRecipientCard, parseRecipientCard } from '../../../src/bundle/recipients/recipient-card.ts';
import { createAgeKeyPair } from '../../../src/crypto/age/age-keys.ts';
import { createKeyPair } from '../../../src/crypto/sign.ts';
import { pictureOf } from '../../support/qr-pictures.ts';

const keys = createKeyPair(new Uint8Array(32).fill(7));
let recipient: string;
let usual: string;
beforeAll(async () => {
  ({ recipient } = await createAgeKeyPair());
  usual = encodeCardText(cardOf('Brightwell Awards', '0113 000 000'));
});

function cardOf(name: string, contact: string, madeAt = '2026-05-01T09:00:00.000Z'): Uint8Array {
  return encodeRecipientCard({ name, contact, recipient, madeAt }, keys);
}

/** What a camera sees of a flat, sharp code. */
function seen(cardText: string): string {
  const modules = modulesOf(cardText);
  const wide = modules.length + 2 * quietModules;
  const dark = Array.from({ length: wide }, (_, y) =>
    Array.from({ length: wide }, (_unused, x) => modules[y - quietModules]?.[x - quietModules] === true),
  );
  return decodeQR(pictureOf(dark), { timeLimit: 5_000 });
}

const refused = (code: string) => expect.objectContaining({ code }) as unknown;
const line = fc
  .string({ unit: 'grapheme', maxLength: 200 })
  .filter((text) => text.length <= 200 && text.isWellFormed() && !/\p{Cc}/u.test(text));
const time = fc
  .date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true })
  .map((date) => date.toISOString());

describe('the short form of a recipient card', () => {
  it('stands for the very file of the card, whatever the card says', () => {
    fc.assert(
      fc.property(line, line, time, (name, contact, madeAt) => {
        const card = cardOf(name, contact, madeAt);
        const text = encodeCardText(card);
        expect(isCardText(text)).toBe(true);
        expect(parseCardText(text)).toEqual(card);
        expect(parseRecipientCard(parseCardText(text))).toMatchObject({
          name,
          contact,
          signatureHolds: true,
        });
      }),
    );
  });

  it('is read from its QR code, whatever the card says', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(line, line, (name, contact) => {
        const text = encodeCardText(cardOf(name, contact));
        expect(seen(text)).toBe(text);
      }),
      { numRuns: 15 },
    );
  });

  it('makes a small code of a usual card, and one that can be read of the longest', () => {
    expect(modulesOf(usual).length).toBeLessThanOrEqual(57);
    const longest = encodeCardText(cardOf('語'.repeat(200), '語'.repeat(200)));
    expect(modulesOf(longest).length).toBe(145);
    expect(seen(longest)).toBe(longest);
  });

  it('is read with the spaces and line ends that mail programs put into it', () => {
    const folded = ` ${usual.replaceAll(/.{50}/gu, '$&\r\n  ')}\n`;
    expect(parseCardText(folded)).toEqual(parseCardText(usual));
  });

  it('shows each letter that was changed, or is refused for it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 'EV-CARD:1:'.length, max: usual.length - 1 }),
        fc.constantFrom(...Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567')),
        (at, letter) => {
          fc.pre(usual[at] !== letter);
          const changed = usual.slice(0, at) + letter + usual.slice(at + 1);
          let holds: boolean | string;
          try {
            holds = parseRecipientCard(parseCardText(changed)).signatureHolds;
          } catch (thrown) {
            holds = (thrown as { code: string }).code;
          }
          expect([false, 'format.malformed']).toContain(holds);
        },
      ),
    );
  });

  it('is refused when it is of a later version, cut off, mistyped or something else', () => {
    expect(() => parseCardText(usual.replace(':1:', ':2:'))).toThrow(refused('format.too-new'));
    expect(() => parseCardText(usual.replace(':1:', ':0:'))).toThrow(refused('format.unknown'));
    for (const wrong of ['', 'hello', usual.slice(1), usual.toLowerCase(), 'x'.repeat(70_000)])
      expect(() => parseCardText(wrong), wrong.slice(0, 20)).toThrow(refused('format.unknown'));
    const letters = usual.slice('EV-CARD:1:'.length);
    for (const wrong of [
      'EV-CARD:1:',
      'EV-CARD:01:' + letters,
      'EV-CARD:1:' + letters.toLowerCase(),
      usual.slice(0, 60),
      usual.slice(0, 200),
      `${usual}=`,
      // A byte of a name that is no UTF-8 any more.
      encodeCardText(cardOf('é', '')).slice(0, -2),
    ])
      expect(() => parseCardText(wrong), wrong).toThrow(refused('format.malformed'));
  });

  it('has nothing of a line break or other control character for a name', () => {
    expect(() => cardOf('two\nlines', '')).toThrow(refused('input.record-invalid'));
    expect(() => cardOf('', '', '1969-12-31T23:59:59.999Z')).toThrow(refused('input.record-invalid'));
  });
});
