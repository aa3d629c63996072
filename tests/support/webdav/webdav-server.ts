import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import FileSystemAdapter from '@nephele/adapter-file-system';
import nephele, { UnauthorizedError, type Authenticator } from 'nephele';

export const webdavUser = { username: 'ada', password: 'Corridor-7-passphrase' };

/** Looks at a request before the real server does. True if it has been answered, or will be, by `goOn` by the real server. */
export type Mischief = (...request: [...Parameters<RequestListener>, goOn: () => void]) => boolean;

export interface TestServer {
  readonly address: string;
  readonly requests: readonly string[];
  close(): Promise<void>;
}

const basic = `Basic ${Buffer.from(`${webdavUser.username}:${webdavUser.password}`).toString('base64')}`;

const authenticator: Authenticator = {
  authenticate: (request: IncomingMessage, response: { set(name: string, value: string): void }) => {
    if (request.headers.authorization === basic) return Promise.resolve({ username: webdavUser.username });
    response.set('WWW-Authenticate', 'Basic realm="files"');
    return Promise.reject(new UnauthorizedError());
  },
  cleanAuthentication: () => Promise.resolve(),
};

/** A real WebDAV server (Nephele) over a folder of this computer, on loopback. */
export async function startWebdavServer(root: string, mischief: Mischief = () => false): Promise<TestServer> {
  const serve: RequestListener = nephele({ adapter: new FileSystemAdapter({ root }), authenticator });
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    const goOn = (): void => {
      serve(request, response);
    };
    if (!mischief(request, response, goOn)) goOn();
  });
  const port = await listening(server);
  return {
    address: `http://127.0.0.1:${String(port)}/`,
    requests,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
