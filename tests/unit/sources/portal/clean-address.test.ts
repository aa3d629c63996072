import { describe, expect, it } from 'vitest';

import { cleanAddress } from '../../../../src/sources/portal/clean-address.ts';

const rows: readonly (readonly [given: string, address: string, removed: readonly string[]])[] = [
  ['https://p.example/a?id=3&x=a%20b', 'https://p.example/a?id=3&x=a%20b', []],
  ['https://p.example/a?id=3#part-2', 'https://p.example/a?id=3', []],
  ['https://sam:pw@p.example/a', 'https://p.example/a', ['user-name-in-address']],
  ['https://p.example/f.pdf?forcedownload=1&token=abc', 'https://p.example/f.pdf?forcedownload=1', ['token']],
  ['https://p.example/out?sesskey=Xy12&id=2', 'https://p.example/out?id=2', ['sesskey']],
  ['https://p.example/?wstoken=1&WSTOKEN=2', 'https://p.example/', ['WSTOKEN', 'wstoken']],
  [
    'https://b.s3.amazonaws.com/k.pdf?X-Amz-Date=20261122&X-Amz-Signature=ff&response-content-type=x',
    'https://b.s3.amazonaws.com/k.pdf?response-content-type=x',
    ['X-Amz-Date', 'X-Amz-Signature'],
  ],
  ['https://c.example/files/2/download?verifier=q', 'https://c.example/files/2/download', ['verifier']],
  ['https://p.example/a;jsessionid=AB12/b?c=1', 'https://p.example/a/b?c=1', ['jsessionid']],
  [
    'https://p.example/tokenpluginfile.php/0123456789abcdef0123456789abcdef/7/x.pdf',
    'https://p.example/tokenpluginfile.php/-/7/x.pdf',
    ['key-in-path'],
  ],
  ['https://p.example/cb#access_token=abc&state=d', 'https://p.example/cb', ['token-in-fragment']],
  ['https://p.example/?%74oken=abc', 'https://p.example/', ['token']],
  ['https://p.example/?%zz=1', 'https://p.example/?%zz=1', []],
];

describe('an address without secrets', () => {
  it.each(rows)('of %s is %s', (given, address, removed) => {
    expect(cleanAddress(given)).toEqual({ address, removed });
  });

  it('stays as it is the second time', () => {
    for (const [given] of rows) {
      const { address } = cleanAddress(given);
      expect(cleanAddress(address)).toEqual({ address, removed: [] });
    }
  });
});
