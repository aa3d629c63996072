import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { concatBytes, parseUtf8 } from '../../src/base/bytes.ts';

export interface ScriptedRequest {
  readonly method: string;
  /** With the query. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface ScriptedServer {
  /** Without a slash at the end. */
  readonly url: string;
  readonly requests: ScriptedRequest[];
  /** Most requests that were being answered at one moment. */
  readonly mostAtOnce: number;
  readonly connections: number;
  close(): Promise<void>;
}

/** A loopback server that answers as a test tells it to. */
export async function startScriptedServer(
  answer: (request: ScriptedRequest, response: ServerResponse) => void | Promise<void>,
): Promise<ScriptedServer> {
  const requests: ScriptedRequest[] = [];
  let atOnce = 0;
  let mostAtOnce = 0;
  let connections = 0;
  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    atOnce += 1;
    mostAtOnce = Math.max(mostAtOnce, atOnce);
    response.once('close', () => {
      atOnce -= 1;
    });
    const pieces: Uint8Array[] = [];
    for await (const piece of message) if (piece instanceof Uint8Array) pieces.push(piece);
    const { method = '', url = '', headers } = message;
    const request = { method, url, headers, body: parseUtf8(concatBytes(...pieces)) };
    requests.push(request);
    await answer(request, response);
  };
  const server = createServer((message, response) => {
    serve(message, response).catch(() => response.destroy());
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    get mostAtOnce() {
      return mostAtOnce;
    },
    get connections() {
      return connections;
    },
    close: async () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
