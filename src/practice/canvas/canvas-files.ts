import { createHash } from 'node:crypto';

import type { PracticeFile } from './canvas-data.ts';

/** An answer before it is sent. */
export interface Row {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/**
 * How a rest of a file is answered: right; with the whole file; with one that begins elsewhere, or ends too early; or with that of a file that was
 * replaced meanwhile.
 */
export type RestOfFile = 'right' | 'whole' | 'elsewhere' | 'short' | 'replaced';

/** What a file says of its version: an ETag, a weak one with the time of its last change, that time alone, or nothing. */
export type FileVersion = 'etag' | 'weak' | 'modified' | 'none';

/** A whole file as the store hands it out. */
export function fileRow({ name, type, bytes }: PracticeFile, version: FileVersion = 'etag'): Row {
  const etag = `"${createHash('md5').update(bytes).digest('hex')}"`;
  const modified = { 'Last-Modified': 'Fri, 20 Nov 2026 09:30:00 GMT' };
  const headers = {
    'Content-Type': type,
    'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
    ...{ etag: { ETag: etag }, weak: { ETag: `W/${etag}`, ...modified }, modified, none: {} }[version],
  };
  return { status: 200, headers, body: bytes };
}

/** What the store answers to `Range: bytes=from-` (RFC 9110 section 14.2), or gets wrong. */
export function restOf(whole: Row, from: number, how: RestOfFile): Row {
  const { headers, body } = whole;
  if (how === 'whole') return whole;
  const first = how === 'elsewhere' ? from + 1 : from;
  const end = how === 'short' ? body.length - 1 : body.length;
  const replaced = how === 'replaced' ? { ETag: '"another"' } : {};
  const range = `bytes ${first}-${end - 1}/${body.length}`;
  return {
    status: 206,
    headers: { ...headers, ...replaced, 'Content-Range': range },
    body: body.subarray(first, end),
  };
}
