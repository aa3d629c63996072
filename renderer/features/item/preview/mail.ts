import { readableText } from '../readable-text.ts';

/** An e-mail as plain words. */
export interface Mail {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly copy: string | undefined;
  readonly subject: string | undefined;
  /** As the sender's program wrote it. */
  readonly date: string | undefined;
  readonly text: string;
  /** The mail was written as a web page, and this is its text. */
  readonly fromWebPage: boolean;
  readonly attachments: readonly string[];
}

interface Entity {
  readonly headers: ReadonlyMap<string, string>;
  /** One character a byte. */
  readonly body: string;
}

const deepest = 10;
const mostParts = 200;

/**
 * The headers, the text and the names of the attachments of a message (RFC 5322, RFC 2045 to 2047). Nothing of it is drawn as a web page, and
 * nothing it points to is fetched. What cannot be read stays as it was written.
 */
export function parseMail(bytes: Uint8Array): Mail {
  const message = entityOf(new TextDecoder('latin1').decode(bytes));
  const found: Found = { plain: undefined, html: undefined, attachments: [], parts: 0 };
  collect(message, found, 0);
  const header = (name: string): string | undefined => {
    const value = message.headers.get(name);
    return value === undefined ? undefined : decodeWords(utf8OrAsIs(value));
  };
  return {
    from: header('from'),
    to: header('to'),
    copy: header('cc'),
    subject: header('subject'),
    date: header('date'),
    text: found.plain ?? (found.html === undefined ? '' : readableText(found.html)),
    fromWebPage: found.plain === undefined && found.html !== undefined,
    attachments: found.attachments,
  };
}

function entityOf(text: string): Entity {
  // A part may begin with the empty line: it has no headers then.
  const at = /^\r?\n/u.test(text) ? 0 : (/\r?\n\r?\n/u.exec(text)?.index ?? text.length);
  const headers = new Map<string, string>();
  for (const line of text
    .slice(0, at)
    .replaceAll(/\r?\n[ \t]+/gu, ' ')
    .split(/\r?\n/u)) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).trim().toLowerCase();
    if (name !== '' && !headers.has(name)) headers.set(name, line.slice(colon + 1).trim());
  }
  return { headers, body: text.slice(at).replace(/^(?:\r?\n){1,2}/u, '') };
}

interface Found {
  plain: string | undefined;
  html: string | undefined;
  readonly attachments: string[];
  parts: number;
}

function collect(entity: Entity, found: Found, depth: number): void {
  found.parts += 1;
  if (depth > deepest || found.parts > mostParts) return;
  const type = parameterised(entity.headers.get('content-type') ?? 'text/plain');
  const disposition = parameterised(entity.headers.get('content-disposition') ?? '');
  const boundary = type.parameters.get('boundary');
  if (type.value.startsWith('multipart/') && boundary !== undefined) {
    for (const part of partsOf(entity.body, boundary)) collect(entityOf(part), found, depth + 1);
    return;
  }
  const name = disposition.parameters.get('filename') ?? type.parameters.get('name');
  const isText = type.value === 'text/plain' || type.value === 'text/html';
  if (disposition.value === 'attachment' || name !== undefined || !isText) {
    found.attachments.push(name === undefined ? type.value : decodeWords(utf8OrAsIs(name)));
    return;
  }
  const text = contentOf(entity, type.parameters.get('charset'));
  if (type.value === 'text/plain') found.plain = join(found.plain, text);
  else found.html = join(found.html, text);
}

function join(before: string | undefined, text: string): string {
  return before === undefined ? text : `${before}\n\n${text}`;
}

function partsOf(body: string, boundary: string): readonly string[] {
  const parts: string[] = [];
  let current: string[] | undefined;
  for (const line of body.split('\n')) {
    const bare = line.trimEnd();
    if (bare === `--${boundary}` || bare === `--${boundary}--`) {
      if (current !== undefined) parts.push(current.join('\n'));
      if (parts.length >= mostParts) return parts;
      current = bare.endsWith(`${boundary}--`) ? undefined : [];
    } else current?.push(line);
  }
  // Cut off in the middle, since only the beginning of a long message is read.
  if (current !== undefined) parts.push(current.join('\n'));
  return parts;
}

