/** Every purpose a key is derived for (FORMAT.md section 3), so that no key ever serves two. */
export const keyPurposes = {
  /** From the master key: opens the header's secrets. */
  headerSecrets: 'evidence-vault header-secrets v1',
  /** From the 16 bytes of the recovery key and the slot's salt: opens its slot. */
  recovery: 'evidence-vault recovery v1',
  /** From the 32 bytes that a computer's own key store keeps and the slot's salt: opens its slot. */
  device: 'evidence-vault device v1',
  /** From an epoch key: wraps entry keys. */
  entryKeys: 'evidence-vault entry-keys v1',
  /** From an epoch key: seals the settings. */
  settings: 'evidence-vault settings v1',
  /** From an epoch key: the key of the index database. */
  index: 'evidence-vault index v1',
  /** From an epoch key: seals an installation's log key. */
  installation: 'evidence-vault installation v1',
} as const;

export type KeyPurpose = (typeof keyPurposes)[keyof typeof keyPurposes];
