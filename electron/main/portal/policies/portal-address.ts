import { safeParseUrl } from '../../policies/safe-parse-url.ts';

const webSchemes: ReadonlySet<string> = new Set(['http:', 'https:']);
const longest = 20_000;

/** A web address that the view may show; undefined for every other scheme, for credentials in it, and for what is none. */
export function safeParsePortalAddress(text: string): URL | undefined {
  if (text.length > longest) return undefined;
  const url = safeParseUrl(text);
  if (url === undefined || !webSchemes.has(url.protocol) || url.hostname === '') return undefined;
  // Names and passwords in addresses serve only to deceive or to be kept by mistake.
  return url.username === '' && url.password === '' ? url : undefined;
}

/** What a learner typed into the address bar: an address, with or without its scheme. Undefined for anything else; nothing is searched for. */
export function safeParseTyped(typed: string): URL | undefined {
  const text = typed.trim();
  if (text === '' || /\s/u.test(text)) return undefined;
  if (/^[a-z][a-z0-9+.-]*:\/\//iu.test(text)) return safeParsePortalAddress(text);
  // `host:80` is no scheme, `javascript:1` is one.
  if (/^[a-z][a-z0-9+.-]*:/iu.test(text) && !/^[^/?#@]+:\d{1,5}(?:[/?#]|$)/u.test(text)) return undefined;
  const url = safeParsePortalAddress(`https://${text}`);
  if (url === undefined) return undefined;
  if (isThisComputer(url.hostname)) url.protocol = 'http:';
  return url.hostname.includes('.') || url.hostname.startsWith('[') || isThisComputer(url.hostname)
    ? url
    : undefined;
}

/** True for an address of this very computer, where nobody listens in on plain HTTP. */
export function isThisComputer(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/u.test(hostname);
}
