import { VaultError } from '../../../base/errors.ts';

const quote = 0x22;
const backslash = 0x5c;
const openings = new Set([0x7b, 0x5b]);
const closings = new Set([0x7d, 0x5d]);
const comma = 0x2c;
const colon = 0x3a;
const spaces = new Set([0x20, 0x09, 0x0a, 0x0d]);

/**
 * The elements of an array that is a property of a JSON object, each as the very bytes that it has in the text: a signature may hang on
 * how something was written.
 * @param bytes UTF-8 that is known to be valid JSON with each name once
 * @returns undefined if there is no such property, or it is no array
 */
export function sliceArray(bytes: Uint8Array, property: string): Uint8Array[] | undefined {
  const object = skipSpace(bytes, 0);
  if (bytes[object] !== 0x7b) return undefined;
  for (const [nameStart, nameEnd, start, end] of members(bytes, object)) {
    if (nameOf(bytes, nameStart, nameEnd) !== property) continue;
    return bytes[start] === 0x5b ? elements(bytes, start, end) : undefined;
  }
  return undefined;
}

/** Places of name and value of each member. */
function* members(bytes: Uint8Array, object: number): Generator<readonly [number, number, number, number]> {
  let at = skipSpace(bytes, object + 1);
  while (bytes[at] === quote) {
    const nameEnd = endOfValue(bytes, at);
    const mark = skipSpace(bytes, nameEnd);
    if (bytes[mark] !== colon) throw notJson();
    const start = skipSpace(bytes, mark + 1);
    const end = endOfValue(bytes, start);
    yield [at, nameEnd, start, end];
    at = skipSpace(bytes, end);
    if (bytes[at] === comma) at = skipSpace(bytes, at + 1);
  }
}

function elements(bytes: Uint8Array, array: number, end: number): Uint8Array[] {
  const found: Uint8Array[] = [];
  let at = skipSpace(bytes, array + 1);
  while (at < end - 1) {
    const stop = endOfValue(bytes, at);
    if (stop === at) throw notJson();
    found.push(bytes.subarray(at, stop));
    at = skipSpace(bytes, stop);
    if (bytes[at] === comma) at = skipSpace(bytes, at + 1);
  }
  return found;
}

/** Where the value that begins at `start` ends. */
function endOfValue(bytes: Uint8Array, start: number): number {
  let depth = 0;
  for (let at = start; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === quote) {
      at = endOfString(bytes, at) - 1;
      if (depth === 0) return at + 1;
    } else if (openings.has(byte)) depth += 1;
    else if (closings.has(byte)) {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && (byte === comma || spaces.has(byte))) return at;
  }
  if (depth > 0) throw notJson();
  return bytes.length;
}

function endOfString(bytes: Uint8Array, start: number): number {
  for (let at = start + 1; at < bytes.length; at += 1) {
    if (bytes[at] === backslash) at += 1;
    else if (bytes[at] === quote) return at + 1;
  }
  throw notJson();
}

function skipSpace(bytes: Uint8Array, start: number): number {
  let at = start;
  while (spaces.has(bytes[at] ?? 0)) at += 1;
  return at;
}

function nameOf(bytes: Uint8Array, start: number, end: number): unknown {
  return JSON.parse(new TextDecoder().decode(bytes.subarray(start, end)));
}

function notJson(): VaultError {
  return new VaultError('source.protocol', { reason: 'json' });
}
