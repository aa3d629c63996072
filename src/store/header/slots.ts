import { concatBytes, encodeBase64, encodeHex, parseBase64, parseHex, utf8 } from '../../base/bytes.ts';
import { encodeCanonicalJson } from '../../base/canonical-json.ts';
import { VaultError } from '../../base/errors.ts';
import { argon2SaltLength, type Argon2Parameters } from '../../crypto/argon2.ts';
import { deriveKey } from '../../crypto/hkdf.ts';
import { keyPurposes } from '../../crypto/key-purposes.ts';
import { randomBytes } from '../../crypto/random.ts';
import { openRecord, sealRecord } from '../../crypto/record-seal.ts';
import { parseRecoveryKey } from '../../crypto/recovery-key.ts';
import { derivePassphraseKeyInWorker } from '../../platform/derive-in-worker.ts';
import type { PassphraseSlot, RecoverySlot, Slot } from './header-schema.ts';

/** What a person opens a vault with. Recovery words are taken as typed: any case, any blanks. */
export type UnlockSecret = { readonly passphrase: string } | { readonly recoveryWords: string };

const slotPrefix = utf8('evidence-vault slot v1\0');
/** In characters as people count them, near enough: Unicode code points. */
const shortestPassphrase = 8;

/** Throws `input.passphrase-weak` for a new passphrase of under 8 characters. */
export function checkNewPassphrase(passphrase: string): void {
  if (Array.from(passphrase.normalize('NFKC')).length < shortestPassphrase)
    throw new VaultError('input.passphrase-weak');
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
  const slotKey = await derivePassphraseKeyInWorker(passphrase, salt, parameters, signal);
  return { ...unsealed, sealed: sealMasterKey(slotKey, masterKey, slotAd(vault, unsealed)) };
}

/** A slot that opens `masterKey` with the 16 bytes of a recovery key. */
export function sealRecoverySlot(vault: string, masterKey: Uint8Array, entropy: Uint8Array): RecoverySlot {
  const salt = randomBytes(16);
  const unsealed = {
    id: newSlotId(),
    type: 'recovery' as const,
    kdf: { name: 'hkdf-sha256' as const, salt: encodeBase64(salt) },
  };
  const slotKey = deriveKey(entropy, keyPurposes.recovery, salt);
  return { ...unsealed, sealed: sealMasterKey(slotKey, masterKey, slotAd(vault, unsealed)) };
}

/**
 * The master key, opened with whichever slot fits. Throws `access.wrong-passphrase`, `access.wrong-recovery-key`,
 * `input.passphrase-missing`, `input.recovery-key-typo`, `internal.cancelled`.
 */
export async function openMasterKey(
  vault: string,
  slots: readonly Slot[],
  secret: UnlockSecret,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  return 'passphrase' in secret
    ? openWithPassphrase(vault, slots, secret.passphrase, signal)
    : openWithRecoveryKey(vault, slots, secret.recoveryWords);
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
    const slotKey = await derivePassphraseKeyInWorker(
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
    for (const slot of slots) {
      if (slot.type !== 'recovery') continue;
      const slotKey = deriveKey(entropy, keyPurposes.recovery, parseBase64(slot.kdf.salt));
      const masterKey = tryOpen(vault, slot, slotKey);
      if (masterKey !== undefined) return masterKey;
    }
  } finally {
    entropy.fill(0);
  }
  throw new VaultError('access.wrong-recovery-key');
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

function slotAd(
  vault: string,
  unsealed: Omit<PassphraseSlot, 'sealed'> | Omit<RecoverySlot, 'sealed'>,
): Uint8Array {
  const text = encodeCanonicalJson({ ...unsealed, kdf: { ...unsealed.kdf } });
  return concatBytes(slotPrefix, parseHex(vault), utf8(text));
}

function newSlotId(): string {
  return encodeHex(randomBytes(8));
}
