import { z } from 'zod';

import { encodeCanonicalJson } from '../../base/canonical-json.ts';
import type { JsonObject, JsonValue } from '../../base/json.ts';

/** The names and limits of a vault's header, FORMAT.md section 4. */
const headerFormat = 'evidence-vault';
export const headerVersion = 1;
export const headerSuite = 1;
/** Far more than any header of ours, little enough to be read without thought. */
export const maxHeaderLength = 1 << 20;

/** Base64 of exactly `length` bytes. */
function base64Of(length: number) {
  const groups = Math.ceil(length / 3) * 4;
  return z.base64().length(groups);
}

/** A master key under a slot key: nonce, 32 bytes, tag. */
const sealedMasterKey = base64Of(24 + 32 + 16);
const slotId = z.string().regex(/^[0-9a-f]{16}$/);

const passphraseSlotSchema = z.strictObject({
  id: slotId,
  type: z.literal('passphrase'),
  kdf: z.strictObject({
    name: z.literal('argon2id13'),
    memoryKiB: z.int(),
    passes: z.int(),
    salt: base64Of(16),
  }),
  sealed: sealedMasterKey,
});

const recoverySlotSchema = z.strictObject({
  id: slotId,
  type: z.literal('recovery'),
  kdf: z.strictObject({ name: z.literal('hkdf-sha256'), salt: base64Of(16) }),
  sealed: sealedMasterKey,
});

const deviceSlotSchema = z.strictObject({
  id: slotId,
  type: z.literal('device'),
  kdf: z.strictObject({ name: z.literal('hkdf-sha256'), salt: base64Of(16) }),
  sealed: sealedMasterKey,
});

export const slotSchema = z.discriminatedUnion('type', [
  passphraseSlotSchema,
  recoverySlotSchema,
  deviceSlotSchema,
]);

export type PassphraseSlot = z.infer<typeof passphraseSlotSchema>;
export type RecoverySlot = z.infer<typeof recoverySlotSchema>;
/** Opened by a secret that a computer's own key store keeps: quick unlock. */
export type DeviceSlot = z.infer<typeof deviceSlotSchema>;
export type Slot = z.infer<typeof slotSchema>;

/** What tells whether we can go on reading at all; everything else may look different in a later version. */
export const headerVersionSchema = z.looseObject({
  format: z.literal(headerFormat),
  version: z.int(),
  suite: z.int(),
});

/** A header before its signature was checked and its slots were understood. */
export const headerSchema = z.looseObject({
  format: z.literal(headerFormat),
  version: z.literal(headerVersion),
  suite: z.literal(headerSuite),
  vault: z.string().regex(/^[0-9a-f]{64}$/),
  root: base64Of(32),
  generation: z.int().positive(),
  created: z.iso.datetime({ precision: 3 }),
  practice: z.boolean(),
  epoch: z.int().min(1).max(0xffff_ffff),
  slots: z.array(
    z.looseObject({ type: z.string(), kdf: z.looseObject({ name: z.string() }), sealed: z.string() }),
  ),
  secrets: z.base64(),
  keysBefore: z.array(z.string().regex(/^[0-9a-f]{32}$/)).optional(),
  signature: base64Of(64),
});

/** The fields of a header that we understand. Fields of others are kept in `Header.others` and stay signed. */
export interface HeaderFields {
  readonly vault: string;
  /** Root public key, base64. */
  readonly root: string;
  readonly generation: number;
  readonly created: string;
  readonly practice: boolean;
  readonly epoch: number;
  readonly slots: readonly Slot[];
  readonly secrets: string;
  /** Names of the keys that were before these, which these include (`keysName`): empty until the keys are changed. */
  readonly keysBefore: readonly string[];
}

/** A header that stands: its signature was checked or made by us. */
export interface Header extends HeaderFields {
  /** Fields that this version does not know; the next generation carries them on. */
  readonly others: JsonObject;
  /** The file as it is written: canonical JSON and a line feed. */
  readonly bytes: Uint8Array;
  /** SHA-256 of the file, lower-case hexadecimal. */
  readonly digest: string;
}

/** The text that is signed: all fields but the signature. */
export function signedText(fields: HeaderFields, others: JsonObject): string {
  return encodeCanonicalJson({ ...others, ...ownFields(fields) });
}

/** The text of the whole file, with its closing line feed. */
export function fileText(fields: HeaderFields, others: JsonObject, signature: string): string {
  return `${encodeCanonicalJson({ ...others, ...ownFields(fields), signature })}\n`;
}

function ownFields(fields: HeaderFields): Record<string, JsonValue> {
  const { vault, root, generation, created, practice, epoch, slots, secrets, keysBefore } = fields;
  return {
    format: headerFormat,
    version: headerVersion,
    suite: headerSuite,
    vault,
    root,
    generation,
    created,
    practice,
    epoch,
    slots: slots.map((slot) => ({ ...slot, kdf: { ...slot.kdf } })),
    secrets,
    ...(keysBefore.length === 0 ? {} : { keysBefore: [...keysBefore] }),
  };
}
