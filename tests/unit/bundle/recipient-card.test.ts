import { beforeAll, describe, expect, it } from 'vitest';

import { utf8 } from '../../../src/base/bytes.ts';
import {
  encodeRecipientCard,
  parseRecipientCard,
  recipientFingerprint,
} from '../../../src/bundle/recipients/recipient-card.ts';
import { createAgeKeyPair } from '../../../src/crypto/age/age-keys.ts';
import { portableHashes as hashes } from '../../../src/crypto/portable-hashes.ts';
import { createKeyPair } from '../../../src/crypto/sign.ts';

const keys = createKeyPair(new Uint8Array(32).fill(7));
let stated: Parameters<typeof encodeRecipientCard>[0];
let text: string;
beforeAll(async () => {
  const { recipient } = await createAgeKeyPair();
  stated = {
    name: 'Brightwell Awards',
    contact: '0113 000 000',
    recipient,
    madeAt: '2026-05-01T09:00:00.000Z',
  };
  text = new TextDecoder().decode(encodeRecipientCard(stated, keys));
});

const parse = (edit: (card: Record<string, unknown>) => unknown) => {
  const card = JSON.parse(text) as Record<string, unknown>;
  return parseRecipientCard(utf8(JSON.stringify(edit(card))));
};
const refused = (code: string) => expect.objectContaining({ code }) as unknown;

describe('a recipient card', () => {
  it('is read as it was made', () => {
    expect(parseRecipientCard(utf8(text))).toEqual({ ...stated, key: keys.publicKey, signatureHolds: true });
  });

  it('is read whatever the order of its properties, and shows each change', async () => {
    expect(parse((card) => Object.fromEntries(Object.entries(card).reverse())).signatureHolds).toBe(true);
    const { recipient } = await createAgeKeyPair();
    const other = createKeyPair(new Uint8Array(32).fill(8));
    const changes = [
      { name: 'Brightwell  Awards' },
      { contact: '' },
      { recipient },
      { madeAt: '2026-05-01T09:00:00.001Z' },
      { key: Buffer.from(other.publicKey).toString('base64') },
      { signature: Buffer.alloc(64).toString('base64') },
    ];
    for (const change of changes)
      expect(parse((card) => ({ ...card, ...change })).signatureHolds, JSON.stringify(change)).toBe(false);
  });

  it('of a later version, of another form or of something else is refused', () => {
    expect(() => parse((card) => ({ ...card, version: 2 }))).toThrow(refused('format.too-new'));
    const malformed = [
      { recipient: `${stated.recipient}q` },
      { key: 'AAAA' },
      { key: '!' },
      { signature: '' },
      { name: 'two\nlines' },
      { madeAt: 'yesterday' },
      { extra: true },
    ];
    for (const change of malformed)
      expect(() => parse((card) => ({ ...card, ...change })), JSON.stringify(change)).toThrow(
        refused('format.malformed'),
      );
    for (const wrong of [
      '',
      '{}',
      '[]',
      'age1',
      '{"format":"evidence-vault-recipient"}',
      text.replace('{', '{"name":"x",'),
    ])
      expect(() => parseRecipientCard(utf8(wrong)), wrong).toThrow(refused('format.unknown'));
    expect(() => parseRecipientCard(utf8(`${text}${' '.repeat(70_000)}`))).toThrow(refused('format.unknown'));
  });

  it('is not made of words that do not fit', () => {
    expect(() => encodeRecipientCard({ ...stated, name: 'x'.repeat(201) }, keys)).toThrow(
      refused('input.record-invalid'),
    );
  });

  it('has a fingerprint of both its keys', async () => {
    const card = parseRecipientCard(utf8(text));
    const { recipient } = await createAgeKeyPair();
    const found = recipientFingerprint(hashes, card);
    expect(found).toMatch(/^[0-9a-f]{64}$/u);
    expect(recipientFingerprint(hashes, { ...card, name: 'x' } as typeof card)).toBe(found);
    expect(recipientFingerprint(hashes, { ...card, recipient })).not.toBe(found);
    expect(recipientFingerprint(hashes, { ...card, key: new Uint8Array(32) })).not.toBe(found);
  });
});
