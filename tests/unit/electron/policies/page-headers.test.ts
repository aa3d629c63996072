import { describe, expect, it } from 'vitest';

import { contentHeaders, fileHeaders } from '../../../../electron/main/policies/page-headers.ts';

const directives = (headers: Record<string, string>) =>
  Object.fromEntries(
    (headers['Content-Security-Policy'] ?? '').split('; ').map((part) => {
      const [name = '', ...values] = part.split(' ');
      return [name, values.join(' ')];
    }),
  );

describe('headers of the page', () => {
  it('let only the page’s own files run, and nothing inline', () => {
    const policy = directives(fileHeaders('text/html'));
    expect(policy['default-src']).toBe("'none'");
    expect(policy['script-src']).toBe("'self'");
    expect(policy['style-src']).toBe("'self'");
    expect(policy['connect-src']).toBe("'self'");
    expect(policy['object-src']).toBe("'none'");
    expect(policy['base-uri']).toBe("'none'");
    expect(policy['form-action']).toBe("'none'");
    expect(policy['frame-ancestors']).toBe("'none'");
    expect(Object.values(policy).join(' ')).not.toMatch(/unsafe|http|\*|wss?:/u);
  });

  it('let hot reload in where there is a development server, and only that', () => {
    const policy = directives(fileHeaders('text/html', 'http://127.0.0.1:5173'));
    expect(policy['connect-src']).toBe("'self' ws://127.0.0.1:5173 http://127.0.0.1:5173");
    expect(policy['object-src']).toBe("'none'");
  });

  it('are never kept, guessed at, or told onwards', () => {
    for (const headers of [fileHeaders('text/html'), contentHeaders('video/mp4')])
      expect(headers).toMatchObject({
        'Cache-Control': 'no-store',
        'X-Content-Type-Options': 'nosniff',
        'Referrer-Policy': 'no-referrer',
        'X-DNS-Prefetch-Control': 'off',
      });
  });
});

describe('headers of evidence', () => {
  it('make it inert', () => {
    expect(directives(contentHeaders('text/html'))).toEqual({
      sandbox: '',
      'default-src': "'none'",
      'frame-ancestors': "'self'",
    });
  });

  it.each(['text/html\r\nSet-Cookie: a=b', 'text', '', 'a/b/c', 'text/html; evil="x"', '*/*\0'])(
    'call the type %j unknown',
    (type) => {
      expect(contentHeaders(type)['Content-Type']).toBe('application/octet-stream');
    },
  );
  it.each(['video/mp4', 'text/plain; charset=utf-8', 'application/vnd.oasis.opendocument.text'])(
    'tell the type %s',
    (type) => {
      expect(contentHeaders(type)['Content-Type']).toBe(type);
    },
  );
});
