import { describe, expect, it } from 'vitest';

import { judgeNavigation } from '../../../../electron/main/policies/navigation.ts';

const host = 'a'.repeat(32);
const own = `evidence-vault-app://${host}`;

const nowhere = [
  'https://evil.example/',
  'http://127.0.0.1:8080/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'about:blank',
  'blob:https://evil.example/1',
  `blob:${own}/1`,
  'evidence-vault:home',
  'mailto:somebody@example.com',
  'ftp://example.com/',
  'chrome://settings',
  'devtools://devtools/bundled/inspector.html',
  'view-source:https://evil.example',
  `evidence-vault-app://${'b'.repeat(32)}/index.html`,
  `evidence-vault-app://${host}.evil.example/index.html`,
  `evidence-vault-app://evil@${host}/index.html`,
  '',
  '\u0000',
];

describe('navigation', () => {
  it.each(nowhere)('of the page to %j is denied', (url) => {
    expect(judgeNavigation({ url, isMainFrame: true }, host)).toBe('deny');
  });
  it.each(nowhere)('of a frame in it to %j is denied', (url) => {
    expect(judgeNavigation({ url, isMainFrame: false }, host)).toBe('deny');
  });

  it('of the page to itself is answered with a fresh page', () => {
    expect(judgeNavigation({ url: `${own}/index.html#/evidence`, isMainFrame: true }, host)).toBe(
      'fresh-page',
    );
    expect(judgeNavigation({ url: `${own}/`, isMainFrame: true }, host)).toBe('fresh-page');
  });

  it.each(['/content/abc', '/assets/page.js', '/other.html', '/index.html/..%2f'])(
    'of the page to its own %s is denied',
    (path) => {
      expect(judgeNavigation({ url: `${own}${path}`, isMainFrame: true }, host)).toBe('deny');
    },
  );

  it('of a frame may show the page’s evidence and nothing else', () => {
    expect(judgeNavigation({ url: `${own}/content/abc_DEF-1`, isMainFrame: false }, host)).toBe('allow');
    for (const path of [
      '/index.html',
      '/',
      '/content/',
      '/content/../index.html',
      '/content/a/b',
      '/content/a%2fb',
    ])
      expect(judgeNavigation({ url: `${own}${path}`, isMainFrame: false }, host)).toBe('deny');
  });
});
