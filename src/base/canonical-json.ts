import type { JsonObject, JsonValue } from './json.ts';
import { VaultError } from './errors.ts';

/**
 * JSON text in the one canonical form of RFC 8785 (JCS): no blanks, names sorted by UTF-16 code units,
 * numbers and strings as ECMAScript writes them.
 *
 * Throws `input.json-invalid` for what has no canonical form: a number that is not finite, an integer beyond 2^53 - 1,
 * a lone surrogate, `undefined`.
 */
export function encodeCanonicalJson(value: JsonValue): string {
  if (typeof value === 'string') return encodeString(value);
  return checkCanonical(value) ? JSON.stringify(value) : encodeInOrder(value);
}

/**
 * Looks whether a value has a canonical form. Throws as `encodeCanonicalJson`.
 *
 * @returns whether all names come in the order of that form: then ECMAScript writes it so by itself, many times as fast
 */
export function checkCanonical(value: JsonValue): boolean {
  switch (typeof value) {
    case 'boolean':
      return true;
    case 'number':
      checkNumber(value);
      return true;
    case 'string':
      checkText(value);
      return true;
    case 'object':
      return value === null || checkStructure(value);
    default:
      throw new VaultError('input.json-invalid', { what: typeof value });
  }
}

function checkStructure(value: Exclude<JsonValue, string | number | boolean | null>): boolean {
  let inOrder = true;
  if (isArray(value)) {
    for (const each of value) if (!checkCanonical(each)) inOrder = false;
    return inOrder;
  }
  let previous: string | undefined;
  for (const name of Object.keys(value)) {
    if (previous !== undefined && previous >= name) inOrder = false;
    previous = name;
    checkText(name);
    if (!checkCanonical(memberOf(value, name))) inOrder = false;
  }
  return inOrder;
}

function encodeInOrder(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isArray(value)) return `[${value.map(encodeInOrder).join(',')}]`;
  const members = Object.keys(value)
    .sort()
    .map((name) => `${encodeString(name)}:${encodeInOrder(memberOf(value, name))}`);
  return `{${members.join(',')}}`;
}

function memberOf(value: JsonObject, name: string): JsonValue {
  const member = value[name];
  if (member === undefined) throw new VaultError('input.json-invalid', { what: 'undefined' });
  return member;
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function checkNumber(value: number): void {
  if (!Number.isFinite(value)) throw new VaultError('input.json-invalid', { what: 'number' });
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    throw new VaultError('input.json-invalid', { what: 'integer-range' });
}

function checkText(value: string): void {
  if (!value.isWellFormed()) throw new VaultError('input.json-invalid', { what: 'lone-surrogate' });
}

const plain = /^[ !#-[\]-~]*$/;

/** True for printable ASCII without what JSON escapes, nearly all names and most values: it stands between quotation marks as it is. */
export function isPlainText(value: string): boolean {
  return plain.test(value);
}

function encodeString(value: string): string {
  if (isPlainText(value)) return `"${value}"`;
  checkText(value);
  return JSON.stringify(value);
}
