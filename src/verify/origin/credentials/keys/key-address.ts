import { isLoopbackHost } from '../../../../base/loopback-host.ts';

/**
 * The address of the document that holds a key or describes an issuer, for a DID or https id with or without a fragment.
 *
 * - `did:web:example.org:a:b` → `https://example.org/a/b/did.json` (did:web method specification, section 3.2); a host that is this
 *   computer itself, as in tests and practice, means http.
 * - `https://…` → itself without its fragment; `http://` only for this computer.
 *
 * @returns undefined for anything else, `did:key` among it
 */
export function documentAddress(id: string): string | undefined {
  const [plain = ''] = id.split('#', 1);
  if (plain.startsWith('did:web:')) return didWebAddress(plain.slice('did:web:'.length));
  const url = URL.canParse(plain) ? new URL(plain) : undefined;
  if (url?.username !== '' || url.password !== '') return undefined;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopbackHost(url.hostname))
    ? url.href
    : undefined;
}

function didWebAddress(rest: string): string | undefined {
  const [host = '', ...path] = rest.split(':');
  if (host === '' || [host, ...path].some((part) => part === '' || !/^[\w.%~!$&'()*+,;=@-]+$/.test(part)))
    return undefined;
  const authority = host.replace(/%3a/i, ':');
  const folder = path.length === 0 ? '.well-known' : path.join('/');
  const address = (scheme: string): string => `${scheme}://${authority}/${folder}/did.json`;
  if (!URL.canParse(address('https'))) return undefined;
  const url = new URL(address('https'));
  if (url.username !== '') return undefined;
  return isLoopbackHost(url.hostname) ? new URL(address('http')).href : url.href;
}

/** The id without its fragment. */
export function withoutFragment(id: string): string {
  return id.split('#', 1)[0] ?? '';
}
