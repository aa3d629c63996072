import { VaultError } from '../../base/errors.ts';

const sniffed = 512;
const pageLike = /^\s*(?:<!doctype html|<html|<head|\{\s*"(?:error|exception|errorcode)"\s*:)/i;
const textual = /^text\/|(?:json|xml|rfc822|multipart\/related)\b/i;
const textualName = /\.(?:x?html?|mht(?:ml)?|json|xml|svg|txt|md|eml|php|aspx?|jsp)$/i;

/**
 * Passes bytes on, but throws `source.download-wrong-type` at their end where a sign-in page or an error came in the place of a file
 * that is announced as something else.
 */
export async function* refusePages(
  bytes: AsyncIterable<Uint8Array>,
  announced: { readonly name: string; readonly mediaType?: string },
): AsyncGenerator<Uint8Array, void, undefined> {
  let start = '';
  for await (const piece of bytes) {
    if (start.length < sniffed)
      start += new TextDecoder('latin1').decode(piece.subarray(0, sniffed - start.length));
    yield piece;
  }
  if (textual.test(announced.mediaType ?? '') || textualName.test(announced.name)) return;
  if (pageLike.test(start.replace(/^\u00ef\u00bb\u00bf/, '')))
    throw new VaultError('source.download-wrong-type');
}
