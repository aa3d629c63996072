import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface CuttingProxy {
  readonly address: string;
  /** From now on each connection is cut once that many bytes came by, both ways together; undefined for never. */
  cutAfter(bytes: number | undefined): void;
  /** From now on one bit is turned in each connection, after that many bytes, and the rest comes by as it is. */
  spoilAfter(bytes: number): void;
  /** How many connections were cut or spoilt. */
  readonly cuts: number;
  close(): Promise<void>;
}

/** Stands before a server on loopback and cuts or spoils connections wherever it is told to; it knows nothing of what comes by. */
export async function startCuttingProxy(to: string): Promise<CuttingProxy> {
  const target = Number(new URL(to).port);
  const open = new Set<Socket>();
  let limit: number | undefined;
  let spoils = false;
  let cuts = 0;
  const proxy = createServer((client) => {
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
        if (spoils) {
          if (left !== undefined && left < bytes.length) {
            bytes.writeUInt8(bytes.readUInt8(left) ^ 1, left);
            left = undefined;
            cuts += 1;
          } else if (left !== undefined) left -= bytes.length;
          into.write(bytes);
          return;
        }
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
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  const { port } = proxy.address() as AddressInfo;
  const begin = (bytes: number | undefined, spoil: boolean): void => {
    limit = bytes;
    spoils = spoil;
    for (const socket of open) socket.destroy();
  };
  return {
    address: `${new URL(to).protocol}//127.0.0.1:${String(port)}/`,
    cutAfter: (bytes) => {
      begin(bytes, false);
    },
    spoilAfter: (bytes) => {
      begin(bytes, true);
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
