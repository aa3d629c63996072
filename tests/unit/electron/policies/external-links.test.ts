import { describe, expect, it } from 'vitest';

import { safeParseExternalLink } from '../../../../electron/main/policies/external-links.ts';

describe('links that leave the app', () => {
  it.each([
    ['https://www.example.org/help?page=1#top', 'www.example.org'],
    ['https://xn--bcher-kva.example/', 'xn--bcher-kva.example'],
    ['HTTPS://Example.ORG/', 'example.org'],
    ['https://example.org:443/', 'example.org'],
  ])('may be %s, and %s is named', (link, host) => {
    expect(safeParseExternalLink(link)?.host).toBe(host);
  });

  it.each([
    '',
    'example.org',
    '//example.org',
    'http://example.org/',
    'ftp://example.org/',
    'file:///etc/passwd',
    'file://server/share',
    'javascript:alert(1)',
    'data:text/html,hi',
    'mailto:somebody@example.org',
    'smb://server/share',
    'ms-msdt:/id PCWDiagnostic',
    'search-ms:query=x',
    'evidence-vault:home',
    `evidence-vault-app://${'a'.repeat(32)}/index.html`,
    'https:example.org',
    'https:///example.org',
    'https://user@example.org/',
    'https://user:word@example.org/',
    'https://example.org@evil.example/',
    'https://example.org:8443/',
    'https://example.org\\@evil.example/',
    'https://example.org/\\..\\..',
    'https://localhost/',
    'https://printer.local/',
    'https://nas.lan/',
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::1]/',
    'https://192.168.0.1/admin',
    'https://intranet/',
    'https://bücher.example/',
    'https://example.org/a b',
    ' https://example.org/',
    'https://example.org/\n',
    'https://example.org/\u202etxt.exe',
    'https://exam\u00adple.org/',
    'https://.example.org/',
    'https://example..org/',
    `https://example.org/${'a'.repeat(3000)}`,
  ])('may not be %j', (link) => {
    expect(safeParseExternalLink(link)).toBeUndefined();
  });
});
