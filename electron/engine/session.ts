import type { ErrorCode } from '../../src/base/error-codes.ts';
import { VaultError } from '../../src/base/errors.ts';
import type { AppState } from '../../src/contract/app-state.ts';
import type { PracticeAuthority } from '../../src/practice/authority/practice-authority.ts';
import type { PracticeProvider } from '../../src/practice/provider.ts';
import { authorityName } from '../../src/vault/timestamps/known-authorities.ts';
import type { WritableVault } from '../../src/vault/vault-context.ts';

/** Whom a practice vault speaks with, in place of the world outside. */
export interface PracticeOthers {
  readonly provider: PracticeProvider;
  readonly authority: PracticeAuthority;
}

interface Opened {
  readonly vault: WritableVault;
  readonly practice: PracticeOthers | undefined;
  readonly reopenFor?: ErrorCode;
}

/** Where the engine stands: locked, open or covered; and the one vault that it holds. */
export class Session {
  #opened: Opened | undefined;
  #covered = false;
  #reopening = false;
  #coverOnceOpen = false;
  #changing: Promise<unknown> = Promise.resolve();

  get state(): AppState['engine'] {
    if (this.#opened === undefined) return 'locked';
    return this.#covered ? 'covered' : 'open';
  }

  /** The open vault, covered or not: for what goes on by itself. */
  get held(): WritableVault | undefined {
    return this.#opened?.vault;
  }

  get practice(): boolean {
    return this.#opened?.vault.practice ?? false;
  }

  /** Why nothing more is kept until the vault is locked and opened again; undefined while all is well. */
  get reopenFor(): ErrorCode | undefined {
    return this.#opened?.reopenFor;
  }

  /** See `reopenFor`. */
  hasToReopen(code: ErrorCode): void {
    if (this.#opened !== undefined) this.#opened = { ...this.#opened, reopenFor: code };
  }

  /** The open vault, for what somebody asked. Throws `access.locked` also while it is covered. */
  vault(): WritableVault {
    if (this.#opened === undefined || this.#covered) throw new VaultError('access.locked');
    return this.#opened.vault;
  }

  /** The practice provider of an open practice vault. Throws `access.locked`, `input.not-found`. */
  provider(): PracticeProvider {
    this.vault();
    const practice = this.#opened?.practice;
    if (practice === undefined) throw new VaultError('input.not-found', { what: 'practice' });
    return practice.provider;
  }

  /** What to call a time stamping authority. */
  authorityName(url: string): string {
    const authority = this.#opened?.practice?.authority;
    return authority?.url === url ? authority.name : authorityName(url);
  }

  hold(vault: WritableVault, practice?: PracticeOthers): void {
    this.#opened = { vault, practice };
    this.#covered = this.#coverOnceOpen;
  }

  /** Nothing happens where no vault is open, unless one is to be opened again at once: that is covered then. */
  cover(): void {
    this.#covered = this.#opened !== undefined;
    this.#coverOnceOpen = this.#reopening;
  }

  /** Runs what closes the vault and opens it again: whoever covers it meanwhile finds it covered. */
  async reopen<Result>(work: () => Promise<Result>): Promise<Result> {
    this.#reopening = true;
    this.#coverOnceOpen = this.#covered;
    try {
      return await work();
    } finally {
      this.#reopening = false;
      this.#coverOnceOpen = false;
    }
  }

  uncover(): void {
    this.#covered = false;
    this.#coverOnceOpen = false;
  }

  /** Lets go of the vault and wipes its keys; waits for what is being written. */
  async letGo(): Promise<void> {
    const opened = this.#opened;
    this.#opened = undefined;
    this.#covered = false;
    await opened?.practice?.provider.close();
    await opened?.practice?.authority.close();
    await opened?.vault.close();
  }

  /** One change of the state at a time: opening, closing, uncovering. */
  async change<Result>(work: () => Promise<Result>): Promise<Result> {
    const turn = this.#changing.then(work, work);
    this.#changing = turn.catch(() => undefined);
    return turn;
  }
}
