import { VaultError } from '../../../base/errors.ts';
import { isLoopbackHost } from '../../../base/loopback-host.ts';

/**
 * The address of a folder on a WebDAV server, as somebody typed it, without its last slash.
 *
 * Throws `input.unsafe-address` unless it begins with `https://` (or `http://` on this computer itself) and holds neither a name or password nor a query.
 */
export function parseWebdavAddress(typed: string): string {
  const url = URL.parse(typed.trim());
  if (url === null) throw new VaultError('input.unsafe-address', { reason: 'unreadable' });
  const safe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname));
  if (!safe) throw new VaultError('input.unsafe-address', { reason: 'not-encrypted' });
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw new VaultError('input.unsafe-address', { reason: 'more-than-a-place' });
  return url.href.replace(/\/+$/, '');
}
