import { describe, expect, it } from 'vitest';

import { safeParseDeepLink } from '../../../../electron/main/policies/deep-links.ts';
import { readLaunchArguments } from '../../../../electron/main/policies/launch-arguments.ts';

describe('links into the app', () => {
  it.each([
    ['evidence-vault:home', '/home'],
    ['evidence-vault://sources', '/sources'],
    ['evidence-vault://verify/', '/verify'],
    ['EVIDENCE-VAULT:Health', '/health'],
  ])('let %s lead to %s', (link, route) => {
    expect(safeParseDeepLink(link)).toBe(route);
  });

  it.each([
    '',
    'evidence-vault:',
    'evidence-vault://',
    'evidence-vault:lock',
    'evidence-vault:quit',
    'evidence-vault:unlock',
    'evidence-vault:new',
    'evidence-vault:recover',
    'evidence-vault:settings/passphrase',
    'evidence-vault:item/i-7k3m9q2pxd',
    'evidence-vault:home?next=/sources',
    'evidence-vault:home#/sources',
    'evidence-vault:home/../sources',
    'evidence-vault:///home',
    'evidence-vault:home ',
    ' evidence-vault:home',
    'evidence-vault:home\n',
    'evidence-vault:%68ome',
    'evidence-vault:__proto__',
    'evidence-vault:constructor',
    'evidence-vault:toString',
    'evidence-vault-app:home',
    'https://evidence-vault/home',
    'file:///home',
  ])('let %j lead nowhere', (link) => {
    expect(safeParseDeepLink(link)).toBeUndefined();
  });
});

describe('the command line', () => {
  const folder = '/home/sam';
  it('may ask for a place, a bundle, or no window', () => {
    expect(readLaunchArguments(['--hidden'], folder)).toEqual({ hidden: true });
    expect(readLaunchArguments(['/app', 'evidence-vault:send', '--no-sandbox'], folder)).toEqual({
      hidden: false,
      route: '/send',
    });
    expect(readLaunchArguments(['My work.ZIP'], folder)).toEqual({
      hidden: false,
      bundle: '/home/sam/My work.ZIP',
    });
  });

  it.each([
    ['https://evil.example/a.zip'],
    ['file:///etc/a.zip'],
    ['evidence-vault:a.zip'],
    ['--load-extension=/tmp/a.zip'],
    ['a.zip\0.txt'],
    ['a\0.zip'],
    ['report.pdf'],
    ['evidence-vault:lock'],
  ])('takes %j for nothing', (word) => {
    expect(readLaunchArguments([word], folder)).toEqual({ hidden: false });
  });

  it('takes the first of several', () => {
    expect(
      readLaunchArguments(['evidence-vault:send', 'evidence-vault:health', '/a.zip', '/b.zip'], folder),
    ).toEqual({ hidden: false, route: '/send', bundle: '/a.zip' });
  });
});
