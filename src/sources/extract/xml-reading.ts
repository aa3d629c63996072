import { TextDecoder } from 'node:util';

import { SaxesParser } from 'saxes';

import { encodingOf } from './decode-text.ts';
import { DocumentProblem } from './examination.ts';

/** Told of elements by their names without prefix: what programs write differs in prefixes and namespaces, not in names. */
export interface XmlReader {
  readonly open?: (name: string, attribute: (name: string) => string | undefined) => void;
  readonly close?: (name: string) => void;
  readonly text?: (text: string) => void;
}

/**
 * Reads XML piece by piece, without a tree and without entities of its own: a reference to one is an error, so that nothing grows.
 * Throws `DocumentProblem` `malformed` or `too-deep`, and whatever `reader` throws.
 */
export async function readXml(
  pieces: AsyncIterable<Uint8Array>,
  reader: XmlReader,
  depthLimit: number,
): Promise<void> {
  const parser = new SaxesParser({ position: false, xmlns: false });
  let depth = 0;
  parser.on('error', (error) => {
    throw new DocumentProblem('malformed', error);
  });
  parser.on('opentag', ({ name, attributes }) => {
    depth += 1;
    if (depth > depthLimit) throw new DocumentProblem('too-deep');
    reader.open?.(localName(name), (wanted) => findAttribute(attributes, wanted));
  });
  parser.on('closetag', ({ name }) => {
    depth -= 1;
    reader.close?.(localName(name));
  });
  parser.on('text', (text) => reader.text?.(text));
  parser.on('cdata', (text) => reader.text?.(text));
  let decoder: TextDecoder | undefined;
  for await (const piece of pieces) {
    decoder ??= new TextDecoder(xmlEncoding(piece));
    parser.write(decoder.decode(piece, { stream: true }));
  }
  // A part that is not there says nothing, and is not broken.
  if (decoder !== undefined) parser.write(decoder.decode()).close();
}

/** XML without a mark is UTF-8; bytes that are not are shown as unreadable characters, not taken for another code page. */
function xmlEncoding(head: Uint8Array): string {
  const found = encodingOf(head);
  return found === 'windows-1252' ? 'utf-8' : found;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

function findAttribute(attributes: Readonly<Record<string, string>>, wanted: string): string | undefined {
  if (Object.hasOwn(attributes, wanted)) return attributes[wanted];
  return Object.entries(attributes).find(([name]) => localName(name) === wanted)?.[1];
}
