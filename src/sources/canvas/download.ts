import { throwIfCancelled, VaultError } from '../../base/errors.ts';
import type { HttpAnswer } from '../http/http-answer.ts';
import type { HttpClient } from '../http/http-client.ts';
import type { HttpTimeouts } from '../http/timeouts.ts';
import { checkedBytes, looksLikeAPage } from '../http/download-checks.ts';
import { receptionOf, type Receiver } from '../http/receiver.ts';
import { resumedBytes } from '../http/resumed-bytes.ts';
import type { CanvasApi } from './canvas-api.ts';
import type { Downloaded } from '../portal-file.ts';
import { isThrottled } from './refusals.ts';

export interface DownloadPort {
  readonly site: URL;
  readonly token: string;
  /** For the Canvas itself. */
  readonly client: HttpClient;
  /** For the hosts that it sends on to: they are chosen by it, so they may not lie inside this network. */
  readonly elsewhere: HttpClient;
  readonly api: CanvasApi;
  readonly receiver: Receiver;
}

export interface Download {
  /** As listed, with its key: it is used, and never kept. */
  readonly url: string;
  /** As listed; undefined where the list does not say. */
  readonly size: number | undefined;
  readonly mediaType: string | undefined;
  /** Of the version that is kept already. */
  readonly knownEtag: string | undefined;
  readonly signal: AbortSignal;
}

/** A large film over a slow line takes its time; what does not move at all ends by the idle limit. */
const timeouts: Partial<HttpTimeouts> = { total: 4 * 3600 * 1000 };
const mostRedirects = 5;
const errorLimit = 64 * 1024;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * Asks for a file, follows where the Canvas sends on to, and looks at the answer before a single byte is taken for the file's. The
 * token goes to the Canvas's own host only, and never from `https:` to `http:`.
 *
 * Throws what is wrong with this file (`source.item-missing`, `source.item-refused`, `source.unsafe-address`,
 * `source.download-wrong-type`, `source.download-wrong-size`, `source.download-incomplete`), or with the site (as `CanvasApi.get`), or
 * `internal.cancelled`.
 */
export async function download(port: DownloadPort, wanted: Download): Promise<Downloaded> {
  const { knownEtag } = wanted;
  const { answer, hosts } = await ask(
    port,
    wanted,
    knownEtag === undefined ? {} : { 'If-None-Match': knownEtag },
  );
  try {
    if (answer.status === 304 && knownEtag !== undefined) {
      answer.discard();
      return { unchanged: true, etag: answer.header('etag') ?? knownEtag };
    }
    refuseOther(answer, wanted);
  } catch (thrown) {
    answer.discard();
    throw thrown;
  }
  const etag = answer.header('etag');
  const [first] = hosts;
  const others = hosts.slice(1).map(({ origin }) => origin);
  return {
    unchanged: false,
    etag,
    provenance: {
      ...receptionOf(answer, port.receiver),
      method: 'download',
      ...(first === undefined ? {} : { address: `${first.origin}${first.pathname}` }),
      ...(others.length === 0 ? {} : { redirected: others }),
    },
    bytes: () =>
      checkedBytes(
        resumedBytes({
          answer,
          // From the Canvas on: the address that it sent on to may have ended.
          askFrom: async (from) => (await ask(port, wanted, { Range: `bytes=${from}-` })).answer,
          versionOf,
        }),
        { size: wanted.size, mediaType: wanted.mediaType, etag: undefined },
      ),
    discard: () => {
      answer.discard();
    },
  };
}

async function ask(
  port: DownloadPort,
  wanted: Download,
  condition: Readonly<Record<string, string>>,
): Promise<{ readonly answer: HttpAnswer; readonly hosts: readonly URL[] }> {
  const hosts: URL[] = [];
  let url = parseAddress(wanted.url, port.site);
  for (let throttled = 1; ;) {
    throwIfCancelled(wanted.signal);
    if (hosts.length > mostRedirects) throw new VaultError('source.item-refused', { reason: 'redirects' });
    hosts.push(url);
    const answer = await send(port, wanted, url, condition);
    const location = answer.header('location');
    if (redirects.has(answer.status) && location !== undefined) {
      answer.discard();
      url = nextHop(url, location);
      continue;
    }
    if (answer.status !== 403 && answer.status !== 401) return { answer, hosts };
    await refuseOrWait(port, answer, url, throttled, wanted.signal);
    throttled += 1;
    hosts.pop();
  }
}

function send(
  port: DownloadPort,
  { signal }: Download,
  url: URL,
  condition: Readonly<Record<string, string>>,
): Promise<HttpAnswer> {
  const own = url.origin === port.site.origin;
  const headers = {
    ...(own ? { Authorization: `Bearer ${port.token}` } : {}),
    ...condition,
  };
  return (own ? port.client : port.elsewhere).request({ method: 'GET', url, headers, signal, timeouts });
}

/** Returns when a throttled request may be made again; throws for every other 401 and 403. */
async function refuseOrWait(
  port: DownloadPort,
  answer: HttpAnswer,
  url: URL,
  tried: number,
  signal: AbortSignal,
): Promise<void> {
  const retryAfter = answer.header('retry-after');
  const challenged = answer.header('www-authenticate') !== undefined;
  const body = await answer.bytes(errorLimit);
  const own = url.origin === port.site.origin;
  if (own && answer.status === 401 && challenged)
    throw new VaultError('source.login-expired', { reason: 'token-not-accepted' });
  if (!own || !isThrottled(answer, body))
    throw new VaultError('source.item-refused', { status: answer.status });
  if (!(await port.api.afterThrottling(tried, retryAfter, signal)))
    throw new VaultError('source.unreachable', { reason: 'throttled' });
}

function nextHop(from: URL, location: string): URL {
  const url = parseAddress(location, from);
  if (from.protocol === 'https:' && url.protocol !== 'https:')
    throw new VaultError('source.unsafe-address', { reason: 'not-encrypted' });
  return url;
}

function parseAddress(text: string, base: URL): URL {
  const url = URL.canParse(text, base.href) ? new URL(text, base) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.username !== '')
    throw new VaultError('source.unsafe-address', { reason: 'not-a-web-address' });
  return url;
}

function refuseOther(answer: HttpAnswer, wanted: Download): void {
  const { status } = answer;
  if (status === 404 || status === 410) throw new VaultError('source.item-missing', { status });
  if (status === 503) throw new VaultError('source.maintenance', { status });
  if (status === 429 || status >= 500) throw new VaultError('source.unreachable', { status });
  if (status !== 200) throw new VaultError('source.item-refused', { status });
  if (looksLikeAPage(answer.header('content-type'), wanted.mediaType))
    throw new VaultError('source.download-wrong-type');
  const length = Number(answer.header('content-length') ?? Number.NaN);
  if (wanted.size !== undefined && Number.isInteger(length) && length !== wanted.size)
    throw new VaultError('source.download-wrong-size', { received: length, announced: wanted.size });
}

/** A strong ETag, or else the time of the last change: what RFC 9110 section 13.1.5 lets a rest be joined by. */
function versionOf(answer: HttpAnswer): string | undefined {
  const etag = answer.header('etag');
  return etag === undefined || etag.startsWith('W/') ? answer.header('last-modified') : etag;
}
