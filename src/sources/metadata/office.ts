import { deflateRawSync } from 'node:zlib';

import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl';

import { equalBytes } from '../../base/bytes.ts';
import { crc32 } from '../../crypto/crc32.ts';
import { encodePackage, type PackageMember } from './encode-package.ts';
import { isJpeg, readJpeg, stripJpeg } from './jpeg.ts';
import { isPng, readPng, stripPng } from './png.ts';
import { saidThing, withoutRepeats, type SaidKind, type SaidThing } from './said-thing.ts';

/** Parts of a package, and bytes of all that are unpacked together: what goes beyond is not taken apart. */
const mostParts = 10_000;
const mostUnpacked = 256 * 1024 * 1024;
/** Longer texts are not searched for names. */
const longestText = 32 * 1024 * 1024;

/** Properties in the parts of Office (ECMA-376 part 2, section 10; part 1, section 15.2.12) and OpenDocument 1.3 part 3, section 4.3. */
const properties: Readonly<Record<string, SaidKind>> = {
  'dc:creator': 'author',
  'cp:lastModifiedBy': 'changed-by',
  'dc:title': 'title',
  'dc:subject': 'words',
  'dc:description': 'words',
  'cp:keywords': 'words',
  'cp:category': 'words',
  'dcterms:created': 'time',
  'dcterms:modified': 'time',
  Company: 'company',
  Manager: 'author',
  Application: 'program',
  Template: 'other',
  HyperlinkBase: 'other',
  'meta:initial-creator': 'author',
  'meta:printed-by': 'author',
  'meta:creation-date': 'time',
  'dc:date': 'time',
  'meta:keyword': 'words',
  'meta:generator': 'program',
};

const propertyParts: Readonly<Record<string, string>> = {
  'docProps/core.xml':
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
  'docProps/app.xml':
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
  'docProps/custom.xml':
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
  'meta.xml':
    '<?xml version="1.0" encoding="UTF-8"?>\n<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.3"><office:meta/></office:document-meta>',
};

/** Parts with the names of those who commented on a document or changed it: they are part of what it shows, and stay. */
const peopleInside =
  /^(?:word\/(?:comments|document|people|footnotes|endnotes)\.xml|xl\/(?:comments\d*|persons\/person)\.xml|ppt\/commentAuthors\.xml|content\.xml)$/u;
const pictures = /^(?:(?:word|xl|ppt)\/media|Pictures|Thumbnails|docProps)\/[^/]+\.(?:jpe?g|png)$/iu;
const thumbnails = /^(?:docProps\/thumbnail\.[a-z]+|Thumbnails\/[^/]+)$/iu;
const signatures = /^(?:_xmlsignatures\/|META-INF\/documentsignatures\.xml$)/u;

export interface OfficeContent {
  readonly said: readonly SaidThing[];
  /** False for a document that is signed: without its properties its signature would not hold. */
  readonly strippable: boolean;
}

/** True for a zip; whether it is an office document its parts tell. */
export function isPackage(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/** What an Office or OpenDocument file says beside its content; undefined if it is none, or cannot be taken apart. */
export async function readOffice(bytes: Uint8Array): Promise<OfficeContent | undefined> {
  const opened = await OfficePackage.open(bytes);
  if (opened === undefined) return undefined;
  try {
    const said: SaidThing[] = [];
    for (const { fileName: name, uncompressedSize: size } of opened.entries) {
      if (name in propertyParts) said.push(...readProperties(await opened.text(name)));
      else if (thumbnails.test(name)) said.push(...thumbnailSays(await opened.bytes(name)));
      else if (pictures.test(name)) said.push(...pictureSays(await opened.bytes(name)));
      else if (peopleInside.test(name) && size <= longestText)
        said.push(...readPeople(await opened.text(name)));
    }
    const strippable = !opened.entries.some(({ fileName }) => signatures.test(fileName));
    return { said: withoutRepeats(said), strippable };
  } catch {
    return undefined;
  }
}

/**
 * The same document without its properties and its thumbnail, and with the details of its pictures left out. Every other part stays byte for
 * byte. Undefined for what is no such document, is signed, or cannot be taken apart.
 */
export async function stripOffice(bytes: Uint8Array): Promise<Uint8Array | undefined> {
  const opened = await OfficePackage.open(bytes);
  if (opened === undefined || opened.entries.some(({ fileName }) => signatures.test(fileName)))
    return undefined;
  try {
    const members: PackageMember[] = [];
    for (const entry of opened.entries) {
      const name = entry.fileName;
      const empty = propertyParts[name];
      if (empty !== undefined) members.push(memberOf(entry, new TextEncoder().encode(empty)));
      else if (thumbnails.test(name)) members.push(memberOf(entry, blankOf(await opened.bytes(name))));
      else if (pictures.test(name)) {
        const picture = await opened.bytes(name);
        members.push(memberOf(entry, stripPicture(picture) ?? picture));
      } else members.push(await opened.raw(entry));
    }
    return encodePackage(members);
  } catch {
    return undefined;
  }
}

/** In place of a thumbnail: one white point, or nothing for kinds of pictures that no program insists on. */
function blankOf(picture: Uint8Array): Uint8Array {
  if (isJpeg(picture)) return whiteJpeg;
  return isPng(picture) ? whitePng : new Uint8Array();
}

const fromBase64 = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));
const whitePng = fromBase64(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGP4DwABAQEAsVjSFgAAAABJRU5ErkJggg==',
);
const whiteJpeg = fromBase64(
  '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAAB//EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AQH//2Q==',
);

