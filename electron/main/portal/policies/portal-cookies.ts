import { z } from 'zod';

/** A cookie as it is kept and put back. */
const cookieSchema = z.object({
  name: z.string().max(4096),
  value: z.string().max(8192),
  domain: z.string().max(255),
  hostOnly: z.boolean().default(false),
  path: z.string().max(2048).default('/'),
  secure: z.boolean().default(false),
  httpOnly: z.boolean().default(false),
  sameSite: z.enum(['unspecified', 'no_restriction', 'lax', 'strict']).default('unspecified'),
  /** Seconds since 1970; without it the cookie is one of the session. */
  expirationDate: z.number().exactOptional(),
});
type KeptCookie = z.infer<typeof cookieSchema>;

const mostCookies = 300;
const longest = 900_000;

/** What may be put back, as Electron takes it. */
export interface SettableCookie extends Omit<KeptCookie, 'hostOnly' | 'domain'> {
  readonly url: string;
  readonly domain?: string;
}

/** Cookies as text to be sealed; undefined if there are none, or more than a sign-in has. */
export function writeCookies(cookies: readonly unknown[]): string | undefined {
  const kept = z.array(cookieSchema).safeParse(cookies);
  if (!kept.success || kept.data.length === 0 || kept.data.length > mostCookies) return undefined;
  const text = JSON.stringify(kept.data);
  return text.length > longest ? undefined : text;
}

/** What `writeCookies` wrote; nothing for what is anything else, or has run out. */
export function readCookies(text: string, now: Date): SettableCookie[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return [];
  }
  const kept = z.array(cookieSchema).max(mostCookies).safeParse(parsed);
  if (!kept.success) return [];
  return kept.data.flatMap(({ hostOnly, domain, ...cookie }) => {
    if (cookie.expirationDate !== undefined && cookie.expirationDate * 1000 <= now.getTime()) return [];
    const host = domain.replace(/^\./u, '');
    if (!/^[a-z0-9.:[\]-]+$/iu.test(host)) return [];
    const url = `${cookie.secure ? 'https' : 'http'}://${host}${cookie.path.startsWith('/') ? cookie.path : '/'}`;
    return URL.canParse(url) ? [{ ...cookie, url, ...(hostOnly ? {} : { domain }) }] : [];
  });
}