/** RFC 2045 section 5.1, with the continuations and encodings of RFC 2231 only as far as one piece in UTF-8. */
function parameterised(header: string): {
  readonly value: string;
  readonly parameters: ReadonlyMap<string, string>;
} {
  const [value = ''] = header.split(';');
  const parameters = new Map<string, string>();
  for (const [, name, quoted, bare] of header.matchAll(
    /;\s*([^=;\s]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/gu,
  )) {
    if (name === undefined) continue;
    const text = quoted?.replaceAll(/\\(.)/gu, '$1') ?? bare ?? '';
    const star = name.toLowerCase().replace(/\*(?:0\*?)?$/u, '');
    parameters.set(star, name.includes('*') ? percentDecoded(text) : text);
  }
  return { value: value.trim().toLowerCase(), parameters };
}

function percentDecoded(text: string): string {
  const [, encoded] = /^[^']*'[^']*'(.*)$/u.exec(text) ?? [];
  try {
    return decodeURIComponent(encoded ?? text);
  } catch (thrown) {
    if (thrown instanceof URIError) return text;
    throw thrown;
  }
}

function contentOf({ headers, body }: Entity, charset: string | undefined): string {
  const encoding = headers.get('content-transfer-encoding')?.trim().toLowerCase();
  const bytes =
    encoding === 'base64'
      ? base64Bytes(body)
      : encoding === 'quoted-printable'
        ? quotedBytes(body.replaceAll(/=[ \t]*\r?\n/gu, ''), false)
        : rawBytes(body);
  return decodedBy(charset, bytes).replaceAll('\r\n', '\n').trimEnd();
}

function rawBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0) & 0xff);
}

function base64Bytes(text: string): Uint8Array {
  const clean = text.replaceAll(/[^A-Za-z0-9+/]/gu, '');
  try {
    return rawBytes(atob(clean.slice(0, clean.length - (clean.length % 4 === 1 ? 1 : 0))));
  } catch {
    // Not base64 after all: as it was written.
    return rawBytes(text);
  }
}

function quotedBytes(text: string, underscores: boolean): Uint8Array {
  const spaced = underscores ? text.replaceAll('_', ' ') : text;
  return rawBytes(
    spaced.replaceAll(/=([0-9A-Fa-f]{2})/gu, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    ),
  );
}

function decodedBy(charset: string | undefined, bytes: Uint8Array): string {
  if (charset !== undefined && charset.toLowerCase() !== 'us-ascii') {
    try {
      return new TextDecoder(charset).decode(bytes);
    } catch (thrown) {
      // An alphabet that is not known here.
      if (!(thrown instanceof RangeError)) throw thrown;
    }
  }
  return utf8OrLatin(bytes);
}

function utf8OrLatin(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (thrown) {
    if (!(thrown instanceof TypeError)) throw thrown;
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Headers may hold plain UTF-8 (RFC 6532). */
function utf8OrAsIs(text: string): string {
  return /[^\0-\u00ff]/u.test(text) ? text : utf8OrLatin(rawBytes(text));
}

/** RFC 2047: `=?utf-8?Q?caf=C3=A9?=`; blanks between two such words do not count. */
function decodeWords(text: string): string {
  return text
    .replaceAll(/(\?=)\s+(?==\?)/gu, '$1')
    .replaceAll(
      /=\?([^?\s*]+)(?:\*[^?\s]*)?\?([BbQq])\?([^?]*)\?=/gu,
      (_whole: string, charset: string, how: string, word: string) =>
        decodedBy(charset, how.toUpperCase() === 'B' ? base64Bytes(word) : quotedBytes(word, true)),
    );
}
