import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { VaultError } from '../base/errors.ts';

/** The only addresses that practice is offered at: this computer's own. */
export type LoopbackHost = '127.0.0.1' | '::1' | 'localhost';

/** Starts to listen; returns the port. Rejects with the system's error, e.g. EADDRINUSE. */
export function listen(server: Server, host: LoopbackHost, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address: AddressInfo | string | null = server.address();
      if (address === null || typeof address === 'string') reject(new VaultError('internal.bug'));
      else resolve(address.port);
    });
  });
}

/** Stops listening and breaks every connection; returns when the port is free. Fine to call twice. */
export function stopListening(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
