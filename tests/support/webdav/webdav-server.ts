import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { connect, createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';

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

export interface CuttingProxy {
  readonly address: string;
  /** From now on each connection is cut once that many bytes came by, both ways together; undefined for never. */
  cutAfter(bytes: number | undefined): void;
  /** How many connections were cut. */
  readonly cuts: number;
  close(): Promise<void>;
}

/** Stands before a server on loopback and cuts connections wherever it is told to. */
export async function startCuttingProxy(to: string): Promise<CuttingProxy> {
  const target = Number(new URL(to).port);
  const open = new Set<Socket>();
  let limit: number | undefined;
  let cuts = 0;
  const proxy = createTcpServer((client) => {
    const server = connect(target, '127.0.0.1');
    let left = limit;
    const end = (): void => {
      client.destroy();
      server.destroy();
    };
    for (const [from, into] of [
      [client, server],
      [server, client],
    ] as const) {
      open.add(from);
      from.on('data', (bytes: Buffer) => {
        const passing = left === undefined ? bytes : bytes.subarray(0, left);
        if (left !== undefined) left -= passing.length;
        if (left !== 0) {
          into.write(passing);
          return;
        }
        cuts += 1;
        into.write(passing, end);
      });
      from.on('error', end);
      from.on('close', () => {
        open.delete(from);
        end();
      });
    }
  });
  const port = await listening(proxy);
  return {
    address: `http://127.0.0.1:${String(port)}/`,
    cutAfter: (bytes) => {
      limit = bytes;
      for (const socket of open) socket.destroy();
    },
    get cuts() {
      return cuts;
    },
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}

async function listening(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
