import { describe, expect, it } from 'vitest';

import { AskedWaits } from '../../../../src/sources/http/asked-waits.ts';
import { isLoopbackHost } from '../../../../src/base/loopback-host.ts';
import { isPublicAddress } from '../../../../src/sources/http/private-addresses.ts';

describe('an IP address', () => {
  it.each([
    '127.0.0.1',
    '127.9.9.9',
    '10.1.2.3',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.0.1',
    '169.254.169.254',
    '100.64.0.1',
    '0.0.0.0',
    '224.0.0.1',
    '255.255.255.255',
    '::1',
    '::',
    'fc00::1',
    'fd12::1',
    'fe80::1',
    'ff02::1',
    '::ffff:10.0.0.1',
    '::ffff:127.0.0.1',
    '64:ff9b::a00:1',
    '2002:a00:1::',
  ])('of this computer, a building or nobody is not public: %s', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each(['1.1.1.1', '172.15.0.1', '172.32.0.1', '192.167.1.1', '100.128.0.1', '2606:4700::1111'])(
    'that anybody can ask is public: %s',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );
});

describe('a host name', () => {
  it('is this computer’s own only where it can be nothing else', () => {
    expect(['localhost', '127.0.0.1', '127.1.2.3', '[::1]'].map(isLoopbackHost)).toEqual([
      true,
      true,
      true,
      true,
    ]);
    const others = ['localhost.example', '127.0.0.1.example', '128.0.0.1', '[::2]', ''];
    expect(others.map(isLoopbackHost)).toEqual(others.map(() => false));
  });
});

describe('what a server asked for', () => {
  it('holds for all of its addresses until it is over, and the longest of several counts', () => {
    const waits = new AskedWaits();
    waits.note(new URL('https://portal.example/a?x=1'), 5_000, 1_000);
    waits.note(new URL('https://portal.example/b'), 1_000, 1_000);
    expect(waits.until('https://portal.example/c', 2_000)).toBe(6_000);
    expect(waits.until('https://portal.example/c', 6_000)).toBeUndefined();
    expect(waits.until('http://portal.example/c', 2_000)).toBeUndefined();
    expect(waits.until('C:\\a folder', 2_000)).toBeUndefined();
  });

  it('is a day at most', () => {
    const waits = new AskedWaits();
    waits.note(new URL('https://portal.example'), 1e12, 0);
    expect(waits.until('https://portal.example', 1)).toBe(24 * 3_600_000);
  });
});
