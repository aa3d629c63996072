import { inflateSync } from 'node:zlib';

import { concatBytes, equalBytes } from '../../base/bytes.ts';
import { readExif } from './exif.ts';
import { saidThing, withoutRepeats, type SaidKind, type SaidThing } from './said-thing.ts';
import { readXmp } from './xmp.ts';

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** Chunks that make up the picture and its colours (PNG third edition); all others are left out of a copy. */
const kept: ReadonlySet<string> = new Set(
  'IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD hIST pHYs sPLT acTL fcTL fdAT'.split(
    ' ',
  ),
);

/** Keywords of the specification, section 11.3.3. */
const keywords: Readonly<Record<string, SaidKind>> = {
  Author: 'author',
  Copyright: 'author',
  Title: 'title',
  'Creation Time': 'time',
  Software: 'program',
  Source: 'device',
};

interface Chunk {
  readonly type: string;
  readonly whole: Uint8Array;
  readonly data: Uint8Array;
}

export function isPng(bytes: Uint8Array): boolean {
  return bytes.length > 8 && equalBytes(bytes.subarray(0, 8), signature);
}

/** What a PNG file says beside its picture; undefined if it cannot be taken apart. */
export function readPng(bytes: Uint8Array): SaidThing[] | undefined {
  const read = chunksOf(bytes);
  if (read === undefined) return undefined;
  const said = read.chunks.flatMap(({ type, data }): SaidThing[] => {
    if (kept.has(type)) return [];
    if (type === 'tEXt' || type === 'zTXt' || type === 'iTXt') return readText(type, data);
    if (type === 'eXIf') return [...readExif(data).said];
    if (type === 'tIME' && data.length === 7)
      return saidThing(
        'time',
        `${String(((data[0] ?? 0) << 8) | (data[1] ?? 0))}-${two(data[2])}-${two(data[3])}`,
      );
    return saidThing('other', type);
  });
  return withoutRepeats([...said, ...(read.rest > 0 ? saidThing('other', 'data after the picture') : [])]);
}

/** The same picture without what it says beside; undefined if it cannot be taken apart. */
export function stripPng(bytes: Uint8Array): Uint8Array | undefined {
  const read = chunksOf(bytes);
  if (read === undefined) return undefined;
  return concatBytes(
    signature,
    ...read.chunks.filter(({ type }) => kept.has(type)).map(({ whole }) => whole),
  );
}

function chunksOf(bytes: Uint8Array): { readonly chunks: Chunk[]; readonly rest: number } | undefined {
  if (!isPng(bytes)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const chunks: Chunk[] = [];
  let at = signature.length;
  while (at + 12 <= bytes.length) {
    const length = view.getUint32(at);
    const end = at + 12 + length;
    if (end > bytes.length) return undefined;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (!/^[A-Za-z]{4}$/u.test(type)) return undefined;
    chunks.push({ type, whole: bytes.subarray(at, end), data: bytes.subarray(at + 8, at + 8 + length) });
    at = end;
    if (type === 'IEND') return { chunks, rest: bytes.length - at };
  }
  return undefined;
}

function readText(type: 'tEXt' | 'zTXt' | 'iTXt', data: Uint8Array): SaidThing[] {
  const end = data.indexOf(0);
  if (end < 0) return saidThing('words', latin1(data));
  const keyword = latin1(data.subarray(0, end));
  const text = valueOf(type, data.subarray(end + 1));
  if (keyword === 'XML:com.adobe.xmp') return readXmp(text);
  const kind = keywords[keyword] ?? 'words';
  const value = type === 'iTXt' ? new TextDecoder().decode(text) : latin1(text);
  const said = saidThing(kind, kind === 'words' ? `${keyword}: ${value}` : value);
  return said.length > 0 ? said : saidThing('other', keyword);
}

/** The bytes of a text after its keyword; nothing where they cannot be unpacked. */
function valueOf(type: 'tEXt' | 'zTXt' | 'iTXt', rest: Uint8Array): Uint8Array {
  if (type === 'tEXt') return rest;
  if (type === 'zTXt') return unpacked(rest.subarray(1));
  // Flag, method, language, translated keyword, text.
  const language = rest.indexOf(0, 2);
  const translated = language < 0 ? -1 : rest.indexOf(0, language + 1);
  if (translated < 0) return new Uint8Array();
  const text = rest.subarray(translated + 1);
  return rest[0] === 1 ? unpacked(text) : text;
}

const longestText = 1_048_576;

function unpacked(bytes: Uint8Array): Uint8Array {
  try {
    return inflateSync(bytes, { maxOutputLength: longestText });
  } catch {
    // Broken or endless: that there is a text is told by its keyword.
    return new Uint8Array();
  }
}

function latin1(bytes: Uint8Array): string {
  return new TextDecoder('latin1').decode(bytes.subarray(0, 4096));
}

function two(value: number | undefined): string {
  return String(value ?? 0).padStart(2, '0');
}
