import { TimestampFlaw } from './timestamp-flaw.ts';

const maxDepth = 32;

const malformed = (): TimestampFlaw => new TimestampFlaw('malformed');

/** Universal types that DER writes in one piece, never as pieces of their own kind (X.690 section 10.2). */
const primitiveTypes: ReadonlySet<number> = new Set([
  1, 2, 3, 4, 5, 6, 10, 12, 18, 19, 20, 22, 23, 24, 25, 26, 27, 28, 30,
]);

function minimalInteger(content: Uint8Array): boolean {
  const [first, second] = content;
  if (first === undefined) return false;
  if (second === undefined) return true;
  return !((first === 0x00 && second < 0x80) || (first === 0xff && second >= 0x80));
}

/** The place after one value that begins at `start`. Throws a flaw for what DER forbids. */
function walk(bytes: Uint8Array, start: number, end: number, depth: number): number {
  if (depth > maxDepth) throw new TimestampFlaw('over-limit');
  const tag = bytes[start];
  const first = bytes[start + 1];
  // Tag numbers over 30 take more bytes; nothing in a timestamp has one.
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw malformed();
  let at = start + 2;
  let length = first;
  if (first >= 0x80) {
    const count = first & 0x7f;
    if (count === 0 || count > 3) throw malformed();
    length = 0;
    for (let i = 0; i < count; i += 1) length = length * 256 + (bytes[at + i] ?? 0);
    if (length < 0x80 || bytes[at] === 0) throw malformed();
    at += count;
  }
  const stop = at + length;
  if (stop > end) throw malformed();
  const universal = (tag & 0xc0) === 0;
  const number = tag & 0x1f;
  if ((tag & 0x20) !== 0) {
    if (universal && primitiveTypes.has(number)) throw malformed();
    while (at < stop) at = walk(bytes, at, stop, depth + 1);
    return stop;
  }
  if (!universal) return stop;
  const content = bytes.subarray(at, stop);
  if (number === 0 || number === 16 || number === 17) throw malformed();
  if (number === 1 && !(length === 1 && (content[0] === 0x00 || content[0] === 0xff))) throw malformed();
  if ((number === 2 || number === 10) && !minimalInteger(content)) throw malformed();
  if (number === 5 && length !== 0) throw malformed();
  return stop;
}

/**
 * Throws the flaw `malformed` unless the bytes are exactly one value in DER (X.690 section 10): definite, shortest lengths,
 * shortest integers, booleans 00 or FF, strings in one piece. `over-limit` beyond 32 levels. The order of sets is not looked at: it is
 * signed as it stands.
 */
export function requireDer(bytes: Uint8Array): void {
  if (walk(bytes, 0, bytes.length, 1) !== bytes.length) throw malformed();
}
