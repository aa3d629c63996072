import { safeStorage } from 'electron';

import { VaultError } from '../../src/base/errors.ts';
import type { FromEngine, ToEngine } from '../../src/contract/control-frames.ts';
import type { ShellState } from '../../src/contract/shell-contract.ts';
import { keepsSecrets } from './policies/keyring.ts';
import type { SettingsFile } from './settings-file.ts';

/** The engine derives nothing for a quick unlock; if it has not answered by then, it never will. */
const answerWithin = 60_000;

/**
 * The one secret that passes through main: a random one that opens a revocable slot of the vault, kept sealed by the system's key store.
 * The passphrase and the recovery key never need it.
 */
export class QuickUnlock {
  readonly #file: SettingsFile;
  readonly #send: (message: ToEngine) => void;
  #waiting: { done: (error?: VaultError) => void } | undefined;

  constructor(file: SettingsFile, send: (message: ToEngine) => void) {
    this.#file = file;
    this.#send = send;
  }

  get state(): ShellState['quickUnlock'] {
    if (!isAvailable()) return 'unavailable';
    return this.#file.value.quickUnlock === undefined ? 'off' : 'on';
  }

  /** The engine made a secret to keep, or wants the one kept to be forgotten. */
  async keep(secret: string | undefined): Promise<void> {
    if (secret !== undefined && !isAvailable()) throw new VaultError('access.keyring-unavailable');
    await this.#file.set({
      quickUnlock: secret === undefined ? undefined : safeStorage.encryptString(secret).toString('base64'),
    });
  }

  /** Opens the vault with the kept secret. Throws `access.keyring-unavailable`, or what the engine says. */
  async unlock(): Promise<void> {
    const sealed = this.#file.value.quickUnlock;
    if (sealed === undefined || !isAvailable()) throw new VaultError('access.keyring-unavailable');
    let secret: string;
    try {
      secret = safeStorage.decryptString(Buffer.from(sealed, 'base64'));
    } catch (cause) {
      throw new VaultError('access.keyring-unavailable', {}, cause);
    }
    this.#waiting?.done(new VaultError('internal.cancelled'));
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting?.done(new VaultError('internal.bug', { what: 'quick-unlock' }));
      }, answerWithin);
      this.#waiting = {
        done: (error) => {
          clearTimeout(timer);
          this.#waiting = undefined;
          if (error === undefined) resolve();
          else reject(error);
        },
      };
      this.#send({ type: 'quick-unlock', secret });
    });
  }

  hear({ ok, error }: Extract<FromEngine, { type: 'quick-unlock-result' }>): void {
    this.#waiting?.done(
      ok ? undefined : new VaultError(error?.code ?? 'access.keyring-unavailable', error?.details ?? {}),
    );
  }

  /** The engine ended: nobody will answer. */
  giveUp(): void {
    this.#waiting?.done(new VaultError('access.locked'));
  }
}

function isAvailable(): boolean {
  return keepsSecrets({
    platform: process.platform,
    encryptionAvailable: safeStorage.isEncryptionAvailable(),
    backend: process.platform === 'linux' ? safeStorage.getSelectedStorageBackend() : '',
  });
}
