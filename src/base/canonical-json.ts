import type { JsonValue } from './json.ts';
import { VaultError } from './errors.ts';

/**
 * JSON text in the one canonical form of RFC 8785 (JCS): no blanks, names sorted by UTF-16 code units,
 * numbers and strings as ECMAScript writes them.
 *
 * Throws `input.json-invalid` for what has no canonical form: a number that is not finite, an integer beyond 2^53 - 1,
 * a lone surrogate, `undefined`.
 */
export function encodeCanonicalJson(value: JsonValue): string {
  switch (typeof value) {
    case 'boolean':
      return value ? 'true' : 'false';
    case 'number':
      return encodeNumber(value);
    case 'string':
      return encodeString(value);
    case 'object':
      return value === null ? 'null' : encodeStructure(value);
    default:
      throw new VaultError('input.json-invalid', { what: typeof value });
  }
}

function encodeStructure(value: Exclude<JsonValue, string | number | boolean | null>): string {
  if (isArray(value)) return `[${value.map(encodeCanonicalJson).join(',')}]`;
  const names = Object.keys(value).sort();
  const members = names.map((name) => {
    const member = value[name];
    if (member === undefined) throw new VaultError('input.json-invalid', { what: 'undefined' });
    return `${encodeString(name)}:${encodeCanonicalJson(member)}`;
  });
  return `{${members.join(',')}}`;
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function encodeNumber(value: number): string {
  if (!Number.isFinite(value)) throw new VaultError('input.json-invalid', { what: 'number' });
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new VaultError('input.json-invalid', { what: 'integer-range' });
  return JSON.stringify(value);
}

const plain = /^[ !#-[\]-~]*$/;

/** True for printable ASCII without what JSON escapes, nearly all names and most values: it stands between quotation marks as it is. */
export function isPlainText(value: string): boolean {
  return plain.test(value);
}

function encodeString(value: string): string {
  if (isPlainText(value)) return `"${value}"`;
  if (!value.isWellFormed()) throw new VaultError('input.json-invalid', { what: 'lone-surrogate' });
  return JSON.stringify(value);
}
