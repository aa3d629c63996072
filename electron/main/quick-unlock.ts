import { VaultError } from '../../src/base/errors.ts';
import type { FromEngine, ToEngine } from '../../src/contract/control-frames.ts';
import type { ShellState } from '../../src/contract/shell-contract.ts';
import type { KeyStore } from './key-store.ts';
import type { SettingsFile } from './settings-file.ts';

/** If the engine has not answered by then (milliseconds), it never will. */
const answerWithin = 60_000;

/**
 * The one secret that passes through main: a random one that opens a revocable slot of the vault, kept sealed by the system's key store.
 * The passphrase and the recovery key never need it.
 */
export class QuickUnlock {
  readonly #file: SettingsFile;
  readonly #keyStore: KeyStore;
  readonly #send: (message: ToEngine) => void;
  #settle: ((error?: VaultError) => void) | undefined;

  constructor(file: SettingsFile, keyStore: KeyStore, send: (message: ToEngine) => void) {
    this.#file = file;
    this.#keyStore = keyStore;
    this.#send = send;
  }

  async state(): Promise<ShellState['quickUnlock']> {
    if (!(await this.#keyStore.isAvailable())) return 'unavailable';
    return this.#file.value.quickUnlock === undefined ? 'off' : 'on';
  }

  /** The engine made a secret to keep, or wants the one kept to be forgotten. Throws `access.keyring-unavailable`. */
  async keep(secret: string | undefined): Promise<void> {
    await this.#file.set({
      quickUnlock: secret === undefined ? undefined : await this.#keyStore.seal(secret),
    });
  }

  /** Opens the vault with the kept secret. Throws `access.keyring-unavailable`, or what the engine says. */
  async unlock(): Promise<void> {
    const sealed = this.#file.value.quickUnlock;
    if (sealed === undefined) throw new VaultError('access.keyring-unavailable');
    const secret = await this.#keyStore.open(sealed);
    this.#settle?.(new VaultError('internal.cancelled'));
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#settle?.(new VaultError('internal.bug', { what: 'quick-unlock' }));
      }, answerWithin);
      this.#settle = (error) => {
        clearTimeout(timer);
        this.#settle = undefined;
        if (error === undefined) resolve();
        else reject(error);
      };
      this.#send({ type: 'quick-unlock', secret });
    });
  }

  hear({ ok, error }: Extract<FromEngine, { type: 'quick-unlock-result' }>): void {
    const refusal = new VaultError(error?.code ?? 'access.keyring-unavailable', error?.details ?? {});
    this.#settle?.(ok ? undefined : refusal);
  }

  /** The engine ended: nobody will answer. */
  giveUp(): void {
    this.#settle?.(new VaultError('access.locked'));
  }
}
