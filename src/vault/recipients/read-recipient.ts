import { VaultError } from '../../base/errors.ts';
import { encodeCardText, isCardText, parseCardText } from '../../bundle/recipients/card-text.ts';
import {
  longestCard,
  parseRecipientCard,
  recipientFingerprint,
} from '../../bundle/recipients/recipient-card.ts';
import type { RecipientCard } from '../../bundle/recipients/recipient-card.ts';
import { isAgeRecipient, parseAgeIdentities } from '../../crypto/age/age-keys.ts';
import { parseUtf8, utf8 } from '../../base/bytes.ts';
import { nodeHashes } from '../../platform/node-hashes.ts';
import { keyPhraseOf } from '../../verify/key-phrase.ts';
import { readSmallFile } from '../file-access.ts';

/** A card with the words to compare with whoever it says made it. */
export interface ShownCard extends RecipientCard {
  readonly keyPhrase: string;
  /** Its short form, as a QR code holds it. */
  readonly cardText: string;
}

/**
 * Reads a recipient card, a file of JSON or of its short form; whether its signature holds stands in it.
 * Throws `input.path-*`, `format.unknown`, `format.too-new`, `format.malformed`.
 */
export async function readRecipientCard(path: string): Promise<ShownCard> {
  return showCard(await readSmall(path));
}

function showCard(bytes: Uint8Array): ShownCard {
  const text = new TextDecoder().decode(bytes);
  const file = isCardText(text) ? parseCardText(text) : bytes;
  const card = parseRecipientCard(file);
  const keyPhrase = keyPhraseOf(recipientFingerprint(nodeHashes, card));
  return { ...card, keyPhrase, cardText: encodeCardText(file) };
}

/** Somebody to encrypt to: by their card, or by a bare key, of which nothing but the key is known. */
export type ChosenRecipient = { readonly recipient: string; readonly card?: ShownCard };

/**
 * What somebody typed as a recipient: a key (`age1…`), the short form of a card, or the place of a card.
 *
 * @param place makes a typed path absolute
 * Throws `proof.invalid` for a card whose signature does not hold, `input.usage` for a mistyped key, and what `readRecipientCard`
 * throws.
 */
export async function chooseRecipient(
  typed: string,
  place: (typed: string) => string,
): Promise<ChosenRecipient> {
  if (isBareKey(typed) || isCardText(typed)) return recipientIn(typed);
  return ofCard(await readRecipientCard(place(typed)));
}

/**
 * Somebody to encrypt to, by the text of their card, its short form, or a bare key. Throws as `chooseRecipient`, but for `input.path-*`.
 */
export function recipientIn(text: string): ChosenRecipient {
  const key = text.trim();
  if (!isBareKey(key)) return ofCard(showCard(utf8(text)));
  if (!isAgeRecipient(key))
    throw new VaultError('input.usage', { problem: 'that key of age is mistyped, or of another kind' });
  return { recipient: key };
}

function isBareKey(text: string): boolean {
  return /^age1[a-z0-9]+$/u.test(text);
}

function ofCard(card: ShownCard): ChosenRecipient {
  if (!card.signatureHolds) throw new VaultError('proof.invalid', { what: 'recipient-card' });
  return { recipient: card.recipient, card };
}

/** The identities of age in a file. Throws `input.path-*`, `format.unknown`. */
export async function readIdentities(path: string): Promise<string[]> {
  try {
    return parseAgeIdentities(parseUtf8(await readSmall(path)));
  } catch (thrown) {
    if (!(thrown instanceof VaultError && thrown.code === 'format.malformed')) throw thrown;
    throw new VaultError('format.unknown', { what: 'age-identity' }, thrown);
  }
}

function readSmall(path: string): Promise<Uint8Array> {
  return readSmallFile(path, longestCard, () => new VaultError('format.unknown', { what: 'too-large' }));
}
