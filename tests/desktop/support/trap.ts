import { createSocket } from 'node:dgram';
import { createServer, type AddressInfo } from 'node:net';

/** Something on this computer that nobody may reach: it counts whoever tries. */
export interface Trap {
  /** `127.0.0.1:PORT`, for every kind of address. */
  readonly place: string;
  /** What came in: the first words of each connection, or `datagram`. */
  readonly caught: readonly string[];
  close(): Promise<void>;
}

/** Listens for connections and datagrams on one port of the loopback address. */
export async function setTrap(): Promise<Trap> {
  const caught: string[] = [];
  const server = createServer((socket) => {
    const at = caught.push('connection') - 1;
    socket.once('data', (data) => {
      caught[at] = data.toString('latin1').split('\r\n')[0] ?? '';
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nAccess-Control-Allow-Origin: *\r\n\r\n');
    });
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const datagrams = createSocket('udp4', () => caught.push('datagram'));
  await new Promise<void>((resolve) => datagrams.bind(port, '127.0.0.1', resolve));
  return {
    place: `127.0.0.1:${port}`,
    caught,
    close: async () => {
      datagrams.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
