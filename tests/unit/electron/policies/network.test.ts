import { describe, expect, it } from 'vitest';

import { mayLoad } from '../../../../electron/main/policies/network.ts';

const host = 'a'.repeat(32);
const outside = [
  'http://127.0.0.1:5173/src/main.tsx',
  'ws://127.0.0.1:5173/',
  'http://127.0.0.1:9/',
  'https://example.org/',
  'wss://example.org/',
  'ftp://example.org/',
  'file:///etc/passwd',
  'chrome-extension://abc/page.html',
  'devtools://devtools/bundled/inspector.html',
  'about:blank',
  'filesystem:https://example.org/x',
  'blob:https://example.org/1',
  `blob:evidence-vault-app://${'b'.repeat(32)}/1`,
  `blob:evidence-vault-app://${host}.example.org/1`,
  `evidence-vault-app://${'b'.repeat(32)}/index.html`,
  `evidence-vault-app://${host}:1/index.html`,
  `evidence-vault-app://me@${host}/index.html`,
  'evidence-vault:home',
  '',
];

describe('what the app’s session may load', () => {
  it.each([
    `evidence-vault-app://${host}/index.html`,
    `evidence-vault-app://${host}/content/abc`,
    `blob:evidence-vault-app://${host}/0b0a`,
    'data:image/png;base64,AAAA',
  ])('is %s', (url) => {
    expect(mayLoad(url, host)).toBe(true);
  });

  it.each(outside)('is not %j', (url) => {
    expect(mayLoad(url, host)).toBe(false);
  });

  it('is the development server too, in development, and no other port or host', () => {
    const server = 'http://127.0.0.1:5173';
    for (const url of [
      'http://127.0.0.1:5173/src/main.tsx',
      'ws://127.0.0.1:5173/?token=x',
      outside[8] ?? '',
    ])
      expect(mayLoad(url, host, server)).toBe(true);
    for (const url of [
      'http://127.0.0.1:5174/',
      'https://127.0.0.1:5173/',
      'http://127.0.0.1:51730/',
      'http://127.0.0.1:5173@example.org/',
      'http://localhost:5173/',
      'https://example.org/',
    ])
      expect(mayLoad(url, host, server)).toBe(false);
  });
});
