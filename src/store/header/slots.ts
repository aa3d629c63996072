import { concatBytes, encodeBase64, encodeHex, parseBase64, parseHex, utf8 } from '../../base/bytes.ts';
import { encodeCanonicalJson } from '../../base/canonical-json.ts';
import { VaultError } from '../../base/errors.ts';
import { argon2SaltLength, type Argon2Parameters } from '../../crypto/argon2.ts';
import { deriveKey } from '../../crypto/hkdf.ts';
import { keyPurposes } from '../../crypto/key-purposes.ts';
import { randomBytes } from '../../crypto/random.ts';
import { openRecord, sealRecord } from '../../crypto/record-seal.ts';
import { parseRecoveryKey } from '../../crypto/recovery-key.ts';
import { derivePassphraseKeyAside } from '../../platform/derive-aside.ts';
import type { DeviceSlot, PassphraseSlot, RecoverySlot, Slot } from './header-schema.ts';

/**
 * What opens a vault. Recovery words are taken as typed: any case, any blanks. A device secret is 32 random bytes that this computer's key
 * store kept.
 */
export type UnlockSecret =
  | { readonly passphrase: string }
  | { readonly recoveryWords: string }
  | { readonly deviceSecret: Uint8Array };

const slotPrefix = utf8('evidence-vault slot v1\0');
/** In characters as people count them, near enough: Unicode code points. */
const shortestPassphrase = 8;

/** Throws `input.passphrase-weak` for a new passphrase of under 8 characters. */
export function checkNewPassphrase(passphrase: string): void {
  if (isTooWeak(passphrase)) throw new VaultError('input.passphrase-weak');
}

/** True for a passphrase that no slot is made for any more. */
export function isTooWeak(passphrase: string): boolean {
  return Array.from(passphrase.normalize('NFKC')).length < shortestPassphrase;
}

/** A slot that opens `masterKey` with a passphrase. Throws `input.passphrase-weak`, `format.unsafe-parameters`. */
export async function sealPassphraseSlot(
  vault: string,
  masterKey: Uint8Array,
  passphrase: string,
  parameters: Argon2Parameters,
  signal?: AbortSignal,
): Promise<PassphraseSlot> {
  checkNewPassphrase(passphrase);
  const salt = randomBytes(argon2SaltLength);
  const { memoryKiB, passes } = parameters;
  const unsealed = {
    id: newSlotId(),
    type: 'passphrase' as const,
    kdf: { name: 'argon2id13' as const, memoryKiB, passes, salt: encodeBase64(salt) },
  };
  const slotKey = await derivePassphraseKeyAside(passphrase, salt, parameters, signal);
  return { ...unsealed, sealed: sealMasterKey(slotKey, masterKey, slotAd(vault, unsealed)) };
}

/** A slot that opens `masterKey` with the 16 bytes of a recovery key. */
export function sealRecoverySlot(vault: string, masterKey: Uint8Array, entropy: Uint8Array): RecoverySlot {
  return sealRandomSlot(vault, masterKey, 'recovery', entropy);
}

/** A slot that opens `masterKey` with the 32 bytes that a computer's own key store keeps. */
export function sealDeviceSlot(vault: string, masterKey: Uint8Array, secret: Uint8Array): DeviceSlot {
  return sealRandomSlot(vault, masterKey, 'device', secret);
}

/** Slots of secrets that are random themselves, so that nothing has to make guessing slow. */
function sealRandomSlot<Type extends 'recovery' | 'device'>(
  vault: string,
  masterKey: Uint8Array,
  type: Type,
  secret: Uint8Array,
): Omit<RecoverySlot, 'type'> & { readonly type: Type } {
  const salt = randomBytes(16);
  const unsealed = { id: newSlotId(), type, kdf: { name: 'hkdf-sha256' as const, salt: encodeBase64(salt) } };
  const slotKey = deriveKey(secret, keyPurposes[type], salt);
  return { ...unsealed, sealed: sealMasterKey(slotKey, masterKey, slotAd(vault, unsealed)) };
}

/**
 * The master key, opened with whichever slot fits. Throws `access.wrong-passphrase`, `access.wrong-recovery-key`,
 * `access.keyring-unavailable` for a device secret that no slot knows (any more), `input.passphrase-missing`,
 * `input.recovery-key-typo`, `internal.cancelled`.
 */
export async function openMasterKey(
  vault: string,
  slots: readonly Slot[],
  secret: UnlockSecret,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  if ('passphrase' in secret) return openWithPassphrase(vault, slots, secret.passphrase, signal);
  if ('deviceSecret' in secret) {
    const opened = openRandomSlot(vault, slots, 'device', secret.deviceSecret);
    if (opened === undefined) throw new VaultError('access.keyring-unavailable', { what: 'no-slot' });
    return opened;
  }
  return openWithRecoveryKey(vault, slots, secret.recoveryWords);
}

async function openWithPassphrase(
  vault: string,
  slots: readonly Slot[],
  passphrase: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  if (passphrase === '') throw new VaultError('input.passphrase-missing');
  for (const slot of slots) {
    if (slot.type !== 'passphrase') continue;
    const salt = parseBase64(slot.kdf.salt);
    const slotKey = await derivePassphraseKeyAside(
      passphrase,
      salt,
      { memoryKiB: slot.kdf.memoryKiB, passes: slot.kdf.passes },
      signal,
    );
    const masterKey = tryOpen(vault, slot, slotKey);
    if (masterKey !== undefined) return masterKey;
  }
  throw new VaultError('access.wrong-passphrase');
}

function openWithRecoveryKey(vault: string, slots: readonly Slot[], words: string): Uint8Array {
  const entropy = parseRecoveryKey(words);
  try {
    const opened = openRandomSlot(vault, slots, 'recovery', entropy);
    if (opened === undefined) throw new VaultError('access.wrong-recovery-key');
    return opened;
  } finally {
    entropy.fill(0);
  }
}

function openRandomSlot(
  vault: string,
  slots: readonly Slot[],
  type: 'recovery' | 'device',
  secret: Uint8Array,
): Uint8Array | undefined {
  for (const slot of slots) {
    if (slot.type !== type) continue;
    const slotKey = deriveKey(secret, keyPurposes[type], parseBase64(slot.kdf.salt));
    const masterKey = tryOpen(vault, slot, slotKey);
    if (masterKey !== undefined) return masterKey;
  }
  return undefined;
}

function tryOpen(vault: string, slot: Slot, slotKey: Uint8Array): Uint8Array | undefined {
  const { sealed, ...unsealed } = slot;
  try {
    return openRecord(slotKey, parseBase64(sealed), slotAd(vault, unsealed), 'access.wrong-passphrase');
  } catch (error) {
    // The header's signature held, so a slot that does not open was sealed for another secret.
    if (error instanceof VaultError && error.code === 'access.wrong-passphrase') return undefined;
    throw error;
  } finally {
    slotKey.fill(0);
  }
}

function sealMasterKey(slotKey: Uint8Array, masterKey: Uint8Array, associatedData: Uint8Array): string {
  try {
    return encodeBase64(sealRecord(slotKey, masterKey, associatedData));
  } finally {
    slotKey.fill(0);
  }
}

function slotAd(vault: string, unsealed: Pick<Slot, 'id' | 'type' | 'kdf'>): Uint8Array {
  const text = encodeCanonicalJson({ ...unsealed, kdf: { ...unsealed.kdf } });
  return concatBytes(slotPrefix, parseHex(vault), utf8(text));
}

function newSlotId(): string {
  return encodeHex(randomBytes(8));
}
