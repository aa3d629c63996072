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
  return `${prefixes[kind]}-${spell(crypto.getRandomValues(new Uint8Array(length)))}`;
}

function spell(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += alphabet[byte & 31] ?? '';
  return text;
}

/**
 * The id that belongs to a digest: the same each time, so that whoever needs it before the thing is recorded, and is cut short, gives the
 * same one again. Two digests may share an id (50 bits); whoever stores it checks.
 * @param digest at least 10 bytes of a cryptographic hash
 */
export function idOfDigest(kind: IdKind, digest: Uint8Array): string {
  return `${prefixes[kind]}-${spell(digest.subarray(0, length))}`;
}

/** True if `text` has the shape of an id of this kind. */
export function isId(kind: IdKind, text: string): boolean {
  return new RegExp(`^${prefixes[kind]}-[${alphabet}]{${String(length)}}$`).test(text);
}

/** All ids of a kind that stand in a text, each as a word of its own. */
export function idsIn(kind: IdKind, text: string): readonly string[] {
  return text.match(new RegExp(`\\b${prefixes[kind]}-[${alphabet}]{${String(length)}}\\b`, 'gu')) ?? [];
}
