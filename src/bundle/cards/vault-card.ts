import { z } from 'zod';

import { asJson } from '../../base/as-json.ts';
import { concatBytes, encodeBase64, equalBytes, parseBase64, utf8 } from '../../base/bytes.ts';
import { encodeCanonicalJson } from '../../base/canonical-json.ts';
import { VaultError } from '../../base/errors.ts';
import { isJsonObject, type JsonObject } from '../../base/json.ts';
import { parseStrictJson } from '../../base/parse-json.ts';
import { parseWith } from '../../base/zod-door.ts';
import { sign, verify, type KeyPair } from '../../crypto/sign.ts';
import { base64Text, timeText } from '../../ledger/kinds/common.ts';

const format = 'evidence-vault-card';
const version = 1;
const cardPrefix = utf8('evidence-vault vault-card v1\0');
const countersignaturePrefix = utf8('evidence-vault vault-card-countersignature v1\0');

/** Longest card in bytes. */
export const longestVaultCard = 65_536;
const mostCountersignatures = 16;

const plainLine = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .regex(/^[^\p{Cc}]*$/u);
const bytesOf = (length: number) =>
  base64Text.refine((text) => parseBase64(text).length === length, { abort: true });

const headSchema = z.looseObject({ format: z.literal(format), version: z.int().positive() });
const statedSchema = z.strictObject({
  format: z.literal(format),
  version: z.literal(version),
  root: bytesOf(32),
  name: plainLine(200),
  registration: plainLine(100).exactOptional(),
  organisation: plainLine(200).exactOptional(),
  madeAt: timeText,
});
const countersignedSchema = z.strictObject({ name: plainLine(200), key: bytesOf(32), signedAt: timeText });
const countersignatureSchema = countersignedSchema.extend({ signature: bytesOf(64) });
/** A card's file. */
export const vaultCardSchema = statedSchema.extend({
  signature: bytesOf(64),
  countersignatures: z.array(countersignatureSchema).max(mostCountersignatures),
});
type CardFields = z.infer<typeof vaultCardSchema>;

/** What a vault says of its learner: no more than they chose. */
export interface CardStatement {
  readonly name: string;
  /** The learner's registration number, and who gave it. */
  readonly registration?: string;
  readonly organisation?: string;
  /** ISO 8601 in UTC with milliseconds. */
  readonly madeAt: string;
}

/** Somebody who says that the vault with this card is that learner's. */
export interface CardCountersignature {
  /** Who they say they are. Only their key can show it. */
  readonly name: string;
  /** Ed25519 public key. */
  readonly key: Uint8Array;
  /** When they signed, by their own clock. */
  readonly signedAt: string;
  /** True if that key signed this very card. */
  readonly holds: boolean;
}

/** A vault card that was read (FORMAT.md section 14). */
export interface VaultCard extends CardStatement {
  /** Root public key of the vault. */
  readonly root: Uint8Array;
  /** True if the vault's root key signed it. */
  readonly signatureHolds: boolean;
  readonly countersignatures: readonly CardCountersignature[];
  /** The card as JSON, all of it. */
  readonly json: JsonObject;
}

/**
 * The file of a new card, signed by the vault that it is about.
 * Throws `input.record-invalid` for a name or number that a card cannot hold.
 *
 * @param signAsRoot signs with the root key
 */
export function createVaultCard(
  { name, registration, organisation, madeAt }: CardStatement,
  root: Uint8Array,
  signAsRoot: (message: Uint8Array) => Uint8Array,
): Uint8Array {
  const stated = parseWith(
    statedSchema,
    {
      format,
      version,
      root: encodeBase64(root),
      name,
      ...(registration === undefined ? {} : { registration }),
      ...(organisation === undefined ? {} : { organisation }),
      madeAt,
    },
    'input.record-invalid',
  );
  return encodeFile({
    ...stated,
    signature: encodeBase64(signAsRoot(messageOf(stated))),
    countersignatures: [],
  });
}

/**
 * The file of a card with one more countersignature; an earlier one by the same key is replaced.
 * Throws `proof.invalid` if a signature on it does not hold: nobody shall put their name beside it. Else as `parseVaultCard`, and
 * `input.record-invalid` for a name that a card cannot hold, or too many signatures.
 */
