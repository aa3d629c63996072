import type { ErrorCode } from '../../../../src/base/error-codes.ts';

/** What the page's own request was told of a file. */
export interface Announced {
  readonly mediaType: string;
  /** Bytes; 0 where nothing was said. */
  readonly size: number;
}

/** What the second request was told. */
export interface Answered {
  readonly status: number;
  readonly mediaType: string | undefined;
  readonly contentLength: string | undefined;
  readonly contentEncoding: string | undefined;
}

/** Why the second answer is not the file that was announced; undefined if it may be. */
export function refuseAnswer(announced: Announced, answer: Answered): ErrorCode | undefined {
  const { status } = answer;
  if (status === 401 || status === 403) return 'source.item-refused';
  if (status === 404 || status === 410) return 'source.item-missing';
  if (status !== 200) return 'source.not-repeatable';
  const said = essence(answer.mediaType);
  // A sign-in page, or word that a link has run out, in the place of the file.
  if (/^(?:text\/html|application\/xhtml\+xml)$/u.test(said) && essence(announced.mediaType) !== said)
    return 'source.download-wrong-type';
  const size = announcedSize(answer);
  if (size !== undefined && announced.size > 0 && size !== announced.size)
    return 'source.download-wrong-size';
  return undefined;
}

/** Bytes that the answer promises; undefined where it says nothing, or counts them in another coding. */
export function announcedSize({ contentLength, contentEncoding }: Answered): number | undefined {
  if (contentLength === undefined || !/^\d{1,15}$/u.test(contentLength)) return undefined;
  return contentEncoding === undefined || contentEncoding === 'identity' ? Number(contentLength) : undefined;
}

function essence(mediaType: string | undefined): string {
  return (mediaType?.split(';')[0] ?? '').trim().toLowerCase();
}

/** What is told of an answer: never cookies, nothing that names a person. */
const told = ['date', 'etag', 'last-modified'] as const;

/** @param headers as Electron gives them: several of one name in a list */
export function toldHeaders(headers: Readonly<Record<string, string | string[]>>): Record<string, string> {
  const kept: [string, string][] = [];
  for (const name of told) {
    const value = headers[name];
    const text = Array.isArray(value) ? value.join(', ') : value;
    if (text !== undefined && text.length <= 2000) kept.push([name, text]);
  }
  return Object.fromEntries(kept);
}
