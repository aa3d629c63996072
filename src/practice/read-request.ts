import type { IncomingMessage } from 'node:http';

import { z } from 'zod';

import { readParameters } from './php-parameters.ts';
import { removeSecrets } from './request-log.ts';
import type { LoggedRequest } from './request-log.ts';
import { decodePath } from './router.ts';
import type { PracticeRequest } from './practice-request.ts';

/** More than any client of a web service sends; a longer body is not read. */
const longestBody = 8 * 1024 * 1024;

/** Reads a request to its end. Rejects if the client breaks off or sends more than 8 MiB. */
export async function readRequest(message: IncomingMessage): Promise<PracticeRequest> {
  const pieces: Buffer[] = [];
  let length = 0;
  for await (const piece of message) {
    const bytes = z.instanceof(Buffer).parse(piece);
    length += bytes.length;
    if (length > longestBody) throw new RangeError('The request is too long.');
    pieces.push(bytes);
  }
  const body = Buffer.concat(pieces);
  const [path = '/', ...rest] = (message.url ?? '/').split('?');
  const query = rest.join('?');
  return {
    method: message.method ?? 'GET',
    path,
    query,
    headers: message.headers,
    body,
    parameters: readParameters(new URLSearchParams(query), message.headers['content-type'], body),
  };
}

/** The log's entry for a request: without secrets, with the functions inside a batch in its line. */
export function describeRequest(request: PracticeRequest): LoggedRequest {
  const path = decodePath(request.path).replace(/^(\/tokenpluginfile\.php\/)[^/]*/, '$1[removed]');
  const functionName = request.parameters.get('wsfunction');
  const inner = [...request.parameters].flatMap(([name, value]) =>
    /^requests\[\d+\]\[function\]$/.test(name) ? [value] : [],
  );
  return {
    method: request.method,
    path,
    functionName,
    parameters: removeSecrets(request.parameters),
    range: request.headers.range,
    line: [request.method, path, ...(functionName === undefined ? [] : [functionName]), ...inner].join(' '),
    status: undefined,
    bytesSent: 0,
  };
}
