import { readFileSync } from 'node:fs';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createServer, getCACertificates, setDefaultCACertificates } from 'node:tls';

export function tlsFile(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}

/** The certificate of the authority that tests believe where they say so. */
export function testAuthority(): string {
  return tlsFile('ca.pem');
}

/** Key and certificates of a server on 127.0.0.1. */
export function serverIdentity(): { readonly key: string; readonly cert: string } {
  return { key: tlsFile('server.key.pem'), cert: `${tlsFile('server.pem')}${testAuthority()}` };
}

/** Lets everything in this thread believe the tests' authority, beside all others. */
export function believeTestAuthority(): void {
  const known = getCACertificates('default');
  if (!known.includes(testAuthority())) setDefaultCACertificates([...known, testAuthority()]);
}

export interface TlsFront {
  /** Begins with `https://`. */
  readonly address: string;
  close(): Promise<void>;
}

/** Stands before a server on loopback that speaks no TLS, and speaks it. */
export async function startTlsFront(to: string): Promise<TlsFront> {
  const target = Number(new URL(to).port);
  const open = new Set<Socket>();
  const front = createServer(serverIdentity(), (client) => {
    const server = connect(target, '127.0.0.1');
    for (const [socket, other] of [
      [client, server],
      [server, client],
    ] as const) {
      open.add(socket);
      socket.pipe(other);
      // Whoever cuts or spoils the line is meant to: what comes of it is told at its two ends.
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        open.delete(socket);
        other.destroy();
      });
    }
  });
  front.on('tlsClientError', (_error, socket) => socket.destroy());
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  return {
    address: `https://127.0.0.1:${String((front.address() as AddressInfo).port)}/`,
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => front.close(resolve));
    },
  };
}
