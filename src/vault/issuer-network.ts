import { HttpClient } from '../sources/http/http-client.ts';
import { isPublicAddress } from '../sources/http/private-addresses.ts';
import type { CredentialNetwork } from '../sources/openbadges/collect-archive.ts';
import { httpNetwork } from '../sources/openbadges/http-network.ts';
import type { OpenVault } from './vault-context.ts';

/**
 * A way to those who issued credentials, for an import: only to addresses that anybody on the internet could ask. To be closed after
 * use.
 */
export function issuerNetwork({
  app,
  clock,
}: Pick<OpenVault, 'app' | 'clock'>): CredentialNetwork & { close(): void } {
  const client = new HttpClient({
    app,
    atOnce: 2,
    mayConnect: isPublicAddress,
    timeouts: { answer: 10_000, idle: 10_000, total: 20_000 },
  });
  const network = httpNetwork(client, { clock, allowLoopback: false });
  return {
    get: (url, purpose, signal) => network.get(url, purpose, signal),
    close: () => {
      client.close();
    },
  };
}
