import { readFile } from 'node:fs/promises';
import { VaultError } from '../base/errors.ts';
import type { ErrorCode } from '../base/error-codes.ts';
import { canPrompt, promptHidden } from './prompt-hidden.ts';
import type { Surroundings } from './surroundings.ts';

/**
 * Where secrets come from: a file named on the command line, the environment, or a hidden prompt. Never the command line
 * itself, which every program on the computer can read.
 */
export class Secrets {
  readonly #surroundings: Surroundings;
  readonly #passphraseFile: string | undefined;

  /** @param passphraseFile absolute path */
  constructor(surroundings: Surroundings, passphraseFile: string | undefined) {
    this.#surroundings = surroundings;
    this.#passphraseFile = passphraseFile;
  }

  /** The passphrase of a vault that exists. Throws `input.passphrase-missing` if there is nobody to ask. */
  passphrase(): Promise<string> {
    return this.#given() ?? this.#ask('Passphrase:', 'input.passphrase-missing');
  }

  /** The passphrase of a vault that is being made; asked for twice. */
  firstPassphrase(): Promise<string> {
    return this.#given() ?? this.#askTwice('Choose a passphrase:');
  }

  /** The passphrase that replaces another. */
  async newPassphrase(): Promise<string> {
    return this.#fromEnvironment('EVIDENCE_VAULT_NEW_PASSPHRASE') ?? this.#askTwice('New passphrase:');
  }

  async recoveryKey(): Promise<string> {
    return (
      this.#fromEnvironment('EVIDENCE_VAULT_RECOVERY_KEY') ??
      this.#ask('Recovery key (its words, with spaces between):', 'input.passphrase-missing')
    );
  }

  /** The words of the recovery key, from the first line of a file. Throws `input.path-unreadable`, `input.passphrase-missing`. */
  recoveryKeyIn(path: string): Promise<string> {
    return readFirstLine(path, '--recovery-key-file');
  }

  /** @param what `password` or `token` */
  async sourceSecret(what: string): Promise<string> {
    return (
      this.#fromEnvironment('EVIDENCE_VAULT_SOURCE_SECRET') ??
      this.#ask(`Your ${what} at the portal:`, 'input.secret-missing')
    );
  }

  /** The password of a server that holds a second copy. */
  async replicaPassword(): Promise<string> {
    return (
      this.#fromEnvironment('EVIDENCE_VAULT_REPLICA_PASSWORD') ??
      this.#ask('Your password (or app password) at that server:', 'input.secret-missing')
    );
  }

  #given(): Promise<string> | undefined {
    if (this.#passphraseFile !== undefined) return readFirstLine(this.#passphraseFile, '--passphrase-file');
    const given = this.#fromEnvironment('EVIDENCE_VAULT_PASSPHRASE');
    return given === undefined ? undefined : Promise.resolve(given);
  }

  #fromEnvironment(name: string): string | undefined {
    const value = this.#surroundings.env[name];
    return value === '' ? undefined : value;
  }

  async #ask(question: string, missing: ErrorCode): Promise<string> {
    const { stdin, stderr } = this.#surroundings;
    if (!canPrompt(stdin)) throw new VaultError(missing);
    const answer = await promptHidden(stdin, stderr, question);
    if (answer === '') throw new VaultError(missing);
    return answer;
  }

  async #askTwice(question: string): Promise<string> {
    const first = await this.#ask(question, 'input.passphrase-missing');
    const second = await this.#ask('Once more:', 'input.passphrase-missing');
    if (first !== second) throw new VaultError('input.usage', { problem: 'The two passphrases differ.' });
    return first;
  }
}

/** The first line of the file. Throws `input.path-unreadable`, or `input.passphrase-missing` if there is nothing in it. */
async function readFirstLine(path: string, option: string): Promise<string> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    throw new VaultError('input.path-unreadable', { option }, cause);
  }
  const [line = ''] = text.replace(/^\ufeff/u, '').split(/\r?\n/u);
  if (line === '') throw new VaultError('input.passphrase-missing', { option });
  return line;
}
