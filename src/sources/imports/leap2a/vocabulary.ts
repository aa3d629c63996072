/**
 * The names of Leap2A, an Atom profile for portfolios (http://www.leapspecs.org/2A/, by CETIS). Two families are met: 2009-03, as early
 * Mahara, PebblePad and Moodle wrote it, and 2010-07, as Mahara writes it to this day. Mahara's importer (htdocs/import/leap/lib.php) tells
 * them apart by the same addresses.
 */
export const atomNamespace = 'http://www.w3.org/2005/Atom';
export const rdfNamespace = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';

/** Namespaces of Leap2A's own elements. */
const leapNamespaces: ReadonlySet<string> = new Set([
  'http://terms.leapspecs.org/',
  'http://www.leapspecs.org/2A/',
  'http://www.leapspecs.org/2010-07/2A/',
  'http://www.leapspecs.org/2011-09/2A/',
  'http://www.leapspecs.org/2A/2011-09/',
  'http://wiki.cetis.ac.uk/2009-03/LEAP2A_predicates#',
]);

const leapMark =
  /http:\/\/(?:terms\.leapspecs\.org\/|www\.leapspecs\.org\/|wiki\.cetis\.ac\.uk\/2009-03\/LEAP2A_)/;

export function isLeapNamespace(uri: string): boolean {
  return leapNamespaces.has(uri);
}

/** True if the first bytes of a file are those of an Atom feed that speaks Leap2A. Cheap, and not yet a promise. */
export function looksLikeLeap2a(head: Uint8Array): boolean {
  const text = Buffer.from(head).toString('latin1').replaceAll('\0', '');
  return text.includes(atomNamespace) && leapMark.test(text) && /<(?:[\w.-]+:)?feed[\s>]/.test(text);
}

/**
 * The bare word of a term: `leap2:has_part`, `leaptype:ability`, `http://terms.leapspecs.org/has_part` and
 * `http://wiki.cetis.ac.uk/2009-03/LEAP2A_types#ability` are `has_part` and `ability`. Other terms stay as they are.
 */
export function bareTerm(term: string): string {
  const prefixed = /^leap(?:2|type)?:([\w-]+)$/.exec(term)?.[1];
  if (prefixed !== undefined) return prefixed;
  return leapMark.test(term) ? (/[/#]([\w-]+)$/.exec(term)?.[1] ?? term) : term;
}
