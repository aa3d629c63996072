import { z } from 'zod';

import { concatBytes, encodeBase64, encodeHex, parseBase64, utf8 } from '../../base/bytes.ts';
import { encodeCanonicalJson } from '../../base/canonical-json.ts';
import { VaultError } from '../../base/errors.ts';
import { parseStrictJson } from '../../base/parse-json.ts';
import { parseWith } from '../../base/zod-door.ts';
import { isAgeRecipient } from '../../crypto/age/age-keys.ts';
import type { HashPort } from '../../crypto/hash-port.ts';
import { sign, verify, type KeyPair } from '../../crypto/sign.ts';

const format = 'evidence-vault-recipient';
const version = 1;
const signaturePrefix = utf8('evidence-vault recipient-card v1\0');
const fingerprintPrefix = utf8('evidence-vault recipient-key v1\0');

/** Longest card in bytes. */
export const longestCard = 65_536;

const plainLine = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[^\p{Cc}]*$/u);
const bytesOf = (length: number) =>
  z.base64().refine((text) => parseBase64(text).length === length, { abort: true });

const headSchema = z.looseObject({ format: z.literal(format), version: z.int().positive() });
const statedSchema = z.strictObject({
  format: z.literal(format),
  version: z.literal(version),
  name: plainLine(200),
  contact: plainLine(200),
  recipient: z.string().refine(isAgeRecipient),
  // Its short form counts from 1970.
  madeAt: z.iso.datetime({ precision: 3 }).refine((time) => Date.parse(time) >= 0),
  key: bytesOf(32),
});
/** A card's file. */
export const recipientCardSchema = statedSchema.extend({ signature: bytesOf(64) });
/** A card as it is written, every byte of it still text. */
export type WrittenCard = z.infer<typeof recipientCardSchema>;

/** What an awarding organisation says of itself, so that bundles can be encrypted to it. */
export interface RecipientCard {
  /** Who it is, and how to reach them, in their own words; either may be empty. */
  readonly name: string;
  readonly contact: string;
  /** The public key of age, `age1…`. */
  readonly recipient: string;
  /** ISO 8601 in UTC. */
  readonly madeAt: string;
  /** The public Ed25519 key that signs the card. */
  readonly key: Uint8Array;
  /** True if the card is signed with that key. Whose key it is, only a comparison of key phrases can tell. */
  readonly signatureHolds: boolean;
}

/** The file of a card, signed with `keys`. */
export function encodeRecipientCard(
  stated: Pick<RecipientCard, 'name' | 'contact' | 'recipient' | 'madeAt'>,
  keys: KeyPair,
): Uint8Array {
  const card = parseWith(
    statedSchema,
    { format, version, ...stated, key: encodeBase64(keys.publicKey) },
    'input.record-invalid',
  );
  const signature = sign(keys.seed, keys.publicKey, messageOf(card));
  return encodeWrittenCard({ ...card, signature: encodeBase64(signature) });
}

/** The file of a card, its properties in the order of FORMAT.md. */
export function encodeWrittenCard(card: Omit<WrittenCard, 'format' | 'version'>): Uint8Array {
  const { name, contact, recipient, madeAt, key, signature } = card;
  const whole = { format, version, name, contact, recipient, madeAt, key, signature };
  return utf8(`${JSON.stringify(whole, null, 2)}\n`);
}

/**
 * Reads a card; whether its signature holds stands in it. Throws `format.unknown` for what is no card, `format.too-new`, and
 * `format.malformed` for a card that is not of the form of FORMAT.md section 13.
 */
export function parseRecipientCard(bytes: Uint8Array): RecipientCard {
  const { signature, ...stated } = parseWrittenCard(bytes);
  const { name, contact, recipient, madeAt } = stated;
  const key = parseBase64(stated.key);
  const signatureHolds = verify(key, messageOf(stated), parseBase64(signature));
  return { name, contact, recipient, madeAt, key, signatureHolds };
}

/** Reads the file of a card and asks nothing of its signature. Throws as `parseRecipientCard`. */
export function parseWrittenCard(bytes: Uint8Array): WrittenCard {
  if (bytes.length > longestCard) throw new VaultError('format.unknown', { what: 'recipient-card' });
  const json = parseStrictOr(bytes);
  const head = headSchema.safeParse(json);
  if (!head.success) throw new VaultError('format.unknown', { what: 'recipient-card' });
  if (head.data.version > version) throw new VaultError('format.too-new', { what: 'recipient-card' });
  return parseWith(recipientCardSchema, json, 'format.malformed');
}

/** A commitment to both keys of a card: 64 hexadecimal digits, for a key phrase. */
export function recipientFingerprint(
  hashes: HashPort,
  { key, recipient }: Pick<RecipientCard, 'key' | 'recipient'>,
): string {
  return encodeHex(hashes.sha256(concatBytes(fingerprintPrefix, key, utf8(recipient))));
}

function parseStrictOr(bytes: Uint8Array): unknown {
  try {
    return parseStrictJson(bytes);
  } catch (cause) {
    throw new VaultError('format.unknown', { what: 'recipient-card' }, cause);
  }
}

function messageOf(stated: z.infer<typeof statedSchema>): Uint8Array {
  return concatBytes(signaturePrefix, utf8(encodeCanonicalJson(stated)));
}
