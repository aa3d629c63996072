import { describe, expect, it } from 'vitest';

import {
  pageAddress,
  parsePageAddress,
  routeOfAddress,
  safeParseRoute,
} from '../../../../electron/main/policies/page-address.ts';

const host = '0123456789abcdef0123456789abcdef';

describe('addresses of the app’s pages', () => {
  it('reads the address of a page, a file and evidence', () => {
    expect(parsePageAddress(`evidence-vault-app://${host}/index.html#/home`)).toEqual({
      host,
      path: '/index.html',
    });
    expect(parsePageAddress(`evidence-vault-app://${host}/content/abc?x`)).toEqual({
      host,
      path: '/content/abc',
    });
  });

  it.each([
    '',
    'nonsense',
    `https://${host}/index.html`,
    `evidence-vault-app:${host}/index.html`,
    `evidence-vault-app:///index.html`,
    `evidence-vault-app://${host}x/index.html`,
    `evidence-vault-app://${host.slice(1)}/index.html`,
    `evidence-vault-app://${host.toUpperCase()}/index.html`,
    `evidence-vault-app://${host}.example.com/index.html`,
    `evidence-vault-app://${host}:8080/index.html`,
    `evidence-vault-app://user@${host}/index.html`,
    `evidence-vault-app://user:word@${host}/index.html`,
    `evidence-vault-app://localhost/index.html`,
    `evidence-vault-app2://${host}/index.html`,
    `evidence-vault://${host}/index.html`,
    `blob:evidence-vault-app://${host}/0b0a`,
  ])('knows that %j is none', (address) => {
    expect(parsePageAddress(address)).toBeUndefined();
  });

  it.each([
    ['/home', '/home'],
    ['#/home', '/home'],
    ['/item/i-7k3m9q2pxd?tab=history&at=3', '/item/i-7k3m9q2pxd?tab=history&at=3'],
    ['/evidence?q=risk%20assessment', '/evidence?q=risk%20assessment'],
  ])('takes %j for the route %j', (text, route) => {
    expect(safeParseRoute(text)).toBe(route);
  });

  it.each([
    '',
    '#',
    'home',
    '##/home',
    '//evil.example/home',
    'https://evil.example',
    'javascript:alert(1)',
    '/home"onload=',
    '/home<script>',
    '/ho me',
    '/home\n',
    '/home\\..',
    '/home#/other',
    '/hómé',
    `/${'a'.repeat(250)}`,
  ])('takes %j for no route', (text) => {
    expect(safeParseRoute(text)).toBeUndefined();
  });

  it('reads back the route of an address it made', () => {
    expect(routeOfAddress(pageAddress(host, '/item/i-1'))).toBe('/item/i-1');
    expect(routeOfAddress(`evidence-vault-app://${host}/index.html`)).toBe('/home');
    expect(routeOfAddress(`evidence-vault-app://${host}/index.html#//evil`)).toBe('/home');
    expect(routeOfAddress('')).toBe('/home');
  });
});
