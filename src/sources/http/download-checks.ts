import { createHash } from 'node:crypto';

import { VaultError } from '../../base/errors.ts';

/** What is known of a file before its bytes come. */
export interface Expected {
  /** Bytes, as listed. */
  readonly size: number | undefined;
  /** Media type, as listed. */
  readonly mediaType: string | undefined;
  /** The ETag of the answer. */
  readonly etag: string | undefined;
}

/** Moodle's ETag of a stored file is the SHA-1 of its content; other ETags say nothing about the bytes. */
export function sha1Of(etag: string | undefined): string | undefined {
  const value = etag?.replace(/^W\//, '').replaceAll('"', '');
  return value !== undefined && /^[0-9a-f]{40}$/.test(value) ? value : undefined;
}

/** `text/html` of `text/html; charset=UTF-8`, in lower case. */
function essenceOf(mediaType: string | undefined): string {
  return (mediaType?.split(';')[0] ?? '').trim().toLowerCase();
}

/** Types in which a site sends a page or an error in the place of a file. */
const pageTypes: ReadonlySet<string> = new Set(['text/html', 'application/xhtml+xml', 'application/json']);

/** True if the answer is of a type that pages and errors have and the listed file has not. */
export function looksLikeAPage(served: string | undefined, listed: string | undefined): boolean {
  const type = essenceOf(served);
  return pageTypes.has(type) && type !== essenceOf(listed);
}

/**
 * Passes a file's bytes on and checks them at their end, so that nothing wrong counts as whole.
 *
 * Throws, once all bytes have gone by: `source.download-wrong-size`, `source.download-incomplete` (the SHA-1 is not that of
 * the ETag), `source.download-wrong-type` (the bytes are a page, an error or
 * another kind of file, and no ETag says that the file is just that).
 */
export async function* checkedBytes(
  bytes: AsyncIterable<Uint8Array>,
  expected: Expected,
): AsyncGenerator<Uint8Array, void, undefined> {
  const sha1 = createHash('sha1');
  let size = 0;
  let start = '';
  for await (const piece of bytes) {
    sha1.update(piece);
    size += piece.length;
    if (start.length < sniffed) start += Buffer.from(piece.subarray(0, sniffed)).toString('latin1');
    if (expected.size !== undefined && size > expected.size) throw wrongSize(size, expected.size);
    yield piece;
  }
  if (expected.size !== undefined && size !== expected.size) throw wrongSize(size, expected.size);
  const announced = sha1Of(expected.etag);
  // What the ETag names is the file, whatever its bytes look like: a learner may well hand in a page under another name.
  if (announced !== undefined && sha1.digest('hex') === announced) return;
  if (isPage(start) && !textual(expected.mediaType)) throw new VaultError('source.download-wrong-type');
  if (contradicts(start, essenceOf(expected.mediaType))) throw new VaultError('source.download-wrong-type');
  if (announced !== undefined) throw new VaultError('source.download-incomplete', { reason: 'digest' });
}

const sniffed = 512;

const zip = 'PK\u0003\u0004';
const office = 'application/vnd.openxmlformats-officedocument.';
/** How files begin, as Latin-1, of the types that a page or another file is most often sent for: any one of these. */
const beginnings: ReadonlyMap<string, readonly string[]> = new Map([
  ['image/png', ['\u0089PNG\r\n']],
  ['image/jpeg', ['\u00ff\u00d8\u00ff']],
  ['image/gif', ['GIF87a', 'GIF89a']],
  ['application/zip', [zip, 'PK\u0005\u0006']],
  [`${office}wordprocessingml.document`, [zip]],
  [`${office}spreadsheetml.sheet`, [zip]],
  [`${office}presentationml.presentation`, [zip]],
]);

/** True if a file of this type never begins like this. An empty file contradicts nothing. */
function contradicts(start: string, type: string): boolean {
  if (start === '') return false;
  if (type === 'application/pdf') return !start.includes('%PDF-');
  if (type === 'video/mp4') return start.slice(4, 8) !== 'ftyp';
  return beginnings.get(type)?.every((beginning) => !start.startsWith(beginning)) === true;
}

function wrongSize(received: number, announced: number): VaultError {
  return new VaultError('source.download-wrong-size', { received, announced });
}

function isPage(start: string): boolean {
  return /^\s*(?:<!doctype html|<html|<head|\{\s*"(?:error|exception|errorcode)"\s*:)/i.test(
    start.replace(/^\u00ef\u00bb\u00bf/, ''),
  );
}

function textual(mediaType: string | undefined): boolean {
  const type = essenceOf(mediaType);
  return type.startsWith('text/') || /(?:json|xml)$/.test(type);
}
