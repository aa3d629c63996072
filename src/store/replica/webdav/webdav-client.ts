import { Readable } from 'node:stream';

import { createClient, getPatcher, type WebDAVClient } from 'webdav';

import { VaultError } from '../../../base/errors.ts';

/** What the library hands to a `fetch`. */
interface Sent {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** A folder's listing longer than this is no listing of ours: a shelf of 1,024 blobs takes about a megabyte. */
const longestListing = 64 * 1024 * 1024;

/**
 * A client of the server that `address` names, with the name and password sent as Basic authentication (RFC 7617).
 *
 * The library speaks through the platform's own `fetch`, not through the node-fetch that it brings: that one follows redirects, to other hosts too, and what
 * it hands out is no web stream. Redirects are refused here altogether: what would follow them is a learner's password.
 * @param address as `parseWebdavAddress` gives it
 */
export function webdavClient(address: string, username: string, password: string): WebDAVClient {
  getPatcher().patch('fetch', async (url, sent) => platformFetch(String(url), isSent(sent) ? sent : {}));
  return createClient(address, { username, password });
}

async function platformFetch(url: string, sent: Sent): Promise<Response> {
  const { body } = sent;
  const upload = body instanceof Readable ? Readable.toWeb(body) : body;
  const response = await fetch(url, {
    ...(sent.method === undefined ? {} : { method: sent.method }),
    ...(sent.headers === undefined ? {} : { headers: sent.headers }),
    ...(sent.signal === undefined ? {} : { signal: sent.signal }),
    ...(isBody(upload) ? { body: upload, duplex: 'half' as const } : {}),
    redirect: 'manual',
  });
  if (response.status >= 300 && response.status < 400) {
    await response.body?.cancel();
    throw new VaultError('storage.not-webdav', { status: response.status });
  }
  return sent.method === 'GET' || response.body === null ? response : shortened(response, response.body);
}

/** The bytes of an answer, piece by piece; none if it has no body. */
export async function* bytesOf(answer: Response): AsyncGenerator<Uint8Array, void, undefined> {
  if (answer.body !== null) yield* answer.body as ReadableStream<Uint8Array>;
}

/** What `customRequest` hands back is what `platformFetch` gave it; the library's type knows only what all its fetches have in common. */
export function responseOf(answer: unknown): Response {
  if (!(answer instanceof Response)) throw new VaultError('internal.bug');
  return answer;
}

/** Bodies that the library reads as a whole end with an error once they are too long. */
function shortened(response: Response, body: ReadableStream<Uint8Array>): Response {
  let length = 0;
  const limit = new TransformStream<Uint8Array, Uint8Array>({
    transform: (piece, controller) => {
      length += piece.length;
      if (length > longestListing) controller.error(new VaultError('storage.not-webdav'));
      else controller.enqueue(piece);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(body.pipeThrough(limit), { status, statusText, headers });
}

function isBody(value: unknown): value is string | ReadableStream {
  return typeof value === 'string' || value instanceof ReadableStream;
}

function isSent(value: unknown): value is Sent {
  return typeof value === 'object' && value !== null;
}
