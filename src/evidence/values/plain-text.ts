/** The named characters that grades, ranges and titles of portals hold; a name that is not here is left as it stands. */
const named: ReadonlyMap<string, string> = new Map([
  ['nbsp', '\u00a0'],
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['ndash', '–'],
  ['mdash', '—'],
  ['hellip', '…'],
  ['lsquo', '‘'],
  ['rsquo', '’'],
  ['ldquo', '“'],
  ['rdquo', '”'],
  ['pound', '£'],
  ['deg', '°'],
  ['frac12', '½'],
  ['times', '×'],
  ['middot', '·'],
  ['bull', '•'],
]);

/**
 * A short piece of HTML (a grade, a title) as one line of plain text: tags go, character references are decoded once, runs
 * of blanks become one. `40.00&nbsp;/&nbsp;50.00` becomes `40.00 / 50.00`. For showing only; it makes nothing safe to be put
 * into a page as HTML.
 */
export function plainText(html: string): string {
  return decodeReferences(html.replace(/<[/!a-z][^<>]*>/gi, ' '))
    .replace(/\s+/g, ' ')
    .trim();
}

function decodeReferences(text: string): string {
  return text.replace(
    /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z][a-z0-9]{1,9}));/gi,
    (whole, decimal?: string, hex?: string, name?: string) => {
      if (name !== undefined) return named.get(name) ?? whole;
      const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
      return isScalarValue(code) ? String.fromCodePoint(code) : whole;
    },
  );
}

/** A Unicode scalar value other than NUL: no surrogate, nothing beyond the last plane. */
function isScalarValue(code: number): boolean {
  return code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
}
