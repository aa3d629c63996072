/**
 * Loaded before anything else (`--require`) into a test's worker, its threads and the programs that it starts: no socket leads outside
 * this computer, and no name but `localhost` is looked up. Whoever tries is refused at once, and it is written down, so that the test
 * fails (`fail-outside.ts`): a program may well take a refusal for one of the many ways in which a network fails.
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import { BlockList, isIP, Socket } from 'node:net';

import { noteOutside } from './outside-notes.ts';

type Call = (this: unknown, ...given: readonly unknown[]) => unknown;

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

function refuse(what: string): never {
  const error = new Error(`Tests stay on this computer: ${what}`);
  noteOutside(what, (error.stack ?? '').split('\n').slice(2, 14).join('\n'));
  throw error;
}

function checkAddress(address: unknown, how: string): void {
  if (typeof address !== 'string') return;
  const family = isIP(address);
  if (family !== 0 && !loopback.check(address, family === 6 ? 'ipv6' : 'ipv4')) refuse(`${how} ${address}`);
}

function checkName(name: unknown, how: string): void {
  if (typeof name !== 'string' || name === '' || isIP(name) !== 0) return;
  if (!/^(?:.+\.)?localhost\.?$/iu.test(name)) refuse(`${how} ${name}`);
}

/** Has each call of a method looked at before it is made; what is thrown there is thrown to the caller. */
function watch(holder: object, name: string, look: (given: readonly unknown[], self: unknown) => void): void {
  const call: unknown = Reflect.get(holder, name);
  if (typeof call !== 'function') throw new Error(`nothing to watch: ${name}`);
  const watched: Call = function (...given) {
    look(given, this);
    return Reflect.apply(call, this, given) as unknown;
  };
  Reflect.set(holder, name, watched);
}

/** `connect` is given options, or a path, or a port and a host, or Node's own list of options and listener. */
function hostOf(given: readonly unknown[]): unknown {
  const [first, second] = given;
  if (Array.isArray(first)) return hostOf(first);
  return typeof first === 'object' && first !== null && 'host' in first ? first.host : second;
}

// A name is for the look-up to judge, also for one that a program brings: it is Node's in the end.
watch(Socket.prototype, 'connect', (given) => {
  checkAddress(hostOf(given), 'a socket to');
});

for (const name of ['send', 'connect'])
  watch(dgram.Socket.prototype, name, (given) => {
    // The first text after what is sent is where to.
    const to = given.slice(1).find((each) => typeof each === 'string');
    checkAddress(to, 'a datagram to');
    checkName(to, 'a datagram to');
  });

for (const holder of [dns, dns.promises]) {
  watch(holder, 'lookup', ([name]) => {
    checkName(name, 'a look-up of');
  });
  watch(holder, 'lookupService', ([address]) => {
    checkAddress(address, 'a look-up of');
  });
}

/** A resolver may be led to a name system of the test's own. */
function serversOf(resolver: unknown): readonly string[] {
  const asked =
    resolver instanceof dns.Resolver || resolver instanceof dns.promises.Resolver ? resolver : dns;
  return asked.getServers();
}

for (const holder of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype])
  for (const name of Object.getOwnPropertyNames(holder).filter((each) => /^(?:resolve|reverse)/u.test(each)))
    watch(holder, name, ([asked], self) => {
      const servers = serversOf(self).map((server) => server.replace(/^\[?([^\]]*?)\]?(?::\d+)?$/u, '$1'));
      if (
        !servers.every(
          (server) => isIP(server) !== 0 && loopback.check(server, isIP(server) === 6 ? 'ipv6' : 'ipv4'),
        )
      )
        refuse(`a question to the name system about ${String(asked)}`);
    });

syncBuiltinESMExports();
