import { safeParseUrl } from '../../policies/safe-parse-url.ts';
import { safeParsePortalAddress } from './portal-address.ts';

export interface PortalNavigation {
  readonly url: string;
  readonly isMainFrame: boolean;
}

/** What frames inside a page may hold besides the web: what the page itself made. */
const madeByPages: ReadonlySet<string> = new Set(['about:', 'blob:', 'data:']);

/**
 * Where a page may go: the web. Frames inside it may also show what it made itself. Programs of this computer, files, other apps and our
 * own protocol are out of reach, whoever asks and however.
 */
export function mayGo({ url, isMainFrame }: PortalNavigation): boolean {
  if (safeParsePortalAddress(url) !== undefined) return true;
  if (isMainFrame) return false;
  const parsed = safeParseUrl(url);
  if (parsed === undefined || !madeByPages.has(parsed.protocol)) return false;
  return parsed.protocol !== 'about:' || url === 'about:blank' || url === 'about:srcdoc';
}

const loadable: ReadonlySet<string> = new Set(['http:', 'https:', 'ws:', 'wss:', 'data:', 'blob:', 'about:']);

/** What the view's session may load at all, whatever part of a page asks. */
export function mayRequest(url: string): boolean {
  const parsed = safeParseUrl(url);
  return parsed !== undefined && loadable.has(parsed.protocol);
}
