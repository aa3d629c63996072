import { afterEach, describe, expect, it } from 'vitest';

import { fetchNamed } from '../../../src/anchors/certificate-client.ts';
import { startScriptedServer } from '../../support/scripted-server.ts';

type Server = Awaited<ReturnType<typeof startScriptedServer>>;

describe('asking where a certificate says', () => {
  const open: Server[] = [];
  afterEach(async () => {
    for (const server of open.splice(0)) await server.close();
  });
  const serve = async (...script: Parameters<typeof startScriptedServer>): Promise<string> => {
    const server = await startScriptedServer(...script);
    open.push(server);
    return server.url;
  };
  const ask = (address: string, authority: string, request?: Uint8Array): Promise<Uint8Array> =>
    fetchNamed(
      address,
      { authority, app: 'test', signal: new AbortController().signal, timeout: 2_000 },
      request,
    );

  it('gets what lies there, and posts a request where there is one', async () => {
    const seen: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      seen.push(request.method, request.headers['content-type'], request.headers.cookie);
      response.end(Uint8Array.of(1, 2, 3));
    });
    expect(await ask(new URL('crl', url).href, url)).toEqual(Uint8Array.of(1, 2, 3));
    await ask(new URL('ocsp', url).href, url, Uint8Array.of(9));
    expect(seen).toEqual(['GET', undefined, undefined, 'POST', 'application/ocsp-request', undefined]);
  });

  it.each([
    'http://127.0.0.1:9/',
    'http://[::1]/crl',
    'http://localhost/crl',
    'http://router/crl',
    'http://192.168.1.1/crl',
    'http://printer.local/crl',
    'http://db.internal/crl',
    'ftp://issuer.example/crl',
    'ldap://issuer.example/crl',
    'http://me:secret@issuer.example/crl',
    'no address',
  ])('does not go to %s because somebody’s certificate says so', async (address) => {
    await expect(ask(address, 'http://timestamp.example/')).rejects.toMatchObject({
      code: 'source.unsafe-address',
    });
  });

  const answering =
    (status: number, body = new Uint8Array(0)): Parameters<typeof startScriptedServer>[0] =>
    (_request, response) => {
      response.writeHead(status, status === 302 ? { location: '/else' } : {}).end(body);
    };
  it.each<[string, string, Parameters<typeof startScriptedServer>[0]]>([
    ['a redirect', 'proof.authority-refused', answering(302)],
    ['a refusal', 'proof.authority-refused', answering(404)],
    ['a breakdown', 'proof.authority-unreachable', answering(503)],
    ['silence', 'proof.authority-unreachable', () => undefined],
    ['more than any list', 'proof.authority-wrong-answer', answering(200, new Uint8Array(300_000))],
  ])('takes %s for a failure', async (_name, code, script) => {
    const url = await serve(script);
    await expect(ask(new URL('crl', url).href, url)).rejects.toMatchObject({ code });
  });
});
