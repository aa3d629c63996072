import type { Clock } from '../../../../base/clock.ts';
import { asVaultError, VaultError } from '../../../../base/errors.ts';
import type { HttpClient } from '../../../http/http-client.ts';
import type { BadgeHost } from '../service-description.ts';
import type { Checklist } from './profile-checks.ts';

/** How the checks that need somebody's account get in. */
export type TestAccess =
  /** With a token that somebody has: then nothing about signing in is checked. */
  | { readonly token: string }
  /** By signing in, twice: the second sign-in is for the checks that end one. */
  | {
      readonly redirect: string;
      /** Is given where to sign in, and gives back the address at which that ended. */
      readonly signIn: (address: string) => Promise<string>;
    };

/** What the checks work with. */
export interface Validation {
  readonly host: BadgeHost;
  readonly client: HttpClient;
  readonly elsewhere: HttpClient;
  readonly list: Checklist;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** What went wrong, as a sentence with its code; what is no result is thrown on. */
export function saidOf(thrown: unknown): string {
  const error = asVaultError(thrown);
  if (!error.code.startsWith('source.') && !error.code.startsWith('format.')) throw error;
  const details = Object.values(error.details)
    .map(String)
    .filter((detail) => detail !== '');
  return `${error.message} [${[error.code, ...details].join(': ')}]`;
}

/** A VaultError that is a result, and no stop. */
export function isResult(thrown: unknown): thrown is VaultError {
  return thrown instanceof VaultError && !thrown.code.startsWith('internal.');
}
