import { isLoopbackHost } from '../../../base/loopback-host.ts';
import type { HttpClient, WholeAnswer } from '../../http/http-client.ts';
import { VaultError } from '../../../base/errors.ts';

/** More than any answer of an authorization server holds, in bytes. */
const longestAnswer = 256 * 1024;

/** What a library hands to `fetch`. */
export interface FetchOptions {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/**
 * A `fetch` made of our one way to the network: bounded, polite, and never following a redirect. What is posted is sent once: a code or a
 * refresh token must not be used twice (RFC 6749 sections 4.1.2 and 10.4).
 */
export function fetchThrough(
  client: HttpClient,
  signal: AbortSignal,
): (address: string, options: FetchOptions) => Promise<Response> {
  return async (address, { method, headers, body }) => {
    const url = new URL(address);
    // A loopback host is for practice and tests; everywhere else a sign-in without TLS would be read by others.
    if (url.protocol !== 'https:' && !isLoopbackHost(url.hostname))
      throw new VaultError('source.refused', { reason: 'not-encrypted' });
    const { 'user-agent': _theirs, ...ours } = headers;
    const posted = method === 'POST';
    const read = await client.read(
      {
        method: posted ? 'POST' : 'GET',
        url,
        headers: ours,
        signal,
        ...(posted ? { tries: 1 } : {}),
        ...(body instanceof URLSearchParams ? { form: body } : {}),
        ...(typeof body === 'string' ? { json: body } : {}),
      },
      longestAnswer,
    );
    return asResponse(read);
  };
}

const headersOfUse = ['content-type', 'www-authenticate', 'cache-control', 'retry-after', 'location', 'date'];

function asResponse({ answer, bytes }: WholeAnswer): Response {
  const headers = new Headers();
  for (const name of headersOfUse) {
    const value = answer.header(name);
    if (value !== undefined) headers.set(name, value);
  }
  const empty = answer.status === 204 || answer.status === 205 || answer.status === 304;
  return new Response(empty ? null : new Uint8Array(bytes), { status: answer.status, headers });
}
