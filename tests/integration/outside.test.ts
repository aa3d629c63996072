import { createSocket } from 'node:dgram';
import { lookup, promises as dns } from 'node:dns';
import { get } from 'node:http';
import { connect } from 'node:net';
import { connect as tlsConnect } from 'node:tls';
import { Worker } from 'node:worker_threads';

import { afterEach, describe, expect, it } from 'vitest';

import { CliHouse, outcomeOf } from '../support/cli.ts';
import { failOutside, takeOutside } from '../support/outside/outside-notes.ts';

/** An address for documentation (RFC 5737), which leads nowhere, and a name of the same kind (RFC 2606). */
const address = '192.0.2.1';
const name = 'college.example';

/** What was noted, without where it came from. */
const noted = (): string[] => takeOutside().map((note) => note.split('\n')[0] ?? '');

describe('a test that reaches outside this computer', () => {
  it.each([
    ['by a socket', () => connect(443, address), `a socket to ${address}`],
    ['by a socket with options', () => connect({ port: 443, host: address }), `a socket to ${address}`],
    ['over TLS', () => tlsConnect({ port: 443, host: address }), `a socket to ${address}`],
    ['by a request', () => get(`http://${address}/`), `a socket to ${address}`],
    ['to a named host', () => connect(443, name), `a look-up of ${name}`],
    ['by a datagram', () => createSocket('udp4').send('x', 53, address), `a datagram to ${address}`],
    ['by a look-up', () => lookup(name, () => undefined), `a look-up of ${name}`],
    ['by a promised look-up', () => dns.lookup(name), `a look-up of ${name}`],
    [
      'by a question of its own to the name system',
      () => new dns.Resolver().resolveTxt(name),
      `a question to the name system about ${name}`,
    ],
  ])('is refused at once, and fails: %s', (_how, reach, what) => {
    expect(reach).toThrow(`Tests stay on this computer: ${what}`);
    expect(failOutside).toThrow(`a test reached outside this computer, or tried to:\n${what}`);
    expect(failOutside).not.toThrow();
  });

  it('is noticed also where the program takes the refusal for a network that is down', async () => {
    await expect(fetch(`http://${address}/`)).rejects.toThrow('fetch failed');
    expect(noted()).toEqual([`a socket to ${address}`]);
  });

  it('is noticed in a thread, also in one that knows nothing of its surroundings', async () => {
    const worker = new Worker(`require('node:net').connect(443, '${address}');`, { eval: true, env: {} });
    await expect(
      new Promise((resolve, reject) => {
        worker.once('error', reject);
        worker.once('exit', resolve);
      }),
    ).rejects.toThrow('Tests stay on this computer');
    expect(noted()).toEqual([`a socket to ${address}`]);
  });

  describe('with a program', () => {
    let house: CliHouse;
    afterEach(() => house.remove());

    it('is noticed there too', async () => {
      house = await CliHouse.make();
      const reach = `import('node:net').then(({ connect }) => connect(443, '${address}'))`;
      const { code, stderr } = await outcomeOf(house.startWith(process.execPath, ['--eval', reach]));
      expect(code).not.toBe(0);
      expect(stderr).toContain('Tests stay on this computer');
      expect(noted()).toEqual([`a socket to ${address}`]);
    });

    it('is noticed in the command line itself', async () => {
      house = await CliHouse.make();
      const words = [
        'source',
        'add',
        'moodle',
        '--url',
        `https://${address}/`,
        '--username',
        'sam',
        '--json',
      ];
      await house.json(['init']);
      await house.spawn(words, { env: { EVIDENCE_VAULT_SOURCE_SECRET: 'none' } });
      expect(new Set(noted())).toEqual(new Set([`a socket to ${address}`]));
    });
  });
});

describe('a test that stays on this computer', () => {
  it('is let be', async () => {
    await dns.lookup('localhost');
    await dns.lookup('127.0.0.1');
    expect(takeOutside()).toEqual([]);
  });
});
