/** What this computer says of its key store. */
export interface Keyring {
  readonly platform: string;
  readonly encryptionAvailable: boolean;
  /** Linux only. */
  readonly backend: string;
}

/** Backends that keep a secret from other people; `basic_text` seals with a key that everybody knows. */
const keepers: ReadonlySet<string> = new Set(['gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6']);

/** Whether a quick-unlock secret may be kept here. */
export function keepsSecrets({ platform, encryptionAvailable, backend }: Keyring): boolean {
  return encryptionAvailable && (platform !== 'linux' || keepers.has(backend));
}
