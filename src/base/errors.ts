import { errorMeanings, type ErrorCode } from './error-codes.ts';

/** Safe scalars only: no names, no paths inside a vault, no evidence, no secrets. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean>>;

/** The one error class of the product: a code of the closed list, safe details, and the cause for a developer's eyes. */
export class VaultError extends Error {
  override readonly name = 'VaultError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, cause?: unknown) {
    super(errorMeanings[code].sentence, cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
  }
}

/** The same error as plain data, for replies and `--json`: errors lose their fields on the way between processes. */
export interface ErrorReport {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
}

/** Any thrown thing as a VaultError; what is not ours is `internal.bug` with the original as its cause. */
export function asVaultError(thrown: unknown): VaultError {
  if (thrown instanceof VaultError) return thrown;
  if (thrown instanceof Error && thrown.name === 'AbortError')
    return new VaultError('internal.cancelled', {}, thrown);
  return new VaultError('internal.bug', {}, thrown);
}

/** @returns `{ code, message, details }` of any thrown thing. */
export function reportError(thrown: unknown): ErrorReport {
  const error = asVaultError(thrown);
  return { code: error.code, message: error.message, details: error.details };
}

/** Throws `internal.cancelled` once `signal` is aborted. */
export function throwIfCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new VaultError('internal.cancelled');
}
