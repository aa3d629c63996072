import type { ErrorCode } from '../../src/base/error-codes.ts';
import { errorMeanings } from '../../src/base/error-codes.ts';
import type { ErrorDetails } from '../../src/base/errors.ts';
import type { SentError } from '../../src/contract/reply.ts';

/** What a call to engine or shell was refused with: a code of the closed list and safe details. */
export class CallError extends Error {
  override readonly name = 'CallError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(error: SentError) {
    super(errorMeanings[error.code].sentence);
    this.code = error.code;
    this.details = error.details;
  }
}

/** Any thrown thing as a CallError; what is not ours is `internal.bug`. */
export function asCallError(thrown: unknown): CallError {
  if (thrown instanceof CallError) return thrown;
  if (thrown instanceof DOMException && thrown.name === 'AbortError')
    return new CallError({ code: 'internal.cancelled', details: {} });
  return new CallError({ code: 'internal.bug', details: {} });
}
