import { safeStorage } from 'electron';

import { VaultError } from '../../src/base/errors.ts';
import { keepsSecrets } from './policies/keyring.ts';

/** The system's key store, as Electron reaches it. Never one that only pretends to keep a secret. */
export interface KeyStore {
  isAvailable(): Promise<boolean>;
  /** Throws `access.keyring-unavailable`. */
  seal(text: string): Promise<string>;
  /** Throws `access.keyring-unavailable`, also for what was sealed elsewhere. */
  open(sealed: string): Promise<string>;
}

export function openKeyStore(): KeyStore {
  const { available, encrypt, decrypt } =
    'isAsyncEncryptionAvailable' in safeStorage ? newWay() : oldWay(safeStorage);
  let known: Promise<boolean> | undefined;
  const isAvailable = (): Promise<boolean> =>
    (known ??= available().then(
      (encryptionAvailable) =>
        keepsSecrets({
          platform: process.platform,
          encryptionAvailable,
          backend: process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : '',
        }),
      () => false,
    ));
  const guarded = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (!(await isAvailable())) throw new VaultError('access.keyring-unavailable');
    try {
      return await work();
    } catch (cause) {
      throw new VaultError('access.keyring-unavailable', {}, cause);
    }
  };
  return {
    isAvailable,
    seal: (text) => guarded(async () => (await encrypt(text)).toString('base64')),
    open: (sealed) => guarded(() => decrypt(Buffer.from(sealed, 'base64'))),
  };
}

interface Way {
  readonly available: () => Promise<boolean>;
  readonly encrypt: (text: string) => Promise<Buffer>;
  readonly decrypt: (sealed: Buffer) => Promise<string>;
}

const newWay = (): Way => ({
  available: () => safeStorage.isAsyncEncryptionAvailable(),
  encrypt: (text) => safeStorage.encryptStringAsync(text),
  decrypt: async (sealed) => (await safeStorage.decryptStringAsync(sealed)).result,
});

/** What an older Electron, such as the one for development, has instead. */
interface WaitingStorage {
  isEncryptionAvailable(): boolean;
  encryptString(text: string): Buffer;
  decryptString(sealed: Buffer): string;
}

const oldWay = (storage: WaitingStorage): Way => ({
  available: async () => storage.isEncryptionAvailable(),
  encrypt: async (text) => storage.encryptString(text),
  decrypt: async (sealed) => storage.decryptString(sealed),
});
