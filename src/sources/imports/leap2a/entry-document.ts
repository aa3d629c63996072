import { utf8 } from '../../../base/bytes.ts';
import type { JsonObject } from '../../../base/json.ts';
import { timeSaidInIso } from '../../../evidence/values/times.ts';
import { inertHtml, inertPage } from '../../html/inert-html.ts';
import { embedImages } from '../embed-images.ts';
import type { FeedContent, FeedEntry } from './feed.ts';
import type { PackageFiles, Target } from './package-files.ts';

/** The bytes that stand for an entry, and what they are. */
export interface EntryBytes {
  readonly bytes: Uint8Array;
  readonly extension: string;
  readonly mediaType: string;
  readonly role: 'online-text' | 'file';
}

/** True if an entry has words of its own. */
export function hasWords({ content, summary }: FeedEntry): boolean {
  return [content, summary].some((part) => part !== undefined && part.value.trim() !== '');
}

/**
 * An entry as a document: what it says, as a page that loads and runs nothing, with the images of its package in it; or, where it says
 * nothing, its own XML.
 */
export async function entryBytes(entry: FeedEntry, files: PackageFiles): Promise<EntryBytes> {
  if (!hasWords(entry)) return xmlOf(entry);
  const { content, summary } = entry;
  const inline = content === undefined ? undefined : inlineBytes(content);
  if (inline !== undefined) return inline;
  const parts = [content, summary].filter((part) => part !== undefined && part.value.trim() !== '');
  const only = parts[0];
  if (parts.length === 1 && only?.type === 'text')
    return { bytes: utf8(only.value), extension: '.txt', mediaType: 'text/plain', role: 'online-text' };
  if (parts.some((part) => part !== undefined && !['text', 'html', 'xhtml'].includes(part.type)))
    return xmlOf(entry);
  const html = parts.map((part) => (part === undefined ? '' : htmlOf(part)));
  const image = await embedImages(html, (address) => {
    const target = files.find(address);
    return target.is === 'file' ? target.file : undefined;
  });
  const body = html.map((part) => inertHtml(part, image));
  return {
    bytes: utf8(inertPage(entry.title, body.join('\n<hr>\n')).toWellFormed()),
    extension: '.html',
    mediaType: 'text/html',
    role: 'online-text',
  };
}

function xmlOf({ xml }: FeedEntry): EntryBytes {
  return { bytes: utf8(xml.toWellFormed()), extension: '.xml', mediaType: 'application/xml', role: 'file' };
}

/** Content of another media type stands in the feed in base64, unless it is text or XML (RFC 4287 section 4.1.3.3). */
function inlineBytes({ type, value, src }: FeedContent): EntryBytes | undefined {
  if (src !== undefined || !type.includes('/') || /[+/]xml$/.test(type)) return undefined;
  if (type.startsWith('text/'))
    return { bytes: utf8(value.toWellFormed()), extension: '.txt', mediaType: type, role: 'online-text' };
  const bytes = Buffer.from(value, 'base64');
  return bytes.length === 0 ? undefined : { bytes, extension: '', mediaType: type, role: 'file' };
}

function htmlOf({ type, value }: FeedContent): string {
  if (type !== 'text') return value;
  return `<p>${value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('\n', '<br>')}</p>`;
}

/** What the feed says of an entry, for the record of its document. @param idOf the item of an entry or a file */
export function entryRecord(
  entry: FeedEntry,
  files: PackageFiles,
  idOf: (target: Target) => string | undefined,
): JsonObject {
  const { id, type, author, published, updated, links, categories, dates } = entry;
  return {
    ...(id === '' ? {} : { ids: { id } }),
    ...(published === undefined ? {} : { created: { ...timeSaidInIso(published) } }),
    ...(updated === undefined ? {} : { modified: { ...timeSaidInIso(updated) } }),
    portfolio: {
      ...(type === undefined || type === '' ? {} : { type }),
      ...(author === undefined || author === '' ? {} : { author }),
      ...(links.length === 0
        ? {}
        : { links: links.map((link) => linkRecord(link.rel, files.find(link.href), idOf)) }),
      ...(categories.length === 0 ? {} : { categories: categories.map((category) => ({ ...category })) }),
      ...(dates.length === 0 ? {} : { dates: dates.map((date) => ({ ...date })) }),
    },
  };
}

function linkRecord(rel: string, target: Target, idOf: (target: Target) => string | undefined): JsonObject {
  const item = idOf(target);
  if (item !== undefined) return { rel, item };
  if (target.is === 'remote') return { rel, address: target.address };
  return target.is === 'missing' ? { rel, address: target.path } : { rel };
}
