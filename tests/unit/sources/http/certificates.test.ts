import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { X509Certificate } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { HttpClient } from '../../../../src/sources/http/http-client.ts';
import { startCuttingProxy } from '../../../support/cutting-proxy.ts';
import { serverIdentity, testAuthority, tlsFile } from '../../../support/tls/tls-front.ts';

describe('TLS', () => {
  let server: Server;
  const before = getCACertificates('default');
  const ask = async (times = 1) => {
    const client = new HttpClient({ app: 'evidence-vault/0.0.0-test' });
    const { port } = server.address() as AddressInfo;
    try {
      const chains = [];
      for (let i = 0; i < times; i += 1) {
        const url = new URL(`https://127.0.0.1:${port}/`);
        const { answer } = await client.read(
          { method: 'GET', url, signal: new AbortController().signal },
          100,
        );
        chains.push(answer.tls);
      }
      return chains;
    } finally {
      client.close();
    }
  };

  beforeAll(async () => {
    server = createServer(serverIdentity());
    server.on('request', ({ url }, response) => response.end(url === '/long' ? 'x'.repeat(30_000) : 'x'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    setDefaultCACertificates(before);
    server.close();
    server.closeAllConnections();
  });

  it('refuses a certificate that nobody vouches for, without trying again', async () => {
    await expect(ask()).rejects.toMatchObject({
      code: 'source.unreachable',
      details: { reason: 'SELF_SIGNED_CERT_IN_CHAIN' },
    });
  });

  it('names the certificates of every answer, leaf first, on a connection that is used again too', async () => {
    setDefaultCACertificates([...before, testAuthority()]);
    const [first, second] = await ask(2);
    const fingerprint = (name: string): string =>
      new X509Certificate(tlsFile(name)).fingerprint256.replaceAll(':', '').toLowerCase();
    expect(first).toMatchObject([
      { subject: 'CN=127.0.0.1', issuer: 'O=Test College, CN=Test Root', sha256: fingerprint('server.pem') },
      { subject: 'O=Test College, CN=Test Root', sha256: fingerprint('ca.pem') },
    ]);
    expect(first).toHaveLength(2);
    expect(first?.[0]?.validTo).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(second).toEqual(first);
  });

  it('asks again for what was spoilt on the way, and says so if it is spoilt each time', async () => {
    setDefaultCACertificates([...before, testAuthority()]);
    const { port } = server.address() as AddressInfo;
    const proxy = await startCuttingProxy(`https://127.0.0.1:${port}/`);
    const client = new HttpClient({ app: 'evidence-vault/0.0.0-test' });
    const url = new URL('long', proxy.address);
    const read = () => client.read({ method: 'GET', url, signal: new AbortController().signal }, 50_000);
    try {
      // Past what the two sides say first; either of them may be the one that notices.
      proxy.spoilAfter(4_000);
      await expect(read()).rejects.toMatchObject({
        code: 'source.unreachable',
        details: { reason: expect.stringMatching(/BAD_RECORD_MAC$/u) },
      });
      expect(proxy.cuts).toBe(3);
      proxy.cutAfter(undefined);
      expect((await read()).bytes).toHaveLength(30_000);
    } finally {
      client.close();
      await proxy.close();
    }
  });
});