export function countersignVaultCard(
  bytes: Uint8Array,
  stated: Pick<CardCountersignature, 'name' | 'signedAt'>,
  keys: KeyPair,
): Uint8Array {
  const card = readFile(bytes);
  if (!isWhole(readFields(card))) throw new VaultError('proof.invalid', { what: 'vault-card' });
  const key = encodeBase64(keys.publicKey);
  const signed = parseWith(countersignedSchema, { ...stated, key }, 'input.record-invalid');
  const signature = sign(keys.seed, keys.publicKey, countersignedMessage(card, signed));
  return encodeFile(
    parseWith(
      vaultCardSchema,
      {
        ...card,
        countersignatures: [
          ...card.countersignatures.filter((one) => one.key !== key),
          { ...signed, signature: encodeBase64(signature) },
        ],
      },
      'input.record-invalid',
    ),
  );
}

/**
 * Reads the file of a card; whether its signatures hold stands in it. Throws `format.unknown` for what is no card, `format.too-new`, and
 * `format.malformed` for a card that is not of the form of FORMAT.md section 14.
 */
export function parseVaultCard(bytes: Uint8Array): VaultCard {
  return readFields(readFile(bytes));
}

/** Reads a card that is JSON already, as the history keeps it. Throws as `parseVaultCard`. */
export function readVaultCard(json: unknown): VaultCard {
  return readFields(fieldsOf(json));
}

/** True if every signature on a card holds. */
export function isWhole({
  signatureHolds,
  countersignatures,
}: Pick<VaultCard, 'signatureHolds' | 'countersignatures'>): boolean {
  return signatureHolds && countersignatures.every(({ holds }) => holds);
}

function readFile(bytes: Uint8Array): CardFields {
  if (bytes.length > longestVaultCard) throw new VaultError('format.unknown', { what: 'vault-card' });
  let json: unknown;
  try {
    json = parseStrictJson(bytes);
  } catch (cause) {
    throw new VaultError('format.unknown', { what: 'vault-card' }, cause);
  }
  return fieldsOf(json);
}

function fieldsOf(json: unknown): CardFields {
  const head = headSchema.safeParse(json);
  if (!head.success) throw new VaultError('format.unknown', { what: 'vault-card' });
  if (head.data.version > version) throw new VaultError('format.too-new', { what: 'vault-card' });
  const card = parseWith(vaultCardSchema, json, 'format.malformed');
  const keys = card.countersignatures.map(({ key }) => key);
  if (new Set(keys).size < keys.length)
    throw new VaultError('format.malformed', { what: 'countersigned-twice' });
  return card;
}

function readFields(card: CardFields): VaultCard {
  const { signature, countersignatures, ...stated } = card;
  const { name, registration, organisation, madeAt } = stated;
  const root = parseBase64(stated.root);
  const json = asJson(card);
  return {
    root,
    name,
    ...(registration === undefined ? {} : { registration }),
    ...(organisation === undefined ? {} : { organisation }),
    madeAt,
    signatureHolds: verify(root, messageOf(stated), parseBase64(signature)),
    countersignatures: countersignatures.map(({ signature: own, ...signed }) => {
      const key = parseBase64(signed.key);
      return {
        name: signed.name,
        key,
        signedAt: signed.signedAt,
        // A vault that vouches for itself adds nothing.
        holds: !equalBytes(key, root) && verify(key, countersignedMessage(card, signed), parseBase64(own)),
      };
    }),
    json: isJsonObject(json) ? json : {},
  };
}

function encodeFile(card: CardFields): Uint8Array {
  return utf8(`${JSON.stringify(card, undefined, 2)}\n`);
}

function messageOf(stated: z.infer<typeof statedSchema>): Uint8Array {
  return concatBytes(cardPrefix, utf8(encodeCanonicalJson(stated)));
}

/** All that the vault signed, its signature too, and who signs it, when and with which key. */
function countersignedMessage(
  { countersignatures: _, ...card }: CardFields,
  signed: z.infer<typeof countersignedSchema>,
): Uint8Array {
  const { name, key, signedAt } = signed;
  return concatBytes(countersignaturePrefix, utf8(encodeCanonicalJson({ card, name, key, signedAt })));
}
