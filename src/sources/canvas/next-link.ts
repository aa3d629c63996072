/**
 * The address of the next page in a Link header (RFC 8288), verbatim, or undefined on the last page. Canvas calls these links
 * opaque, so nothing is ever built or changed in them.
 */
export function nextLink(header: string | undefined): string | undefined {
  if (header === undefined || header.length > longest) return undefined;
  for (const [, target = '', parameters = ''] of header.matchAll(
    /<([^<>]*)>((?:\s*;\s*[^\s;,=]+=(?:"[^"]*"|[^";,\s]*))*)/g,
  )) {
    const relations = /;\s*rel=(?:"([^"]*)"|([^";,\s]*))/i.exec(parameters);
    const named = (relations?.[1] ?? relations?.[2] ?? '').toLowerCase().split(/\s+/);
    if (named.includes('next')) return target;
  }
  return undefined;
}

/** Characters of a header that are looked at. */
const longest = 65_536;