function memberOf(entry: Entry, content: Uint8Array): PackageMember {
  // A picture is packed already, and the rest is a few lines.
  const packed = entry.compressionMethod === 8 ? new Uint8Array(deflateRawSync(content)) : content;
  return {
    name: nameOf(entry),
    isUtf8: (entry.generalPurposeBitFlag & 0x800) !== 0,
    method: entry.compressionMethod === 8 ? 8 : 0,
    crc32: crc32(content),
    size: content.length,
    packed,
  };
}

function nameOf(entry: Entry): Uint8Array {
  return new Uint8Array(entry.fileNameRaw);
}

function readProperties(xml: string): SaidThing[] {
  const said = Object.entries(properties).flatMap(([name, kind]) =>
    elementTexts(xml, name).flatMap((text) => saidThing(kind, text)),
  );
  const own = [
    ...xml.matchAll(/<(?:\w+:)?property\b[^>]{0,500}\bname="([^"]{1,200})"/gu),
    ...xml.matchAll(/<meta:user-defined\b[^>]{0,500}\bmeta:name="([^"]{1,200})"/gu),
  ].slice(0, 50);
  return [...said, ...own.flatMap(([, name]) => saidThing('other', plainText(name ?? '')))];
}

/** Who commented or changed, wherever a document names them. */
function readPeople(xml: string): SaidThing[] {
  const names = [
    ...attributeValues(xml, 'w:author'),
    ...attributeValues(xml, 'w15:author'),
    ...attributeValues(xml, 'displayName'),
    ...(xml.includes('<p:cmAuthor') ? attributeValues(xml, 'name') : []),
    ...elementTexts(xml, 'author'),
    ...(xml.includes('<office:annotation') || xml.includes('<office:change-info')
      ? elementTexts(xml, 'dc:creator')
      : []),
  ];
  return [...new Set(names)]
    .slice(0, 50)
    .flatMap((name) => saidThing('people-inside', name))
    .map((one) => ({ ...one, stays: true as const }));
}

function attributeValues(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`\\s${name}="([^"]{1,200})"`, 'gu'))]
    .slice(0, 5000)
    .map(([, value]) => plainText(value ?? ''));
}

function elementTexts(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}(?:\\s[^<>]{0,500})?>([^<]{1,2000})</${name}>`, 'gu'))]
    .slice(0, 5000)
    .map(([, value]) => plainText(value ?? ''));
}

function plainText(xml: string): string {
  return xml
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
}

function thumbnailSays(picture: Uint8Array): SaidThing[] {
  const blank = picture.length === 0 || equalBytes(picture, whiteJpeg) || equalBytes(picture, whitePng);
  return blank ? [] : saidThing('picture', 'a small picture of the first page');
}

function pictureSays(picture: Uint8Array): SaidThing[] {
  return (isJpeg(picture) ? readJpeg(picture) : isPng(picture) ? readPng(picture) : undefined) ?? [];
}

function stripPicture(picture: Uint8Array): Uint8Array | undefined {
  return isJpeg(picture) ? stripJpeg(picture) : isPng(picture) ? stripPng(picture) : undefined;
}

/** A package in memory. Its parts are read one by one, within a limit for all of them. */
class OfficePackage {
  readonly entries: readonly Entry[];
  readonly #zip: ZipFile;
  #left = mostUnpacked;

  private constructor(zip: ZipFile, entries: readonly Entry[]) {
    this.#zip = zip;
    this.entries = entries;
  }

  static async open(bytes: Uint8Array): Promise<OfficePackage | undefined> {
    if (!isPackage(bytes)) return undefined;
    try {
      const zip = await fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
      const entries: Entry[] = [];
      for await (const entry of zip.eachEntry()) {
        const odd = entry.isEncrypted() || ![0, 8].includes(entry.compressionMethod);
        if (odd || entries.length >= mostParts) return undefined;
        entries.push(entry);
      }
      const names = new Set(entries.map(({ fileName }) => fileName));
      const isOffice =
        names.has('[Content_Types].xml') || (names.has('mimetype') && names.has('content.xml'));
      return isOffice && names.size === entries.length ? new OfficePackage(zip, entries) : undefined;
    } catch {
      // What yauzl refuses is no sound package.
      return undefined;
    }
  }

  async text(name: string): Promise<string> {
    return new TextDecoder().decode(await this.bytes(name));
  }

  /** A part, unpacked. Throws where it is broken or too large. */
  async bytes(name: string): Promise<Uint8Array> {
    const entry = this.entries.find(({ fileName }) => fileName === name);
    if (entry === undefined) return new Uint8Array();
    return this.#collect(await this.#zip.openReadStreamPromise(entry));
  }

  /** A part as it lies in the package. */
  async raw(entry: Entry): Promise<PackageMember> {
    const stream = await this.#zip.openReadStreamPromise(entry, { decodeFileData: false });
    return {
      name: nameOf(entry),
      isUtf8: (entry.generalPurposeBitFlag & 0x800) !== 0,
      method: entry.compressionMethod === 8 ? 8 : 0,
      crc32: entry.crc32,
      size: entry.uncompressedSize,
      packed: await this.#collect(stream),
    };
  }

  async #collect(stream: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
    const pieces: Uint8Array[] = [];
    for await (const piece of stream) {
      this.#left -= piece.length;
      if (this.#left < 0) throw new RangeError('unpacks too large');
      pieces.push(piece);
    }
    return new Uint8Array(Buffer.concat(pieces));
  }
}
