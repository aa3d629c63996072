import { base64 } from '@scure/base';

import { utf8 } from '../../../base/bytes.ts';
import {
  bytesOfLatin1,
  latin1,
  readHeaderBlock,
  unfolded,
  valuesOf,
  type HeaderBlock,
} from './header-block.ts';

const deepest = 10;
const mostParts = 1_000;

/**
 * The contents of a message's parts (RFC 2046), each with its transfer encoding undone (RFC 2045 section 6) and nothing else. What is
 * written otherwise than plainly is left out: this serves to find known bytes again, and nobody reads a message by it.
 * @param raw the message, with the line ends that it was kept with
 */
export function messageParts(raw: Uint8Array): readonly Uint8Array[] {
  const found: Uint8Array[] = [];
  const walk = (bytes: Uint8Array, depth: number): void => {
    if (depth > deepest || found.length >= mostParts) return;
    const header = readHeaderBlock(bytes);
    const body = bytes.subarray(header.bodyStart);
    const boundary = boundaryOf(header);
    if (boundary !== undefined) {
      for (const part of split(body, boundary)) walk(part, depth + 1);
      return;
    }
    const content = decoded(body, header);
    if (content !== undefined) found.push(content);
  };
  walk(raw, 0);
  return found;
}

function boundaryOf(header: HeaderBlock): string | undefined {
  const [type = '', ...more] = valuesOf(header, 'content-type').map(unfolded);
  if (more.length > 0 || !/^multipart\//i.test(type)) return undefined;
  const found = /;\s*boundary\s*=\s*(?:"([^"\\]{1,70})"|([^\s;"]{1,70}))/i.exec(type);
  return found?.[1] ?? found?.[2];
}

/** What stands between the lines of a boundary; the line break before such a line is its own (RFC 2046 section 5.1.1). */
function split(body: Uint8Array, boundary: string): Uint8Array[] {
  const mark = utf8(`--${boundary}`);
  const parts: Uint8Array[] = [];
  let from: number | undefined;
  for (let at = indexOf(body, mark, 0); at !== -1; at = indexOf(body, mark, at + 1)) {
    if (at > 0 && body[at - 1] !== 0x0a) continue;
    const lineEnd = body.indexOf(0x0a, at);
    const rest = latin1(body.subarray(at + mark.length, lineEnd === -1 ? body.length : lineEnd)).trimEnd();
    if (rest !== '' && rest !== '--') continue;
    if (from !== undefined) {
      const end = body[at - 2] === 0x0d ? at - 2 : at - 1;
      parts.push(body.subarray(from, Math.max(from, end)));
    }
    if (rest === '--' || lineEnd === -1) break;
    from = lineEnd + 1;
  }
  return parts;
}

function indexOf(bytes: Uint8Array, wanted: Uint8Array, from: number): number {
  const [first = 0] = wanted;
  for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1))
    if (wanted.every((byte, place) => bytes[at + place] === byte)) return at;
  return -1;
}

function decoded(body: Uint8Array, header: HeaderBlock): Uint8Array | undefined {
  const encoding = (valuesOf(header, 'content-transfer-encoding').map(unfolded)[0] ?? '7bit').toLowerCase();
  if (encoding === 'base64') {
    try {
      return base64.decode(latin1(body).replace(/\s+/g, ''));
    } catch {
      return undefined;
    }
  }
  if (encoding === 'quoted-printable') {
    const text = latin1(body)
      .replace(/[ \t]+(?=\r?\n|$)/g, '')
      .replace(/=\r?\n/g, '')
      .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
    return bytesOfLatin1(text);
  }
  return body;
}
