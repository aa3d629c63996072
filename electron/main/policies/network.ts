import { appScheme, parsePageAddress } from './page-address.ts';
import { safeParseUrl } from './safe-parse-url.ts';

/**
 * Whether the app's session may load an address: its own protocol at the current page's host, and what the page holds in memory itself.
 * The app needs no network; sources speak from the engine, the portal window has a session of its own.
 * @param devServer origin of the development server, with which alone development builds may also speak
 */
export function mayLoad(url: string, currentHost: string, devServer?: string): boolean {
  if (url.startsWith('data:')) return true;
  if (url.startsWith('blob:')) return url.startsWith(`blob:${appScheme}://${currentHost}/`);
  if (parsePageAddress(url)?.host === currentHost) return true;
  if (devServer === undefined) return false;
  return url.startsWith('devtools://') || sameServer(url, devServer);
}

function sameServer(url: string, server: string): boolean {
  const asked = safeParseUrl(url);
  const allowed = safeParseUrl(server);
  if (asked === undefined || asked.host !== allowed?.host) return false;
  return asked.protocol === allowed.protocol || asked.protocol === 'ws:';
}
