import { parsePageAddress } from './page-address.ts';

export interface NavigationWish {
  readonly url: string;
  readonly isMainFrame: boolean;
}

/**
 * What becomes of a page's wish to go elsewhere. Its own frame goes nowhere: only main turns pages; a reload is answered with a fresh
 * page. A frame inside it may show evidence of the same page, which is inert.
 */
export function judgeNavigation(
  { url, isMainFrame }: NavigationWish,
  currentHost: string,
): 'allow' | 'fresh-page' | 'deny' {
  const address = parsePageAddress(url);
  if (address?.host !== currentHost) return 'deny';
  if (isMainFrame) return address.path === '/index.html' || address.path === '/' ? 'fresh-page' : 'deny';
  return /^\/content\/[A-Za-z0-9_-]{1,128}$/u.test(address.path) ? 'allow' : 'deny';
}
