import { AuthorizationResponseError, OperationProcessingError, ResponseBodyError } from 'oauth4webapi';

import type { ErrorCode } from '../../../base/error-codes.ts';
import { VaultError } from '../../../base/errors.ts';

/**
 * A failure of a sign-in as an error of ours. Neither the library's error nor its cause is kept: they hold the answer, and the answer may
 * hold tokens. What is kept is a short code of RFC 6749 section 4.1.2.1 or 5.2, or the library's own.
 * @param refused the code for an answer that does not fit what was asked
 */
export function oauthError(thrown: unknown, refused: ErrorCode): VaultError {
  if (thrown instanceof VaultError) return thrown;
  if (thrown instanceof AuthorizationResponseError)
    return new VaultError('source.refused', { reason: 'sign-in', error: safeWord(thrown.error) });
  if (thrown instanceof ResponseBodyError) {
    if (thrown.status === 429 || thrown.status >= 500)
      return new VaultError('source.unreachable', { status: thrown.status });
    return new VaultError(refused, { error: safeWord(thrown.error), status: thrown.status });
  }
  if (thrown instanceof OperationProcessingError)
    return new VaultError(refused, { reason: safeWord(thrown.code ?? '') });
  return new VaultError('source.protocol', { reason: 'oauth' });
}

function safeWord(word: string): string {
  return /^[A-Za-z0-9_]{1,60}$/.test(word) ? word.toLowerCase() : 'unlisted';
}
