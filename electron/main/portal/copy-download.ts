import { net, type IncomingMessage, type Session } from 'electron';

import { asVaultError, throwIfCancelled, VaultError } from '../../../src/base/errors.ts';
import type { CaptureOrigin } from '../../../src/contract/control-frames.ts';
import type { CaptureOutbox, KeptCapture } from './capture-outbox.ts';
import {
  announcedSize,
  refuseAnswer,
  toldHeaders,
  type Announced,
  type Answered,
} from './policies/portal-answers.ts';

/** A file that a page handed out, to be asked for again. */
export interface WantedDownload {
  readonly url: string;
  /** The address that the learner pressed: what it leads to may be another each time. */
  readonly address: string;
  readonly name: string;
  readonly announced: Announced;
  readonly referrer: string | undefined;
  /** What is known of it whatever the answer says. */
  readonly origin: Pick<CaptureOrigin, 'source' | 'site' | 'title'>;
}

export interface CopyTools {
  readonly session: Session;
  readonly outbox: CaptureOutbox;
  readonly certificatesOf: (address: string) => CaptureOrigin['certificates'];
  readonly signal: AbortSignal;
  readonly onProgress: (received: number, total?: number) => void;
}

/** Milliseconds without a byte until a portal counts as silent. */
const idleLimit = 60_000;

/**
 * Asks for a file once more, with the view's own cookies, and passes it on to the vault as it comes: no file on the disk, no more in
 * memory than what is on its way. Throws why it is not kept; what began and broke off is listed in the vault as not kept.
 */
export async function copyDownload(wanted: WantedDownload, tools: CopyTools): Promise<KeptCapture> {
  throwIfCancelled(tools.signal);
  const asked = await ask(wanted, tools);
  const { response } = asked;
  const { address } = wanted;
  const answered = answeredOf(response);
  const refusal = refuseAnswer(wanted.announced, answered);
  const size = announcedSize(answered);
  if (refusal === 'source.not-repeatable') {
    asked.abort();
    throw new VaultError(refusal, { status: answered.status });
  }
  const mediaType = answered.mediaType ?? wanted.announced.mediaType;
  const upload = tools.outbox.begin({
    ...wanted.origin,
    what: 'download',
    name: wanted.name.slice(0, 1000),
    ...(mediaType === '' ? {} : { mediaType: mediaType.slice(0, 200) }),
    address,
    status: answered.status,
    headers: toldHeaders(response.headers),
    received: new Date().toISOString(),
    certificates: tools.certificatesOf(wanted.url),
    ...(size === undefined ? {} : { size }),
  });
  try {
    if (refusal !== undefined) throw new VaultError(refusal);
    let received = 0;
    for await (const piece of asked.body()) {
      await upload.write(piece);
      received += piece.length;
      tools.onProgress(received, size);
    }
    throwIfCancelled(tools.signal);
    return await upload.end();
  } catch (thrown) {
    asked.abort();
    const error = tools.signal.aborted ? new VaultError('internal.cancelled') : asVaultError(thrown);
    upload.abort(error.code === 'internal.cancelled' ? undefined : error.code);
    throw error;
  }
}

interface Asked {
  readonly response: IncomingMessage;
  body(): AsyncIterable<Uint8Array>;
  abort(): void;
}

function ask(wanted: WantedDownload, { session, signal }: CopyTools): Promise<Asked> {
  return new Promise((resolve, reject) => {
    const request = net.request({
      url: wanted.url,
      session,
      useSessionCookies: true,
      credentials: 'include',
      redirect: 'follow',
      cache: 'no-store',
    });
    if (wanted.referrer !== undefined && wanted.referrer !== '')
      request.setHeader('Referer', wanted.referrer);
    let silence: NodeJS.Timeout | undefined;
    let failure: VaultError | undefined;
    const abort = (): void => {
      clearTimeout(silence);
      signal.removeEventListener('abort', abort);
      request.abort();
    };
    const hear = (): void => {
      clearTimeout(silence);
      silence = setTimeout(() => {
        failure = new VaultError('source.timeout');
        reject(failure);
        abort();
      }, idleLimit);
    };
    signal.addEventListener('abort', abort, { once: true });
    request.on('error', (error) => {
      clearTimeout(silence);
      reject(failure ?? new VaultError('source.unreachable', {}, error));
    });
    request.on('abort', () => {
      reject(failure ?? new VaultError('internal.cancelled'));
    });
    request.on('response', (response) => {
      hear();
      resolve({
        response,
        abort,
        body: async function* () {
          try {
            for await (const piece of piecesOf(response)) {
              // The clock runs only while the portal is waited for, not while the disk is.
              clearTimeout(silence);
              yield piece;
              hear();
            }
          } catch (thrown) {
            throw failure ?? new VaultError('source.download-incomplete', { reason: 'cut-off' }, thrown);
          } finally {
            clearTimeout(silence);
            signal.removeEventListener('abort', abort);
          }
        },
      });
    });
    hear();
    request.end();
  });
}

/** Electron's answer is one of Node's streams, though its types do not say so. */
async function* piecesOf(response: IncomingMessage): AsyncGenerator<Uint8Array, void, undefined> {
  const stream: unknown = response;
  if (!isStream(stream)) throw new VaultError('internal.bug', { what: 'stream' });
  for await (const piece of stream) {
    if (!(piece instanceof Uint8Array)) throw new VaultError('internal.bug', { what: 'piece' });
    yield piece;
  }
}

function isStream(stream: unknown): stream is AsyncIterable<unknown> {
  return typeof stream === 'object' && stream !== null && Symbol.asyncIterator in stream;
}

function answeredOf({ statusCode, headers }: IncomingMessage): Answered {
  const one = (name: string): string | undefined => {
    const value = headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  return {
    status: statusCode,
    mediaType: one('content-type'),
    contentLength: one('content-length'),
    contentEncoding: one('content-encoding'),
  };
}
