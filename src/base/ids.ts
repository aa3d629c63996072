/** What an id names; it is the id's first letters, so that a person can tell them apart. */
export type IdKind =
  'item' | 'source' | 'unit' | 'enrolment' | 'mapping' | 'note' | 'bundle' | 'record' | 'alert';

const prefixes: Readonly<Record<IdKind, string>> = {
  item: 'i',
  source: 's',
  unit: 'u',
  enrolment: 'e',
  mapping: 'm',
  note: 'n',
  bundle: 'b',
  record: 'r',
  alert: 'a',
};

/** Crockford's base 32 in lower case: no i, l, o, u, so that ids survive being read out loud. */
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';
const length = 10;

/** A new random id such as `i-7k3m9q2pxd`: 50 random bits, enough for a vault's lifetime; whoever stores it still checks. */
export function newId(kind: IdKind): string {
  const random = crypto.getRandomValues(new Uint8Array(length));
  let text = '';
  for (const byte of random) text += alphabet[byte & 31] ?? '';
  return `${prefixes[kind]}-${text}`;
}

/** True if `text` has the shape of an id of this kind. */
export function isId(kind: IdKind, text: string): boolean {
  return new RegExp(`^${prefixes[kind]}-[${alphabet}]{${String(length)}}$`).test(text);
}
