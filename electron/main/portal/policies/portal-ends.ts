import { safeParseUrl } from '../../policies/safe-parse-url.ts';

/**
 * Whether an address is one at which the window ends: it begins with one that the engine named, of the same scheme. Those are
 * `scheme://word…` or, as RFC 8252 (7.1) has it, `scheme:/word…` of the app's own making, never a part of the web that just happens to
 * begin alike.
 */
export function isEnd(address: string, endsAt: readonly string[]): boolean {
  const scheme = safeParseUrl(address)?.protocol;
  return (
    scheme !== undefined &&
    endsAt.some(
      (end) =>
        /^(?!https?:)[a-z][a-z0-9+.-]*:\/\/?[^/]/u.test(end) &&
        end.startsWith(scheme) &&
        address.startsWith(end),
    )
  );
}
