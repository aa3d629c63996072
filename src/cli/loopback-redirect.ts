import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import { VaultError } from '../base/errors.ts';

/** A listener on this computer at which a browser's sign-in ends. */
export interface LoopbackRedirect {
  /** The address to end at, without a query. */
  readonly redirect: string;
  /** The whole address at which the browser arrives next. Throws `internal.cancelled`. */
  arrival(signal: AbortSignal): Promise<string>;
  close(): void;
}

const page = `<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Evidence Vault</title></head>
<body><h1>You can close this page</h1><p>Evidence Vault goes on where you started it.</p></body></html>
`;

/**
 * Listens for the end of a sign-in in the learner's own browser (RFC 8252 section 7.3): on 127.0.0.1 alone, at a port that the system chooses,
 * at a path that nobody can guess.
 */
export async function listenForRedirect(): Promise<LoopbackRedirect> {
  const path = `/signed-in/${randomBytes(16).toString('hex')}`;
  const early: string[] = [];
  let waiting: ((address: string) => void) | undefined;
  let host = '';
  const server = createServer((request, response) => {
    const [asked = ''] = (request.url ?? '').split('?', 1);
    if (request.method !== 'GET' || asked !== path || request.headers.host !== host) {
      response.writeHead(404).end();
      return;
    }
    response
      .writeHead(200, {
        'Content-Type': 'text/html; charset=utf-8',
        'Cache-Control': 'no-store',
        'Referrer-Policy': 'no-referrer',
        'Content-Security-Policy': "default-src 'none'",
        Connection: 'close',
      })
      .end(page);
    const address = `http://${host}${request.url ?? ''}`;
    if (waiting === undefined) early.push(address);
    else waiting(address);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address: AddressInfo | string | null = server.address();
  if (address === null || typeof address === 'string') throw new VaultError('internal.bug');
  host = `127.0.0.1:${address.port}`;
  return {
    redirect: `http://${host}${path}`,
    arrival: (signal) =>
      new Promise<string>((resolve, reject) => {
        const stop = (): void => {
          waiting = undefined;
          reject(new VaultError('internal.cancelled'));
        };
        const come = (address: string): void => {
          waiting = undefined;
          signal.removeEventListener('abort', stop);
          resolve(address);
        };
        const [already] = early.splice(0, 1);
        if (signal.aborted) stop();
        else if (already !== undefined) come(already);
        else {
          waiting = come;
          signal.addEventListener('abort', stop, { once: true });
        }
      }),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
