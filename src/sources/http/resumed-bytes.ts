import { VaultError } from '../../base/errors.ts';
import type { HttpAnswer } from './http-answer.ts';

/** A download under way: the answer that began it, and how the rest is asked for when the connection breaks. */
export interface ResumableDownload {
  readonly answer: HttpAnswer;
  /** Sends the same question with `Range: bytes=from-`. */
  readonly askFrom: (from: number) => Promise<HttpAnswer>;
  /** What tells one content from another in an answer; without it there is no telling whether a rest belongs to what came before. */
  readonly versionOf: (answer: HttpAnswer) => string | undefined;
}

/** Breaks in a row without this many bytes between them, after which a file is given up until the next pull. */
const breaksInARow = 4;
const progress = 256 * 1024;

/**
 * The bytes of a download, going on from where it was when the connection breaks or stands still. Whoever reads them sees one stream:
 * what was read stays read, and only the rest is fetched. That holds within one pull; a file whose stream ends in an error is not kept in
 * part, so the next pull asks for it from its beginning.
 *
 * Servers answer a range that they do not like with 200 and the whole file, and not all look at `If-Range` (Moodle's fact 12). So the status,
 * `Content-Range` and the version of each rest are looked at: of a whole file the part that is there is passed over, and the rest of another
 * content, from another place, or up to a place before its end, is none. That the whole is the listed file is checked at its end, by
 * `checkedBytes`.
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
  const version = download.versionOf(answer);
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
      if (version === undefined || breaks > breaksInARow) throw cutOff();
    }
    ({ answer, passOver } = await askForRest(download, version, received));
  }
}

const breaksOf: ReadonlySet<string> = new Set([
  'source.unreachable',
  'source.timeout',
  'source.download-incomplete',
]);

async function askForRest(
  { askFrom, versionOf }: ResumableDownload,
  version: string,
  received: number,
): Promise<{ readonly answer: HttpAnswer; readonly passOver: number }> {
  const answer = await askFrom(received);
  try {
    const { status } = answer;
    if (status !== 200 && status !== 206) throw cutOff();
    if (versionOf(answer) !== version)
      throw new VaultError('source.download-incomplete', { reason: 'changed' });
    if (status === 200) return { answer, passOver: received };
    if (!isRestFrom(received, answer.header('content-range'))) throw cutOff();
    return { answer, passOver: 0 };
  } catch (thrown) {
    answer.discard();
    throw thrown;
  }
}

/** `bytes 700-1794/1795` for 700 (RFC 9110 section 14.4), to the last byte there is; several ranges at once have no such header. */
function isRestFrom(received: number, contentRange: string | undefined): boolean {
  const [, first, last, total] = /^bytes (\d+)-(\d+)\/(\d+|\*)$/.exec(contentRange ?? '') ?? [];
  return Number(first) === received && (total === '*' || Number(last) + 1 === Number(total));
}

function cutOff(): VaultError {
  return new VaultError('source.download-incomplete', { reason: 'cut-off' });
}
