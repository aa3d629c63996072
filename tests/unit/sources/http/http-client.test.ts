import { inspect } from 'node:util';

import { afterEach, describe, expect, it } from 'vitest';

import { parseUtf8 } from '../../../../src/base/bytes.ts';
import {
  HttpClient,
  type HttpClientOptions,
  type HttpRequest,
} from '../../../../src/sources/http/http-client.ts';
import type { ScriptedServer } from '../../../support/scripted-server.ts';
import { scriptedSites } from '../../../support/scripted-sites.ts';

const limit = 1_000_000;

describe('the network as connectors see it', () => {
  const { serve } = scriptedSites();
  const clients: HttpClient[] = [];
  const waits: number[] = [];

  afterEach(() => {
    for (const client of clients.splice(0)) client.close();
    waits.length = 0;
  });

  const clientWith = (options: Partial<HttpClientOptions> = {}): HttpClient => {
    const client = new HttpClient({
      app: 'evidence-vault/0.0.0-test',
      ...options,
      backOff: {
        sleep: async (milliseconds) => {
          waits.push(milliseconds);
          return Promise.resolve();
        },
        random: () => 0,
        ...options.backOff,
      },
    });
    clients.push(client);
    return client;
  };
  const get = (server: ScriptedServer, more: Partial<HttpRequest> = {}): HttpRequest => ({
    method: 'GET',
    url: new URL(server.url),
    signal: new AbortController().signal,
    ...more,
  });

  it('sends forms and says who it is', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { Date: 'Sat, 21 Nov 2026 20:00:00 GMT', ETag: '"x"' }).end('hello');
    });
    const form = new URLSearchParams([['a[0]', 'x & y']]);
    const { answer, bytes } = await clientWith().read(get(server, { method: 'POST', form }), limit);
    expect(parseUtf8(bytes)).toBe('hello');
    expect([answer.status, answer.header('etag'), answer.header('nothing'), answer.tls]).toEqual([
      200,
      '"x"',
      undefined,
      undefined,
    ]);
    expect(server.requests[0]).toMatchObject({
      method: 'POST',
      body: 'a%5B0%5D=x+%26+y',
      headers: {
        'user-agent': 'evidence-vault/0.0.0-test',
        'content-type': 'application/x-www-form-urlencoded',
        'accept-encoding': 'identity',
      },
    });
  });

  it('hands a redirect over and does not follow it', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(302, { Location: '/elsewhere' }).end();
    });
    const { answer } = await clientWith().read(get(server), limit);
    expect([answer.status, answer.header('location')]).toEqual([302, '/elsewhere']);
    expect(server.requests).toHaveLength(1);
  });

  it.each([429, 502, 503, 504])(
    'tries %s again, waiting longer each time, and hands over the last one',
    async (status) => {
      const server = await serve((_request, response) => {
        response.writeHead(status).end('busy');
      });
      const { answer } = await clientWith().read(get(server), limit);
      expect(answer.status).toBe(status);
      expect(server.requests).toHaveLength(3);
      expect(waits).toEqual([1000, 2000]);
    },
  );

  it('waits as long as Retry-After asks, in seconds or until a date, and gives up where that is too long', async () => {
    const answers: [number, string?][] = [
      [503, '5'],
      [503, new Date(Date.now() + 8_000).toUTCString()],
      [200],
    ];
    const server = await serve((_request, response) => {
      const [status, after] = answers.shift() ?? [503, '3600'];
      response.writeHead(status, after === undefined ? {} : { 'Retry-After': after }).end();
    });
    const client = clientWith();
    expect((await client.read(get(server), limit)).answer.status).toBe(200);
    expect(waits[0]).toBe(5000);
    expect(waits[1]).toBeGreaterThan(6_000);
    expect(waits[1]).toBeLessThanOrEqual(8_000);
    expect((await client.read(get(server), limit)).answer.status).toBe(503);
    expect(server.requests).toHaveLength(4);
  });

  it('spreads its waits by chance, never beyond the longest', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(503).end();
    });
    await clientWith({ backOff: { tries: 9, random: () => 1, longestWait: 10_000 } }).read(
      get(server),
      limit,
    );
    expect(waits).toEqual([2000, 4000, 8000, 10_000, 10_000, 10_000, 10_000, 10_000]);
  });

  it('sends once what must not be sent twice', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(503).end();
    });
    await clientWith().read(get(server, { tries: 1 }), limit);
    expect(server.requests).toHaveLength(1);
  });

  it('tries a body again that was cut off, and says so when it stays so', async () => {
    let whole = false;
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'Content-Length': 10 });
      if (whole) response.end('0123456789');
      else response.write('0123', () => response.destroy());
    });
    const client = clientWith();
    await expect(client.read(get(server), limit)).rejects.toMatchObject({
      code: 'source.unreachable',
      details: { reason: 'cut-off' },
    });
    expect(server.requests).toHaveLength(3);
    whole = true;
    expect((await client.read(get(server), limit)).bytes).toHaveLength(10);
  });

  it('gives up on an answer that does not begin, and on one that stops in the middle', async () => {
    const server = await serve(({ url }, response) => {
      if (url === '/stops') response.writeHead(200).write('some');
    });
    const client = clientWith({ timeouts: { answer: 40, idle: 40 }, backOff: { tries: 2 } });
    await expect(client.read(get(server), limit)).rejects.toMatchObject({
      code: 'source.timeout',
      details: { phase: 'answer' },
    });
    await expect(
      client.read(get(server, { url: new URL('/stops', server.url) }), limit),
    ).rejects.toMatchObject({
      code: 'source.timeout',
      details: { phase: 'idle' },
    });
    expect(server.requests).toHaveLength(4);
  });

  it('ends a body that drips for ever', async () => {
    const server = await serve((_request, response) => {
      const drip = setInterval(() => response.write('.'), 5);
      response.once('close', () => {
        clearInterval(drip);
      });
    });
    const client = clientWith({ timeouts: { idle: 1_000, total: 80 } });
    await expect(client.read(get(server, { tries: 1 }), limit)).rejects.toMatchObject({
      code: 'source.timeout',
      details: { phase: 'total' },
    });
  });

  it('counts no time against the portal while the reader itself is busy', async () => {
    const server = await serve((_request, response) => {
      response.write('first');
      setTimeout(() => response.end('second'), 10);
    });
    const answer = await clientWith({ timeouts: { idle: 60 } }).request(get(server));
    const pieces: string[] = [];
    for await (const piece of answer.body()) {
      pieces.push(parseUtf8(piece));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(pieces.join('')).toBe('firstsecond');
  });

  it('refuses an answer larger than it is ready for', async () => {
    const server = await serve((_request, response) => {
      response.end('x'.repeat(5000));
    });
    await expect(clientWith().read(get(server), 4999)).rejects.toMatchObject({ code: 'source.too-large' });
    expect((await clientWith().read(get(server), 5000)).bytes).toHaveLength(5000);
  });

  it('is stopped before, while waiting for its turn, for the answer, in the body and between tries', async () => {
    const server = await serve(({ url }, response) => {
      if (url === '/body') response.writeHead(200).write('some');
      if (url === '/busy') response.writeHead(503).end();
    });
    const cancelled = { code: 'internal.cancelled' };
    const at = (path: string) => new URL(path, server.url);
    const soon = (): AbortSignal => AbortSignal.timeout(30);
    const client = clientWith({ atOnce: 1 });
    await expect(client.read(get(server, { signal: AbortSignal.abort() }), limit)).rejects.toMatchObject(
      cancelled,
    );
    expect(server.requests).toEqual([]);
    const first = client.read(get(server, { signal: AbortSignal.timeout(80) }), limit);
    const second = client.read(get(server, { signal: soon() }), limit);
    await expect(second).rejects.toMatchObject(cancelled);
    await expect(first).rejects.toMatchObject(cancelled);
    expect(server.requests).toHaveLength(1);
    await expect(client.read(get(server, { url: at('/body'), signal: soon() }), limit)).rejects.toMatchObject(
      cancelled,
    );
    const patient = new HttpClient({ app: 'x/1' });
    clients.push(patient);
    await expect(
      patient.read(get(server, { url: at('/busy'), signal: soon() }), limit),
    ).rejects.toMatchObject(cancelled);
  });

  it('has no more than four requests under way, and lets go of each place however it ends', async () => {
    const server = await serve(async ({ url }, response) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (url === '/cut')
        response.writeHead(200, { 'Content-Length': 9 }).write('x', () => response.destroy());
      else response.end('x'.repeat(200_000));
    });
    const client = clientWith({ backOff: { tries: 1 } });
    const work = Array.from({ length: 24 }, async (_, index) => {
      if (index % 4 === 0) return client.read(get(server, { url: new URL('/cut', server.url) }), limit);
      if (index % 4 === 1) return client.read(get(server), 10);
      const answer = await client.request(get(server));
      if (index % 4 === 2) {
        answer.discard();
        return undefined;
      }
      for await (const piece of answer.body()) if (piece.length > 0) break;
      return undefined;
    });
    const outcomes = await Promise.allSettled(work);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(12);
    expect(server.mostAtOnce).toBeLessThanOrEqual(4);
    expect((await client.read(get(server), limit)).bytes).toHaveLength(200_000);
  });

  it('keeps its connection', async () => {
    const server = await serve((_request, response) => {
      response.end('x');
    });
    const client = clientWith();
    for (let i = 0; i < 5; i += 1) await client.read(get(server), limit);
    expect(server.connections).toBe(1);
  });

  it('says that nobody is there, at once, and nothing of what was to be sent', async () => {
    const server = await serve(() => undefined);
    await server.close();
    const url = new URL(`${server.url}/x?token=canary-1`);
    const form = new URLSearchParams({ password: 'canary-2' });
    const thrown: unknown = await clientWith()
      .read({ method: 'POST', url, form, signal: new AbortController().signal }, limit)
      .catch((error: unknown) => error);
    expect(thrown).toMatchObject({ code: 'source.unreachable', details: { reason: 'ECONNREFUSED' } });
    expect(inspect(thrown, { depth: 20, showHidden: true })).not.toContain('canary');
    expect(waits).toEqual([]);
  });

  it('speaks HTTP and HTTPS only', async () => {
    const url = new URL('file:///etc/hosts');
    await expect(
      clientWith().read({ method: 'GET', url, signal: new AbortController().signal }, limit),
    ).rejects.toMatchObject({ code: 'source.unreachable', details: { reason: 'scheme' } });
  });
});
