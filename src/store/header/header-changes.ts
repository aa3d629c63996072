import { encodeBase64, parseBase64 } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import type { JsonObject } from '../../base/json.ts';
import { defaultArgon2, type Argon2Parameters } from '../../crypto/argon2.ts';
import { randomBytes } from '../../crypto/random.ts';
import { createRecoveryKey } from '../../crypto/recovery-key.ts';
import { createKeyPair } from '../../crypto/sign.ts';
import { vaultIdOf } from '../../ledger/vault-id.ts';
import { nodeHashes } from '../../platform/node-hashes.ts';
import { encodeHeader } from './header-codec.ts';
import type { Header, Slot } from './header-schema.ts';
import { keysName, openSecrets, sealSecrets } from './header-secrets.ts';
import {
  checkNewPassphrase,
  openMasterKey,
  sealDeviceSlot,
  sealPassphraseSlot,
  sealRecoverySlot,
  type UnlockSecret,
} from './slots.ts';
import { VaultKeys, type OpenSecrets } from './vault-keys.ts';

/** What every change of a header needs besides the change itself. */
export interface HeaderChange {
  /** The time of the change, ISO 8601 with milliseconds. */
  readonly at: string;
  /** How heavy the passphrase's slot is; by default 131,072 KiB and 3 passes. */
  readonly argon2?: Argon2Parameters;
  readonly signal?: AbortSignal;
}

/** What changing an existing header needs: whoever changes it must open it, even while the vault is open. */
export interface ExistingHeaderChange extends HeaderChange {
  readonly unlock: UnlockSecret;
  /** The highest generation that ledger and installation remember: the new header is newer than that too. */
  readonly newerThan?: number;
}

/** A header that is not written yet, and the 12 words that open it, to be shown once. */
export interface HeaderWithRecoveryKey {
  readonly header: Header;
  readonly recoveryWords: string;
}

/**
 * The first header of a new vault, with random keys. Writes nothing.
 * Throws `input.passphrase-weak`, `format.unsafe-parameters`, `internal.cancelled`.
 */
export async function createHeader(
  passphrase: string,
  practice: boolean,
  change: HeaderChange,
): Promise<HeaderWithRecoveryKey & { readonly keys: VaultKeys }> {
  checkNewPassphrase(passphrase);
  const root = createKeyPair();
  const vault = vaultIdOf(nodeHashes, root.publicKey);
  const secrets: OpenSecrets = {
    rootSeed: root.seed,
    plaintextIdKey: randomBytes(32),
    epochs: new Map([[1, randomBytes(32)]]),
  };
  const made = await sealAnew(vault, 1, secrets, passphrase, change);
  const header = encodeHeader(
    {
      vault,
      root: encodeBase64(root.publicKey),
      generation: 1,
      created: change.at,
      practice,
      epoch: 1,
      slots: made.slots,
      secrets: made.sealedSecrets,
      keysBefore: [],
    },
    {},
    root.seed,
  );
  const keys = new VaultKeys(vault, root.publicKey, 1, secrets);
  return { header, recoveryWords: made.recoveryWords, keys };
}

/**
 * Opens a header. The caller then compares its generation with what ledger and installation remember
 * (`refuseRolledBackHeader`).
 * Throws `access.wrong-passphrase`, `access.wrong-recovery-key`, `input.passphrase-missing`, `input.recovery-key-typo`,
 * `internal.cancelled`.
 */
export async function unlockHeader(
  header: Header,
  unlock: UnlockSecret,
  signal?: AbortSignal,
): Promise<VaultKeys> {
  const masterKey = await openMasterKey(header.vault, header.slots, unlock, signal);
  try {
    const secrets = openSecrets(header, masterKey);
    return new VaultKeys(header.vault, parseBase64(header.root), header.epoch, secrets);
  } finally {
    masterKey.fill(0);
  }
}

