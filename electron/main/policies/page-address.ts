import { safeParseUrl } from './safe-parse-url.ts';

/** The app's own protocol; its pages have hosts that are used once each. */
export const appScheme = 'evidence-vault-app';

const hostShape = /^[0-9a-f]{32}$/u;
/** Places in the page and what they ask for; nothing that could leave the fragment of an address. */
const routeShape = /^\/(?!\/)[A-Za-z0-9/_?=&%.,+:~-]{0,199}$/u;

export interface PageAddress {
  readonly host: string;
  /** `/index.html`, `/assets/…` or `/content/TOKEN`. */
  readonly path: string;
}

/** What a page's address names; undefined for anything that is not exactly one of ours (no port, no credentials, no odd host). */
export function parsePageAddress(address: string): PageAddress | undefined {
  const url = safeParseUrl(address);
  if (url?.protocol !== `${appScheme}:` || !hostShape.test(url.host)) return undefined;
  if (url.username !== '' || url.password !== '' || url.port !== '') return undefined;
  return { host: url.host, path: url.pathname };
}

/** A route as the page may name it, with its slash and without `#`; undefined for what could never be one. */
export function safeParseRoute(text: string): string | undefined {
  const route = text.startsWith('#') ? text.slice(1) : text;
  return routeShape.test(route) ? route : undefined;
}

/** The address of a fresh page. */
export function pageAddress(host: string, route: string): string {
  return `${appScheme}://${host}/index.html#${route}`;
}

/** The route that an address shows; `/home` where it shows none. */
export function routeOfAddress(address: string): string {
  const hash = safeParseUrl(address)?.hash ?? '';
  return safeParseRoute(hash) ?? '/home';
}
