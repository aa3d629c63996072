import { saidThing, withoutRepeats, type SaidKind, type SaidThing } from './said-thing.ts';
import { readXmp } from './xmp.ts';

/** Entries of the document information dictionary (ISO 32000-1 section 14.3.3). */
const entries: Readonly<Record<string, SaidKind>> = {
  Author: 'author',
  Title: 'title',
  Subject: 'words',
  Keywords: 'words',
  Creator: 'program',
  Producer: 'program',
  CreationDate: 'time',
  ModDate: 'time',
  Company: 'company',
};
const mostPackets = 20;

export function isPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).includes('%PDF-');
}

/**
 * What a PDF says of itself in its information dictionary and its XMP packets, as far as these lie there unpacked, which is how programs write
 * them so that others find them; and what every earlier state said that the file still holds. Never throws.
 */
export function readPdf(bytes: Uint8Array): SaidThing[] {
  const pdf = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  // The texts of a locked file are locked too.
  const locked = pdf.includes('/Encrypt');
  const said: SaidThing[] = [];
  for (const [number, generation] of infoReferences(pdf)) {
    const at = objectAt(pdf, number, generation);
    if (at === undefined) continue;
    const dictionary = pdf.toString('latin1', at, at + 8192);
    const body = dictionary.slice(0, Math.max(0, dictionary.indexOf('endobj')));
    for (const [name, kind] of Object.entries(entries))
      said.push(...(locked ? [] : saidThing(kind, entryText(body, name))));
  }
  let from = pdf.indexOf('<x:xmpmeta');
  for (let packets = 0; from >= 0 && packets < mostPackets; packets += 1) {
    const to = pdf.indexOf('</x:xmpmeta>', from);
    if (to < 0) break;
    said.push(...readXmp(bytes.subarray(from, to)));
    from = pdf.indexOf('<x:xmpmeta', to);
  }
  return withoutRepeats(said);
}

/** The objects that any trailer names as `/Info`, none twice. */
function infoReferences(pdf: Buffer): (readonly [number: string, generation: string])[] {
  const found = new Map<string, readonly [string, string]>();
  for (
    let at = pdf.indexOf('/Info');
    at >= 0 && found.size < mostPackets;
    at = pdf.indexOf('/Info', at + 5)
  ) {
    const reference = /^\/Info\s{0,5}(\d{1,10})\s{1,5}(\d{1,5})\s{1,5}R/u.exec(
      pdf.toString('latin1', at, at + 40),
    );
    const [whole, number, generation] = reference ?? [];
    if (whole !== undefined && number !== undefined && generation !== undefined)
      found.set(whole, [number, generation]);
  }
  return [...found.values()];
}

/** Where the last object of this number begins. */
function objectAt(pdf: Buffer, number: string, generation: string): number | undefined {
  const mark = `${number} ${generation} obj`;
  for (let at = pdf.lastIndexOf(mark); at >= 0; at = at === 0 ? -1 : pdf.lastIndexOf(mark, at - 1)) {
    const before = pdf[at - 1];
    // `12 0 obj` ends with `2 0 obj`.
    if (before === undefined || before < 0x30 || before > 0x39) return at;
  }
  return undefined;
}

/** The text of an entry: in brackets, or in hexadecimal digits (section 7.3.4). */
function entryText(dictionary: string, name: string): string | undefined {
  const start = new RegExp(`/${name}\\s{0,5}([(<])`, 'u').exec(dictionary);
  if (start === null) return undefined;
  const from = start.index + start[0].length;
  const bytes = start[1] === '(' ? literalBytes(dictionary, from) : hexBytes(dictionary, from);
  return bytes[0] === 0xfe && bytes[1] === 0xff
    ? new TextDecoder('utf-16be').decode(bytes.subarray(2))
    : new TextDecoder('latin1').decode(bytes);
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

function literalBytes(text: string, from: number): Uint8Array {
  let depth = 1;
  let found = '';
  for (let at = from; at < text.length; at += 1) {
    const letter = text[at] ?? '';
    if (letter === '\\') {
      const octal = /^[0-7]{1,3}/u.exec(text.slice(at + 1, at + 4))?.[0];
      const next = text[at + 1] ?? '';
      found += octal === undefined ? (escapes[next] ?? next) : String.fromCharCode(parseInt(octal, 8) & 0xff);
      at += octal?.length ?? 1;
      continue;
    }
    if (letter === '(') depth += 1;
    if (letter === ')') depth -= 1;
    if (depth === 0) break;
    found += letter;
  }
  return Uint8Array.from(found, (letter) => letter.charCodeAt(0));
}

function hexBytes(text: string, from: number): Uint8Array {
  const end = text.indexOf('>', from);
  const digits = text.slice(from, end < 0 ? from : end).replaceAll(/[^0-9A-Fa-f]/gu, '');
  return new Uint8Array(Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex'));
}