/** Throws `integrity.header-rolled-back` if the header is older than what is remembered of this vault. */
export function refuseRolledBackHeader(header: Header, remembered: readonly number[]): void {
  const newest = Math.max(0, ...remembered);
  if (header.generation < newest)
    throw new VaultError('integrity.header-rolled-back', {
      generation: header.generation,
      remembered: newest,
    });
}

/**
 * The next header, with a new passphrase around the same master key; the recovery key stays. Opened with the recovery
 * words this is the way back in after a forgotten passphrase or a rolled-back header. Writes nothing.
 * Throws as `unlockHeader` and `createHeader`.
 */
export async function changePassphrase(
  header: Header,
  newPassphrase: string,
  change: ExistingHeaderChange,
): Promise<Header> {
  checkNewPassphrase(newPassphrase);
  return withMasterKey(header, change, async (masterKey, secrets) => {
    const { argon2 = defaultArgon2, signal } = change;
    const slot = await sealPassphraseSlot(header.vault, masterKey, newPassphrase, argon2, signal);
    const slots = [slot, ...header.slots.filter((each) => each.type !== 'passphrase')];
    return nextHeader(header, secrets.rootSeed, change, { slots });
  });
}

/** True if a passphrase can be guessed at less cost than these parameters make it: the slot is of an earlier version of the app, or of a weaker computer. */
export function isWeakerThan({ slots }: Header, { memoryKiB, passes }: Argon2Parameters): boolean {
  return slots.some(
    (slot) => slot.type === 'passphrase' && (slot.kdf.memoryKiB < memoryKiB || slot.kdf.passes < passes),
  );
}

/**
 * The next header, with the same passphrase and a slot that is at least as heavy as before and as it is made now; all else stays. Writes nothing.
 * Throws as `unlockHeader`.
 */
export async function raiseKeyDerivation(
  header: Header,
  passphrase: string,
  change: ExistingHeaderChange,
): Promise<Header> {
  const { memoryKiB, passes } = change.argon2 ?? defaultArgon2;
  const known = header.slots.flatMap((slot) => (slot.type === 'passphrase' ? [slot.kdf] : []));
  return changePassphrase(header, passphrase, {
    ...change,
    argon2: {
      memoryKiB: Math.max(memoryKiB, ...known.map((kdf) => kdf.memoryKiB)),
      passes: Math.max(passes, ...known.map((kdf) => kdf.passes)),
    },
  });
}

/** The next header, with a new recovery key in place of the old one. Writes nothing. Throws as `unlockHeader`. */
export async function changeRecoveryKey(
  header: Header,
  change: ExistingHeaderChange,
): Promise<HeaderWithRecoveryKey> {
  return withMasterKey(header, change, async (masterKey, secrets) => {
    const recovery = createRecoveryKey();
    const slot = sealRecoverySlot(header.vault, masterKey, recovery.entropy);
    recovery.entropy.fill(0);
    const slots = [...header.slots.filter((each) => each.type !== 'recovery'), slot];
    return { header: nextHeader(header, secrets.rootSeed, change, { slots }), recoveryWords: recovery.words };
  });
}

/**
 * The next header, with a slot that a device secret of 32 bytes opens, in place of any such slot from before; passphrase and recovery key
 * stay. Writes nothing. Throws as `unlockHeader`.
 */
export async function addDeviceSlot(
  header: Header,
  deviceSecret: Uint8Array,
  change: ExistingHeaderChange,
): Promise<Header> {
  return withMasterKey(header, change, async (masterKey, secrets) => {
    const slot = sealDeviceSlot(header.vault, masterKey, deviceSecret);
    return nextHeader(header, secrets.rootSeed, change, { slots: [...withoutDevices(header), slot] });
  });
}

/**
 * The next header, without any slot that a device secret opens. It takes the root key alone, so that whoever has the vault open can revoke
 * quick unlock without typing anything. Writes nothing.
 */
export function removeDeviceSlots(
  header: Header,
  rootSeed: Uint8Array,
  change: Pick<ExistingHeaderChange, 'at' | 'newerThan'>,
): Header {
  return nextHeader(header, rootSeed, change, { slots: withoutDevices(header) });
}

