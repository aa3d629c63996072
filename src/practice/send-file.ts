import type { IncomingHttpHeaders } from 'node:http';

import type { Answer } from './answer.ts';
import { encodeByteRanges, rangeBoundary, readMoodleRanges } from './byte-ranges.ts';
import type { ShelvedFile } from './file-shelf.ts';

type Header = readonly [name: string, value: string];

/** HTTP headers are bytes: UTF-8 goes out as it is, unescaped, as Moodle does it. */
function headerText(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

/** Shown in the browser rather than saved, as recorded; everything else is an attachment. */
const inline = /^\d+\/(?:mod_resource|mod_folder|grade|mod_assign\/introattachment)\//;

/**
 * A file the way Moodle sends it: ETag (the SHA-1) and ranges for stored files, no ranges for plain text, neither for
 * what is made on the fly; If-Range is not looked at.
 *
 * @param modified seconds since 1970
 */
export function sendFile(
  file: ShelvedFile,
  modified: number,
  request: IncomingHttpHeaders,
  unreadable: boolean,
): Answer {
  const lastModified = new Date((file.generated ? Math.floor(Date.now() / 1000) : modified) * 1000);
  const common: Header[] = [
    ['X-Powered-By', 'PHP/8.2.36'],
    ['Access-Control-Allow-Origin', '*'],
    ['Access-Control-Allow-Headers', 'range'],
    ['Access-Control-Expose-Headers', 'Content-Range'],
    [
      'Content-Disposition',
      `${inline.test(file.path) ? 'inline' : 'attachment'}; filename="${headerText(file.name)}"`,
    ],
    ['Cache-Control', 'private, must-revalidate, pre-check=0, post-check=0, max-age=0, no-transform'],
    ['Expires', 'Thu, 01 Jan 1970 00:00:00 GMT'],
    ['Pragma', 'no-cache'],
    ['Last-Modified', lastModified.toUTCString()],
  ];
  if (unreadable && file.loss !== undefined) {
    const headers: Header[] = [
      ...common,
      ['Content-Type', 'application/json; charset=utf-8'],
      ['Etag', `"${file.loss.etag}"`],
    ];
    return { status: 200, headers, body: file.loss.body(), framing: 'chunked' };
  }
  const { bytes, sha1 } = file.content();
  const etag: Header[] = file.generated ? [] : [['Etag', `"${sha1}"`]];
  if (!file.generated && isUnchanged(request, sha1, lastModified))
    return {
      status: 304,
      headers: [...common, ...etag],
      body: Buffer.alloc(0),
      framing: 'length',
    };
  const ranged = !file.generated && !file.type.startsWith('text/plain');
  const head: Header[] = [...common, ...etag, ['Accept-Ranges', ranged ? 'bytes' : 'none']];
  const ranges = ranged ? readMoodleRanges(request.range, bytes.length) : undefined;
  const download = { path: file.path };
  const [first] = ranges ?? [];
  if (ranges === undefined || first === undefined)
    return {
      status: 200,
      headers: [['Content-Type', file.type], ...head],
      body: bytes,
      framing: 'length',
      download,
    };
  if (ranges.length > 1)
    return {
      status: 206,
      headers: [['Content-Type', `multipart/byteranges; boundary=${rangeBoundary}`], ...head],
      body: encodeByteRanges(bytes, ranges, file.type),
      framing: 'length',
      download,
    };
  return {
    status: 206,
    headers: [
      ['Content-Type', file.type],
      ...head,
      ['Content-Range', `bytes ${first.from}-${first.to}/${bytes.length}`],
    ],
    body: bytes.subarray(first.from, first.to + 1),
    framing: 'length',
    download,
  };
}

function isUnchanged(request: IncomingHttpHeaders, sha1: string, lastModified: Date): boolean {
  const known = request['if-none-match'];
  if (known !== undefined) return known.replaceAll('"', '') === sha1;
  const since = request['if-modified-since'];
  return since !== undefined && Date.parse(since) >= lastModified.getTime();
}
