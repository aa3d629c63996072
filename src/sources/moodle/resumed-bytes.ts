import { VaultError } from '../../base/errors.ts';
import type { HttpAnswer } from '../http/http-answer.ts';

/** A download under way: the answer that began it, and how the rest is asked for when the connection breaks. */
export interface ResumableDownload {
  readonly answer: HttpAnswer;
  /** SHA-1 of the content, from the ETag; without one there is no telling whether a rest belongs to what came before. */
  readonly sha1: string | undefined;
  /** Sends the same question with `Range: bytes=from-`. */
  readonly askFrom: (from: number) => Promise<HttpAnswer>;
  /** The same SHA-1 out of another answer's ETag. */
  readonly sha1Of: (etag: string | undefined) => string | undefined;
}

/** Breaks in a row without this many bytes between them, after which a file is given up until the next pull. */
const breaksInARow = 4;
const progress = 256 * 1024;

/**
 * The bytes of a download, going on from where it was when the connection breaks or stands still. Whoever reads them sees one stream:
 * what was read stays read, and only the rest is fetched. That holds within one pull; a file whose stream ends in an error is not kept in
 * part, so the next pull asks for it from its beginning.
 *
 * Moodle answers a range that it does not like with 200 and the whole file, and does not look at `If-Range` (fact 12). So the status,
 * `Content-Range` and the ETag of each rest are looked at: of a whole file the part that is there is passed over, and the rest of another
 * content, or from another place, is none. That the whole is the file that the ETag names is checked at its end, by `checkedBytes`.
 *
 * Throws `source.download-incomplete`: `cut-off`, or `changed` if the file was replaced in between. Other errors as they come.
 */
export async function* resumedBytes(
  download: ResumableDownload,
): AsyncGenerator<Uint8Array, void, undefined> {
  let received = 0;
  let breaks = 0;
  let lastBreak = 0;
  /** Bytes of this answer that were there before. */
  let passOver = 0;
  let { answer } = download;
  for (;;) {
    try {
      for await (const piece of answer.body()) {
        const fresh = piece.subarray(Math.min(passOver, piece.length));
        passOver -= piece.length - fresh.length;
        received += fresh.length;
        if (fresh.length > 0) yield fresh;
      }
      if (passOver > 0) throw cutOff();
      return;
    } catch (thrown) {
      if (!(thrown instanceof VaultError) || !breaksOf.has(thrown.code)) throw thrown;
      breaks = received - lastBreak >= progress ? 1 : breaks + 1;
      lastBreak = received;
      if (download.sha1 === undefined || breaks > breaksInARow) throw cutOff();
    }
    ({ answer, passOver } = await askForRest(download, received));
  }
}

const breaksOf: ReadonlySet<string> = new Set([
  'source.unreachable',
  'source.timeout',
  'source.download-incomplete',
]);

async function askForRest(
  { sha1, askFrom, sha1Of }: ResumableDownload,
  received: number,
): Promise<{ readonly answer: HttpAnswer; readonly passOver: number }> {
  const answer = await askFrom(received);
  try {
    const { status } = answer;
    if (status !== 200 && status !== 206) throw cutOff();
    if (sha1Of(answer.header('etag')) !== sha1)
      throw new VaultError('source.download-incomplete', { reason: 'changed' });
    if (status === 200) return { answer, passOver: received };
    if (firstByte(answer.header('content-range')) !== received) throw cutOff();
    return { answer, passOver: 0 };
  } catch (thrown) {
    answer.discard();
    throw thrown;
  }
}

/** The first number of `bytes 700-1794/1795` (RFC 9110 section 14.4); several ranges at once have no such header. */
function firstByte(contentRange: string | undefined): number | undefined {
  const found = /^bytes (\d+)-\d+\/(?:\d+|\*)$/.exec(contentRange ?? '')?.[1];
  return found === undefined ? undefined : Number(found);
}

function cutOff(): VaultError {
  return new VaultError('source.download-incomplete', { reason: 'cut-off' });
}
