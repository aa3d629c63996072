import { base32nopad } from '@scure/base';

import { ByteReader } from '../../base/byte-reader.ts';
import { ByteWriter } from '../../base/byte-writer.ts';
import { encodeBase64, equalBytes, parseBase64, parseUtf8, utf8 } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import { ageRecipientBytes, ageRecipientOf } from '../../crypto/age/age-keys.ts';
import { encodeWrittenCard, longestCard, parseWrittenCard, type WrittenCard } from './recipient-card.ts';

const mark = 'EV-CARD';
const version = 1;
const form = /^EV-CARD:(0|[1-9][0-9]{0,8}):([A-Z2-7]+)$/;

/** True for what was meant as the short form of a card, whether it can be read or not. */
export function isCardText(text: string): boolean {
  return text.trimStart().startsWith(`${mark}:`);
}

/**
 * The short form of a card (FORMAT.md section 13): capitals, digits and colons alone, which QR codes hold in the least room, and which
 * can be pasted. Nothing is lost: `parseCardText` gives the card back.
 *
 * @param card the file of a card
 * Throws what `parseRecipientCard` throws.
 */
export function encodeCardText(card: Uint8Array): string {
  const { name, contact, recipient, madeAt, key, signature } = parseWrittenCard(card);
  const words = utf8(name);
  const text = new ByteWriter()
    .u64(Date.parse(madeAt))
    .raw(parseBase64(key))
    .raw(ageRecipientBytes(recipient))
    .raw(parseBase64(signature))
    .u16(words.length)
    .raw(words)
    .raw(utf8(contact))
    .finish();
  return `${mark}:${String(version)}:${base32nopad.encode(text)}`;
}

/**
 * The file of the card that a short form stands for; spaces and line ends between its letters, as mail programs put them, do not matter.
 * Throws `format.unknown` for what is no short form, `format.too-new`, and `format.malformed` for one that is cut off or mistyped.
 */
export function parseCardText(text: string): Uint8Array {
  if (text.length > longestCard || !isCardText(text))
    throw new VaultError('format.unknown', { what: 'recipient-card' });
  const [, written = '', letters = ''] = form.exec(text.replaceAll(/\s/gu, '')) ?? [];
  if (written === '') throw new VaultError('format.malformed', { what: 'card-text' });
  if (Number(written) > version) throw new VaultError('format.too-new', { what: 'recipient-card' });
  if (Number(written) !== version) throw new VaultError('format.unknown', { what: 'recipient-card' });
  const card = encodeWrittenCard(readBytes(decodeLetters(letters)));
  // Only a card in all its rules, and each in one short form alone.
  if (!equalBytes(utf8(encodeCardText(card)), utf8(`${mark}:${written}:${letters}`)))
    throw new VaultError('format.malformed', { what: 'card-text' });
  return card;
}

function readBytes(bytes: Uint8Array): Omit<WrittenCard, 'format' | 'version'> {
  const reader = new ByteReader(bytes);
  const made = new Date(reader.u64());
  // The last millisecond of the year 9999: beyond, ISO 8601 has another form.
  if (!(made.getTime() <= 253_402_300_799_999))
    throw new VaultError('format.malformed', { what: 'card-text' });
  const key = encodeBase64(reader.raw(32));
  const recipient = ageRecipientOf(reader.raw(32));
  const signature = encodeBase64(reader.raw(64));
  const name = parseUtf8(reader.raw(reader.u16()));
  const contact = parseUtf8(reader.raw(reader.remaining));
  return { name, contact, recipient, madeAt: made.toISOString(), key, signature };
}

function decodeLetters(letters: string): Uint8Array {
  try {
    return base32nopad.decode(letters);
  } catch (cause) {
    throw new VaultError('format.malformed', { what: 'card-text' }, cause);
  }
}
