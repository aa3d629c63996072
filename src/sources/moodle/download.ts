import { parseUtf8 } from '../../base/bytes.ts';
import { VaultError } from '../../base/errors.ts';
import type { HttpAnswer } from '../http/http-answer.ts';
import type { HttpClient } from '../http/http-client.ts';
import type { HttpTimeouts } from '../http/timeouts.ts';
import { checkedBytes, looksLikeAPage, sha1Of } from '../http/download-checks.ts';
import { receptionOf, type Receiver } from '../http/receiver.ts';
import { resumedBytes } from '../http/resumed-bytes.ts';
import type { Downloaded } from '../portal-file.ts';
import { findRefusal, safeCode, siteError, statusError, type Refusal } from './refusals.ts';
import { parseAnswer } from './web-service.ts';

export interface Download {
  /** From `fileAddress`: on the site's own host, without a token. */
  readonly url: URL;
  /** As listed; undefined where the list does not say. */
  readonly size: number | undefined;
  readonly mediaType: string | undefined;
  /** Of the version that is kept already. */
  readonly knownEtag: string | undefined;
  readonly signal: AbortSignal;
}

export interface DownloadPort {
  readonly client: HttpClient;
  readonly token: string;
  readonly receiver: Receiver;
}

/** A large film over a slow line takes its time; what does not move at all ends by the idle limit. */
const timeouts: Partial<HttpTimeouts> = { total: 4 * 3600 * 1000 };
const errorLimit = 64 * 1024;

/**
 * Asks for a file, and looks at the answer before a single byte is taken for the file's.
 *
 * Throws what is wrong with this file (`source.item-missing`, `source.item-refused`, `source.download-wrong-type`,
 * `source.download-wrong-size`, `source.download-incomplete`), or with the site (as `WebService.call`), or `internal.cancelled`.
 */
export async function download(port: DownloadPort, wanted: Download): Promise<Downloaded> {
  const known = sha1Of(wanted.knownEtag);
  const answer = await ask(port, wanted, known === undefined ? {} : { 'If-None-Match': `"${known}"` });
  try {
    if (answer.status === 304 && wanted.knownEtag !== undefined) {
      answer.discard();
      return { unchanged: true, etag: answer.header('etag') ?? wanted.knownEtag };
    }
    await refuseOther(answer, wanted);
  } catch (thrown) {
    answer.discard();
    throw thrown;
  }
  const etag = answer.header('etag');
  const expected = { size: wanted.size, mediaType: wanted.mediaType, etag };
  return {
    unchanged: false,
    etag,
    mediaType: answer.header('content-type'),
    provenance: {
      ...receptionOf(answer, port.receiver),
      method: 'download',
      address: wanted.url.href,
    },
    bytes: () =>
      checkedBytes(
        resumedBytes({
          answer,
          askFrom: async (from) => ask(port, wanted, { Range: `bytes=${from}-` }),
          versionOf: (each) => sha1Of(each.header('etag')),
        }),
        expected,
      ),
    discard: () => {
      answer.discard();
    },
  };
}

/** The token goes into a form. Sites that take none get it in the address, where their own log may see it. */
async function ask(
  port: DownloadPort,
  { url, signal }: Download,
  headers: Readonly<Record<string, string>>,
): Promise<HttpAnswer> {
  const form = new URLSearchParams({ token: port.token });
  const answer = await port.client.request({ method: 'POST', url, form, headers, signal, timeouts });
  // A proxy that goes by the letter answers a condition on a POST with 412 (RFC 9110 section 13.1.2).
  if (answer.status !== 405 && answer.status !== 412) return answer;
  answer.discard();
  const withToken = new URL(url);
  withToken.searchParams.set('token', port.token);
  return port.client.request({ method: 'GET', url: withToken, headers, signal, timeouts });
}

async function refuseOther(answer: HttpAnswer, wanted: Download): Promise<void> {
  const { status } = answer;
  if (status >= 300 && status < 400) throw new VaultError('source.item-refused', { status });
  const type = answer.header('content-type');
  const isPage = looksLikeAPage(type, wanted.mediaType);
  const named = answer.header('content-disposition') !== undefined;
  if (status !== 200 || isPage || !named) {
    const refusal = await readRefusal(answer);
    if (refusal !== undefined) throw refusedFile(refusal);
    if (status === 404 || status === 410) throw new VaultError('source.item-missing', { status });
    if (status === 401 || status === 403) throw new VaultError('source.item-refused', { status });
    throw statusError(status) ?? new VaultError('source.download-wrong-type');
  }
  const length = Number(answer.header('content-length') ?? Number.NaN);
  if (wanted.size !== undefined && Number.isInteger(length) && length !== wanted.size)
    throw new VaultError('source.download-wrong-size', { received: length, announced: wanted.size });
}

/** Moodle's error where there is one in the body; a file that is lost in its store comes with a file's own headers. */
async function readRefusal(answer: HttpAnswer): Promise<Refusal | undefined> {
  if (!(answer.header('content-type') ?? '').toLowerCase().includes('json')) return undefined;
  try {
    return findRefusal(parseAnswer(parseUtf8(await answer.bytes(errorLimit))));
  } catch (thrown) {
    if (thrown instanceof VaultError && thrown.code === 'internal.cancelled') throw thrown;
    return undefined;
  }
}

/** What the site no longer has; everything else that it does not hand out is refused. */
const missing: ReadonlySet<string> = new Set([
  'filenotfound',
  'invalidrecord',
  'invalidfile',
  'cannotreadfile',
  'storedfilecannotread',
  'storedfilecannotreadfile',
  'activityisscheduledfordeletion',
]);

function refusedFile(refusal: Refusal): VaultError {
  const about = siteError(refusal);
  if (about !== undefined) return about;
  const details = { errorcode: safeCode(refusal) };
  if (missing.has(refusal.errorcode)) return new VaultError('source.item-missing', details);
  return new VaultError('source.item-refused', details);
}
