import { setImmediate as nextTurn } from 'node:timers/promises';
import { SaxesParser, type SaxesTagNS } from 'saxes';

import { throwIfCancelled, VaultError } from '../../../base/errors.ts';
import type { Feed } from './feed.ts';
import { FeedBuilder } from './feed-builder.ts';
import { feedLimits } from './feed-limits.ts';

/**
 * Reads a Leap2A feed. There are no document types and no entities but XML's own five, so nothing can grow; nothing is fetched.
 * Throws `format.malformed` for what is no sound XML or no Atom feed, `input.too-large` beyond the limits, `internal.cancelled`.
 */
export async function readFeed(bytes: Uint8Array, signal: AbortSignal): Promise<Feed> {
  if (bytes.length > feedLimits.bytes) throw tooLarge('bytes', feedLimits.bytes);
  const text = decodeXml(bytes);
  const builder = new FeedBuilder(text);
  const parser = new SaxesParser({ xmlns: true, position: false });
  let depth = 0;
  parser.on('error', (cause) => {
    throw new VaultError('format.malformed', { problem: 'xml' }, cause);
  });
  parser.on('doctype', () => {
    throw new VaultError('format.malformed', { problem: 'document-type' });
  });
  parser.on('opentagstart', () => {
    depth += 1;
    if (depth > feedLimits.depth) throw tooLarge('depth', feedLimits.depth);
    builder.begin(parser.position);
  });
  parser.on('opentag', (tag: SaxesTagNS) => {
    builder.open(tag, parser.position);
  });
  parser.on('closetag', () => {
    depth -= 1;
    builder.close(parser.position);
  });
  parser.on('text', (said) => {
    builder.text(said);
  });
  parser.on('cdata', (said) => {
    builder.text(said);
  });
  for (let at = 0; at < text.length; at += pieceLength) {
    throwIfCancelled(signal);
    parser.write(text.slice(at, at + pieceLength));
    await nextTurn();
  }
  parser.close();
  return builder.finish();
}

const pieceLength = 262_144;

function tooLarge(what: string, limit: number): VaultError {
  return new VaultError('input.too-large', { what, limit });
}

/** By its byte order mark, then by its own declaration, else UTF-8. What does not fit shows as replacement characters. */
function decodeXml(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const head = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const declared = /^(?:\u00ef\u00bb\u00bf)?<\?xml[^>]*\sencoding\s*=\s*["']([\w.-]{1,40})["']/.exec(
    head,
  )?.[1];
  try {
    return new TextDecoder(declared ?? 'utf-8').decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}
