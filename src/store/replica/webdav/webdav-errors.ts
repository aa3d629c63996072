import { VaultError } from '../../../base/errors.ts';

/** Statuses that another try may get past (RFC 9110 section 15; 423 and 425 of RFC 4918 and RFC 8470). */
const passing: ReadonlySet<number> = new Set([408, 423, 425, 429, 500, 502, 503, 504]);

/** A server that says that it cannot move a file: not at all, or not to where it takes the address to lead (RFC 4918 section 9.9.4; proxies that hide TLS from it cause that). */
const immovable: ReadonlySet<number> = new Set([400, 405, 501, 502]);

/** The HTTP status of what the library throws. */
export function statusOf(thrown: unknown): number | undefined {
  const status: unknown = thrown instanceof Error && 'status' in thrown ? thrown.status : undefined;
  return typeof status === 'number' ? status : undefined;
}

export function cannotMove(thrown: unknown): boolean {
  return immovable.has(statusOf(thrown) ?? 0);
}

/** True for a failure that may be gone at the next try: a cut connection, silence, a server that is busy. */
export function mayPass(thrown: unknown): boolean {
  if (thrown instanceof VaultError)
    return thrown.code === 'storage.gone' && thrown.details.reason !== 'no-folder';
  const status = statusOf(thrown);
  return status === undefined ? isNetwork(thrown) : passing.has(status);
}

/**
 * A failure as an error of ours. The original is not kept as its cause, nor any of its text: it holds the request, and with it the password.
 */
export function storageError(thrown: unknown): VaultError {
  if (thrown instanceof VaultError) return thrown;
  const status = statusOf(thrown);
  if (status === undefined)
    return isNetwork(thrown)
      ? new VaultError('storage.gone', { reason: systemCode(thrown) })
      : new VaultError('storage.not-webdav');
  if (status === 507) return new VaultError('storage.full', { status });
  if (status === 401 || status === 403) return new VaultError('storage.refused', { status });
  if (passing.has(status)) return new VaultError('storage.gone', { status });
  if (status === 404 || status === 409)
    return new VaultError('storage.gone', { reason: 'no-folder', status });
  return new VaultError('storage.failed', { status });
}

/** `fetch` throws TypeError for whatever goes wrong on the network, and so does a body that is cut off. */
function isNetwork(thrown: unknown): boolean {
  return thrown instanceof TypeError && (thrown.cause !== undefined || thrown.message === 'terminated');
}

function systemCode(thrown: unknown): string {
  const cause: unknown = thrown instanceof Error ? thrown.cause : undefined;
  const code: unknown = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code) ? code : 'unknown';
}
