import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { sentenceOf } from '../base/error-codes.ts';
import { VaultError } from '../base/errors.ts';
import { defaultVaultFolder } from '../vault/default-folder.ts';
import type { Opening } from '../vault/open-vault.ts';
import type { VaultPlace } from '../vault/place.ts';
import type { OpenVault, WritableVault } from '../vault/vault-context.ts';
import { Output } from './output.ts';
import { Progress } from './progress.ts';
import { Secrets } from './secrets.ts';
import type { Surroundings } from './surroundings.ts';

/** Options that every command takes, as commander hands them over. */
export const globalOptionsSchema = z.object({
  vault: z.string().exactOptional(),
  json: z.boolean().exactOptional(),
  passphraseFile: z.string().exactOptional(),
  stateDir: z.string().exactOptional(),
  allowUnsafePlace: z.boolean().exactOptional(),
});
type GlobalOptions = z.infer<typeof globalOptionsSchema>;

/** The lightest key derivation that vaults allow: for tests, which make and open hundreds of vaults. */
const lightestArgon2 = { memoryKiB: 65_536, passes: 1 };

/** What a command works with. The vault is loaded only by those that open one. */
export class CommandContext {
  readonly surroundings: Surroundings;
  readonly output: Output;
  readonly progress: Progress;
  readonly secrets: Secrets;
  readonly #options: GlobalOptions;

  constructor(surroundings: Surroundings, options: GlobalOptions) {
    const json = options.json === true;
    this.surroundings = surroundings;
    this.progress = new Progress(surroundings.stderr, { json });
    this.output = new Output(surroundings, this.progress, { json });
    const { passphraseFile } = options;
    this.secrets = new Secrets(
      surroundings,
      passphraseFile === undefined ? undefined : this.path(passphraseFile),
    );
    this.#options = options;
  }

  get signal(): AbortSignal {
    return this.surroundings.signal;
  }

  /** A path that somebody typed, made absolute: relative ones mean the caller's folder. */
  path(typed: string): string {
    if (typed === '') throw new VaultError('input.path-missing');
    return resolve(this.surroundings.callerFolder, typed);
  }

  /** Where the vault is that is meant. */
  place(): VaultPlace {
    const { env } = this.surroundings;
    const typed = this.#options.vault ?? env.EVIDENCE_VAULT_DIR;
    const { stateDir = env.EVIDENCE_VAULT_STATE_DIR ?? '', allowUnsafePlace } = this.#options;
    return {
      dir: typed === undefined || typed === '' ? defaultVaultFolder(this.surroundings) : this.path(typed),
      signal: this.signal,
      onProgress: (step) => {
        this.progress.show('Opening the vault', step);
      },
      ...(stateDir === '' ? {} : { stateDir: this.path(stateDir) }),
      ...(allowUnsafePlace === undefined ? {} : { allowUnsafePlace }),
      ...(env.EVIDENCE_VAULT_TEST_ARGON2 === 'lightest' ? { argon2: lightestArgon2 } : {}),
    };
  }

  /** Nobody is asked for a passphrase where there is nothing to open. Throws `access.no-vault`. */
  #expectVault(): void {
    const { dir } = this.place();
    if (!['vault.json', 'vault-copy.json'].some((name) => existsSync(join(dir, name))))
      throw new VaultError('access.no-vault');
  }

  /**
   * Opens the vault to read, beside whoever writes; closes it whatever happens.
   *
   * @param load called while the key is derived: the time to load what `use` will need
   */
  async reading(
    use: (vault: OpenVault) => Promise<void> | void,
    load?: () => Promise<unknown>,
  ): Promise<void> {
    this.#expectVault();
    const passphrase = await this.secrets.passphrase();
    const { openVault } = await import('../vault/open-vault.ts');
    await this.#using(await openVault(this.#opening(passphrase, load)), use);
  }

  /** As `reading`, to write, alone. Throws `access.in-use`. */
  async writing(
    use: (vault: WritableVault) => Promise<void> | void,
    load?: () => Promise<unknown>,
  ): Promise<void> {
    this.#expectVault();
    const passphrase = await this.secrets.passphrase();
    const { openVaultToWrite } = await import('../vault/open-vault.ts');
    await this.#using(await openVaultToWrite({ ...this.#opening(passphrase, load), raise: true }), use);
  }

  #opening(passphrase: string, load: (() => Promise<unknown>) | undefined): Opening {
    const meanwhile = (): void => {
      // Whoever comes to use it hears of its failing.
      load?.().catch(() => undefined);
    };
    return { ...this.place(), unlock: { passphrase }, meanwhile };
  }

  async #using<Vault extends OpenVault>(
    vault: Vault,
    use: (vault: Vault) => Promise<void> | void,
  ): Promise<void> {
    try {
      this.progress.clear();
      if (vault.practice) this.output.markPractice();
      for (const { code } of vault.findings) this.output.note(`Noticed: ${sentenceOf(code)} [${code}]`);
      await use(vault);
    } finally {
      await vault.close();
    }
  }
}
