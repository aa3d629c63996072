import { errorMeanings } from '../base/error-codes.ts';
import type { VaultError } from '../base/errors.ts';

/**
 * What a command says to a script when it ends: 0 done; 1 done with findings (some items failed, damage found, a check
 * failed, a hostile or broken bundle), or stopped by Ctrl-C; 2 wrong use or input; 3 cannot open (wrong passphrase, in use,
 * newer format); 4 storage; 5 every source failed; 70 a bug.
 */
export type ExitCode = 0 | 1 | 2 | 3 | 4 | 5 | 70;

export function exitCodeOf(error: VaultError): ExitCode {
  return errorMeanings[error.code].exitCode;
}

/** The exit code of several results together: the highest. */
export function worseExitCode(one: ExitCode, other: ExitCode): ExitCode {
  return one > other ? one : other;
}
