import { encodeHex } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import { deriveKey } from '../../crypto/hkdf.ts';
import { keyPurposes, type KeyPurpose } from '../../crypto/key-purposes.ts';
import { plaintextIdOf } from '../../crypto/plaintext-id.ts';
import { SecretKey } from '../../crypto/secret-key.ts';
import { sign } from '../../crypto/sign.ts';

/** The header's secrets as they are while a vault is open. All arrays are taken over. */
export interface OpenSecrets {
  readonly rootSeed: Uint8Array;
  readonly plaintextIdKey: Uint8Array;
  /** By number; the highest is the current one. */
  readonly epochs: ReadonlyMap<number, Uint8Array>;
}

/** Every key of an open vault, each by what it is for. `destroy` overwrites them all; afterwards each use throws `access.locked`. */
export class VaultKeys {
  /** Vault id, lower-case hexadecimal. */
  readonly vault: string;
  readonly rootPublicKey: Uint8Array;
  /** The current key epoch. */
  readonly epoch: number;
  /** Ed25519 seed of the vault's root key. */
  readonly rootSeed: SecretKey;
  readonly #plaintextIdKey: SecretKey;
  readonly #epochs: ReadonlyMap<number, SecretKey>;
  readonly #derived = new Map<string, SecretKey>();

  constructor(vault: string, rootPublicKey: Uint8Array, epoch: number, secrets: OpenSecrets) {
    this.vault = vault;
    this.rootPublicKey = rootPublicKey;
    this.epoch = epoch;
    this.rootSeed = SecretKey.adopt(secrets.rootSeed);
    this.#plaintextIdKey = SecretKey.adopt(secrets.plaintextIdKey);
    this.#epochs = new Map(Array.from(secrets.epochs, ([number, key]) => [number, SecretKey.adopt(key)]));
  }

  /** Ed25519 signature by the vault's root key. */
  signAsRoot(message: Uint8Array): Uint8Array {
    return this.rootSeed.use((seed) => sign(seed, this.rootPublicKey, message));
  }

  /** The name of a content that finds its duplicates, lower-case hexadecimal. */
  plaintextIdOf(sha256: Uint8Array, size: number): string {
    return this.#plaintextIdKey.use((key) => encodeHex(plaintextIdOf(key, sha256, size)));
  }

  /** Keys of the index in all epochs before the current one. */
  earlierIndexes(): SecretKey[] {
    return [...this.#epochs.keys()].filter((epoch) => epoch !== this.epoch).map((epoch) => this.index(epoch));
  }

  /** Wraps the entry keys of an epoch. Throws `integrity.header-rolled-back` for an epoch this header does not know. */
  entryKeys(epoch: number = this.epoch): SecretKey {
    return this.#derive(keyPurposes.entryKeys, epoch);
  }

  /** Seals the settings. Throws as `entryKeys`. */
  settings(epoch: number = this.epoch): SecretKey {
    return this.#derive(keyPurposes.settings, epoch);
  }

  /** The key of the index database. Throws as `entryKeys`. */
  index(epoch: number = this.epoch): SecretKey {
    return this.#derive(keyPurposes.index, epoch);
  }

  /** Seals an installation's log key. Throws as `entryKeys`. */
  installation(epoch: number = this.epoch): SecretKey {
    return this.#derive(keyPurposes.installation, epoch);
  }

  destroy(): void {
    this.rootSeed.destroy();
    this.#plaintextIdKey.destroy();
    for (const key of this.#epochs.values()) key.destroy();
    for (const key of this.#derived.values()) key.destroy();
  }

  #derive(purpose: KeyPurpose, epoch: number): SecretKey {
    const name = `${String(epoch)} ${purpose}`;
    const known = this.#derived.get(name);
    if (known !== undefined) return known;
    const epochKey = this.#epochs.get(epoch);
    // Something in the vault was sealed in an epoch that a later header began.
    if (epochKey === undefined) throw new VaultError('integrity.header-rolled-back', { epoch });
    const key = epochKey.use((bytes) => SecretKey.adopt(deriveKey(bytes, purpose)));
    this.#derived.set(name, key);
    return key;
  }
}