/** True if a device secret may open this header. */
export function hasDeviceSlot({ slots }: Header): boolean {
  return slots.some(({ type }) => type === 'device');
}

function withoutDevices({ slots }: Header): Slot[] {
  return slots.filter(({ type }) => type !== 'device');
}

/**
 * The next header, with a new master key, a new epoch, a new recovery key and this passphrase (which may be the old one), and no other slot:
 * what is captured from then on cannot be opened with an older header. Writes nothing.
 * Throws as `unlockHeader` and `createHeader`.
 */
export async function rekeyHeader(
  header: Header,
  passphrase: string,
  change: ExistingHeaderChange,
): Promise<HeaderWithRecoveryKey> {
  checkNewPassphrase(passphrase);
  return withMasterKey(header, change, async (_oldMasterKey, old) => {
    const epoch = header.epoch + 1;
    const epochKey = randomBytes(32);
    try {
      const secrets = { ...old, epochs: new Map([...old.epochs, [epoch, epochKey]]) };
      const made = await sealAnew(header.vault, epoch, secrets, passphrase, change);
      const { slots, sealedSecrets } = made;
      return {
        header: nextHeader(header, old.rootSeed, change, {
          epoch,
          slots,
          secrets: sealedSecrets,
          keysBefore: [...header.keysBefore, keysName(header)],
        }),
        recoveryWords: made.recoveryWords,
      };
    } finally {
      epochKey.fill(0);
    }
  });
}

/** Seals secrets under a new master key that a passphrase and a new recovery key open. */
async function sealAnew(
  vault: string,
  epoch: number,
  secrets: OpenSecrets,
  passphrase: string,
  { argon2 = defaultArgon2, signal }: HeaderChange,
): Promise<{ slots: Slot[]; sealedSecrets: string; recoveryWords: string }> {
  const masterKey = randomBytes(32);
  const recovery = createRecoveryKey();
  try {
    return {
      slots: [
        await sealPassphraseSlot(vault, masterKey, passphrase, argon2, signal),
        sealRecoverySlot(vault, masterKey, recovery.entropy),
      ],
      sealedSecrets: sealSecrets(vault, epoch, secrets, masterKey),
      recoveryWords: recovery.words,
    };
  } finally {
    masterKey.fill(0);
    recovery.entropy.fill(0);
  }
}

async function withMasterKey<Result>(
  header: Header,
  change: ExistingHeaderChange,
  action: (masterKey: Uint8Array, secrets: OpenSecrets) => Promise<Result>,
): Promise<Result> {
  const masterKey = await openMasterKey(header.vault, header.slots, change.unlock, change.signal);
  let secrets: OpenSecrets | undefined;
  try {
    secrets = openSecrets(header, masterKey);
    return await action(masterKey, secrets);
  } finally {
    masterKey.fill(0);
    secrets?.rootSeed.fill(0);
    secrets?.plaintextIdKey.fill(0);
    for (const key of secrets?.epochs.values() ?? []) key.fill(0);
  }
}

/** The header that follows on this one, signed, with what changed. Writes nothing. */
export function nextHeader(
  header: Header,
  rootSeed: Uint8Array,
  change: Pick<ExistingHeaderChange, 'at' | 'newerThan'>,
  changed: Partial<Pick<Header, 'epoch' | 'slots' | 'secrets' | 'keysBefore'>>,
): Header {
  const { vault, root, practice, epoch, slots, secrets: sealed, keysBefore } = header;
  const generation = Math.max(header.generation, change.newerThan ?? 0) + 1;
  const others: JsonObject = header.others;
  return encodeHeader(
    {
      vault,
      root,
      generation,
      created: change.at,
      practice,
      epoch,
      slots,
      secrets: sealed,
      keysBefore,
      ...changed,
    },
    others,
    rootSeed,
  );
}
