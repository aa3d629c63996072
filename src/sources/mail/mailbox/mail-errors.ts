import { VaultError } from '../../../base/errors.ts';

interface Said {
  readonly code?: unknown;
  readonly authenticationFailed?: unknown;
  readonly tlsFailed?: unknown;
  readonly responseStatus?: unknown;
  readonly serverResponseCode?: unknown;
}

const timeouts = new Set(['CONNECT_TIMEOUT', 'GREETING_TIMEOUT', 'UPGRADE_TIMEOUT', 'ETIMEOUT', 'ETIMEDOUT']);
const misunderstood =
  /^(?:ParserError|UnexpectedTag|InvalidResponse|ResponseProcessingFailed|LineTooLarge|LiteralTooLarge|ResponseTooLarge|MAX_IMAP|STARTTLS_INJECTION)/;
const certificates = /CERT|SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)|^ERR_TLS/;

/**
 * What the mail library threw, as one of our errors. Nothing that the server said goes along: it may hold names.
 * @param stage a refused sign-in means a wrong password while connecting, and an ended sign-in later
 */
export function mailError(thrown: unknown, stage: 'connecting' | 'pulling', signal: AbortSignal): VaultError {
  if (signal.aborted) return new VaultError('internal.cancelled', {}, thrown);
  if (thrown instanceof VaultError) return thrown;
  if (!(thrown instanceof Error)) return new VaultError('internal.bug', {}, thrown);
  const said: Said & Error = thrown;
  const code = typeof said.code === 'string' ? said.code : '';
  if (said.authenticationFailed === true) {
    if (said.serverResponseCode === 'UNAVAILABLE') return new VaultError('source.maintenance', {}, thrown);
    return new VaultError(
      stage === 'connecting' ? 'source.login-refused' : 'source.login-expired',
      {},
      thrown,
    );
  }
  if (certificates.test(code)) return new VaultError('source.certificate-broken', {}, thrown);
  if (said.tlsFailed === true || code === 'MissingServerExtension')
    return new VaultError('source.refused', { reason: 'not-encrypted' }, thrown);
  if (timeouts.has(code)) return new VaultError('source.timeout', {}, thrown);
  if (misunderstood.test(code)) return new VaultError('source.protocol', {}, thrown);
  if (said.responseStatus === 'NO') return new VaultError('source.refused', {}, thrown);
  if (said.responseStatus === 'BAD') return new VaultError('source.protocol', {}, thrown);
  return code === ''
    ? new VaultError('source.protocol', {}, thrown)
    : new VaultError('source.unreachable', {}, thrown);
}

/** True if the server refused one thing and the connection stands. */
export function isRefusal(thrown: unknown): boolean {
  return thrown instanceof Error && 'responseStatus' in thrown && thrown.responseStatus === 'NO';
}
