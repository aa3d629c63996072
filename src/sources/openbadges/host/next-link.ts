/**
 * The address with the relation `next` of a Link header (RFC 8288 section 3), made whole against `base`; undefined if there is none.
 * @param header several headers of the name joined by commas
 */
export function nextLink(header: string | undefined, base: URL): URL | undefined {
  for (const [, target = '', parameters = ''] of (header ?? '').matchAll(
    /<([^<>]*)>((?:\s*;[^,"]*(?:"[^"]*")?)*)/g,
  )) {
    const relations = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,]+))/i.exec(parameters);
    const named = (relations?.[1] ?? relations?.[2] ?? '').toLowerCase().split(/\s+/);
    if (named.includes('next')) return URL.parse(target, base.href) ?? undefined;
  }
  return undefined;
}
