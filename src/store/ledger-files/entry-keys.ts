import type { SecretKey } from '../../crypto/secret-key.ts';

/** The keys that wrap entry keys: HKDF of each epoch key for `keyPurposes.entryKeys`. */
export interface EntryKeys {
  /** The epoch that new entries are sealed under. */
  readonly epoch: number;
  /** Undefined for an epoch that the header does not know. */
  findWrappingKey(epoch: number): SecretKey | undefined;
}
