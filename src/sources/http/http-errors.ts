import { VaultError } from '../../base/errors.ts';

/** What waited for too long. */
export type TimeoutPhase = 'answer' | 'idle' | 'total';

export function timedOut(phase: TimeoutPhase): VaultError {
  return new VaultError('source.timeout', { phase });
}

/**
 * A failure of the network as an error of ours. Its details hold the system's short code and nothing of the request: an
 * address may carry a token, a body a password. For that reason the original error is not kept as a cause either.
 */
export function networkError(thrown: unknown, signal: AbortSignal): VaultError {
  if (thrown instanceof VaultError) return thrown;
  if (signal.aborted) return new VaultError('internal.cancelled');
  return new VaultError('source.unreachable', { reason: systemCode(thrown) });
}

function systemCode(thrown: unknown): string {
  const code: unknown = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_/]{1,60}$/.test(code) ? code : 'unknown';
}

/** True for a failure that may be gone at the next try. Nobody listens, no such name, and a bad certificate stay as they are. */
export function mayPass(error: VaultError): boolean {
  if (error.code === 'source.timeout') return true;
  if (error.code !== 'source.unreachable') return false;
  return passing.has(String(error.details.reason));
}

const passing: ReadonlySet<string> = new Set([
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EAI_AGAIN',
  'cut-off',
  // What came was spoilt on the way, as this side saw, or the other one.
  'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC',
  'ERR_SSL_SSL/TLS_ALERT_BAD_RECORD_MAC',
]);
