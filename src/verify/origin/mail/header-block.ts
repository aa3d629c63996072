import { longestHeader, mostHeaderLines } from './mail-limits.ts';

/** One header field, folded as it stands. */
interface HeaderField {
  /** As written. */
  readonly name: string;
  /** Everything after the colon up to the end of its last line, bytes as Latin-1 characters. */
  readonly value: string;
}

export interface HeaderBlock {
  readonly fields: readonly HeaderField[];
  /** Where the body begins; the length of the bytes if there is none. */
  readonly bodyStart: number;
  /** False if the header is longer than is read. */
  readonly whole: boolean;
  /** True if it is whole, and every line of it belongs to a field. */
  readonly sound: boolean;
}

const lf = 0x0a;
const cr = 0x0d;

/**
 * Reads the header of a message (RFC 5322 section 2.2): CRLF and LF both end a line, an empty line ends the header.
 * @param bytes the message or its beginning, at least `longestHeader` bytes of it where it is longer
 */
export function readHeaderBlock(bytes: Uint8Array): HeaderBlock {
  const lines: string[] = [];
  const limit = Math.min(bytes.length, longestHeader);
  let at = 0;
  let ended = false;
  while (at < limit && !ended && lines.length <= mostHeaderLines) {
    const found = bytes.indexOf(lf, at);
    const end = found === -1 || found >= limit ? limit : found;
    const line = latin1(bytes.subarray(at, end > at && bytes[end - 1] === cr ? end - 1 : end));
    at = Math.min(end + 1, bytes.length);
    if (line === '') ended = true;
    else lines.push(line);
  }
  const whole = (ended || at >= bytes.length) && lines.length <= mostHeaderLines;
  const { fields, sound } = fieldsOf(lines);
  return { fields, bodyStart: at, whole, sound: sound && whole };
}

function fieldsOf(lines: readonly string[]): Pick<HeaderBlock, 'fields' | 'sound'> {
  const fields: { name: string; value: string[] }[] = [];
  let sound = true;
  for (const line of lines) {
    const last = fields.at(-1);
    const named = /^([!-9;-~]+)[ \t]*:/.exec(line);
    if (/^[ \t]/.test(line) && last !== undefined) last.value.push(line);
    else if (named?.[1] === undefined) sound = false;
    else fields.push({ name: named[1], value: [line.slice(named[0].length)] });
  }
  return { fields: fields.map(({ name, value }) => ({ name, value: value.join('\r\n') })), sound };
}

/** All values of a field, by its name in lower case. */
export function valuesOf({ fields }: HeaderBlock, name: string): string[] {
  return fields.filter((field) => field.name.toLowerCase() === name).map(({ value }) => value);
}

/** A field's value on one line, as UTF-8 where it is; encoded words stay encoded. */
export function unfolded(value: string): string {
  return utf8Of(value)
    .replace(/\r\n(?=[ \t])/g, '')
    .trim();
}

/** The text of bytes that were read as Latin-1; what is no UTF-8 becomes the replacement character. */
export function utf8Of(text: string): string {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytesOfLatin1(text));
}

/** The bytes of a text that was read as Latin-1. */
export function bytesOfLatin1(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

const atOnce = 8_192;

/** Bytes as characters of Latin-1, one for one. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += atOnce)
    text += String.fromCharCode(...bytes.subarray(at, at + atOnce));
  return text;
}
