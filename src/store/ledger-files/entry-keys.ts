import { VaultError } from '../../base/errors.ts';
import type { SecretKey } from '../../crypto/secret-key.ts';
import type { VaultKeys } from '../header/vault-keys.ts';

/** The keys that wrap entry keys: HKDF of each epoch key for `keyPurposes.entryKeys`. */
export interface EntryKeys {
  /** The epoch that new entries are sealed under. */
  readonly epoch: number;
  /** Undefined for an epoch that the header does not know. */
  findWrappingKey(epoch: number): SecretKey | undefined;
}

/** The wrapping keys of an open vault. */
export function entryKeysOf(keys: VaultKeys): EntryKeys {
  return {
    epoch: keys.epoch,
    findWrappingKey(epoch) {
      try {
        return keys.entryKeys(epoch);
      } catch (error) {
        // Sealed in an epoch that a later header began: these entries cannot be opened, everything else can.
        if (error instanceof VaultError && error.code === 'integrity.header-rolled-back') return undefined;
        throw error;
      }
    },
  };
}
