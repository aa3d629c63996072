import { describe, expect, it } from 'vitest';

import { codeOf } from '../../../support/vault/vault-world.ts';
import { parseUtf8 } from '../../../../src/base/bytes.ts';
import { parseCanvasAddress } from '../../../../src/sources/canvas/canvas-address.ts';
import { inertDocument } from '../../../../src/sources/canvas/inert-html.ts';
import { linkedFiles } from '../../../../src/sources/canvas/linked-files.ts';
import { nextLink } from '../../../../src/sources/canvas/next-link.ts';
import { Redactor } from '../../../../src/sources/canvas/redact.ts';
import { waitForRoom } from '../../../../src/sources/canvas/refusals.ts';

describe('the address of a Canvas', () => {
  it.each([
    ['college.example', 'https://college.example'],
    ['https://college.example/courses/12?token=x#top', 'https://college.example'],
    [' http://127.0.0.1:3000/login ', 'http://127.0.0.1:3000'],
  ])('%s is %s', (entered, origin) => {
    expect(parseCanvasAddress(entered).origin).toBe(origin);
  });
  it.each(['', 'ftp://college.example', 'https://', 'javascript:alert(1)'])('%s is none', async (entered) => {
    expect(await codeOf(() => parseCanvasAddress(entered))).toBe('source.not-canvas');
  });
});

describe('the link to the next page', () => {
  it.each([
    ['<https://c.example/a?page=2>; rel="next"', 'https://c.example/a?page=2'],
    [
      '<https://c.example/a>; rel="current",<https://c.example/b,;>; rel="next",<https://c.example/z>; rel="last"',
      'https://c.example/b,;',
    ],
    ['<https://c.example/a>; title="x, y"; rel=next', 'https://c.example/a'],
    ['<https://c.example/a>; REL="prev next"', 'https://c.example/a'],
    ['<https://c.example/a>; rel="last"', undefined],
    ['rel="next"', undefined],
    ['', undefined],
    [undefined, undefined],
    [`<${'a'.repeat(70_000)}>; rel="next"`, undefined],
  ])('is found in %j', (header, expected) => {
    expect(nextLink(header)).toBe(expected);
  });
});

describe('what is taken out of answers', () => {
  const redactor = new Redactor('7~the-access-token-of-a-learner');
  const clean = (text: string): string => parseUtf8(redactor.rawAnswer(text, 'application/json').bytes);

  it('are keys in addresses, however they are written, and nothing beside them', () => {
    expect(
      clean(
        '{"url":"https://c.example/files/1/download?download_frd=1\\u0026verifier=abcDEF123\\u0026wrap=1"}',
      ),
    ).toBe('{"url":"https://c.example/files/1/download?download_frd=1\\u0026verifier=\\u0026wrap=1"}');
    expect(clean('<a href=\\"/files/1?verifier=abc&amp;wrap=1\\">verifier=</a>')).toBe(
      '<a href=\\"/files/1?verifier=&amp;wrap=1\\">verifier=</a>',
    );
    expect(clean('"https://s3.example/x?X-Amz-Signature=aa\\u0026X-Amz-Date=bb"')).toBe(
      '"https://s3.example/x?X-Amz-Signature=\\u0026X-Amz-Date="',
    );
  });

  it('are a file\u2019s uuid wherever else it stands, and the token', () => {
    const uuid = 'mM3xKQ7pL0aZ9wYcV2bN5tR8uE1sD4fG6hJ';
    expect(clean(`{"uuid":"${uuid}","thumbnail_url":"https://c.example/thumbs/1/${uuid}"}`)).toBe(
      '{"uuid":"","thumbnail_url":"https://c.example/thumbs/1/"}',
    );
    expect(clean('{"said":"7~the-access-token-of-a-learner"}')).toBe('{"said":""}');
  });
});

describe('a brief', () => {
  it('loses whatever could load, run or lead somewhere, and keeps its words', () => {
    const html = inertDocument(
      'A & B',
      '<h2 onclick="x()">Task</h2><p style="background:url(http://evil.example/x)">Do <em>this</em>.</p><script>alert(1)</script>' +
        '<a href="https://c.example/a?b=1&amp;c=2">here</a><a href="javascript:alert(1)">there</a><img src="http://evil.example/p.png" alt="A circuit" onerror="x()">' +
        '<iframe src="https://video.example/1"></iframe><form action="/x"><input value="1">Name</form><svg><script>1</script></svg><table><tr><td colspan="2">cell</td></tr></table>',
      () => undefined,
    );
    expect(html).toContain(
      '<body><h2>Task</h2><p>Do <em>this</em>.</p>here [https://c.example/a?b=1&amp;c=2]there [A circuit]  [https://video.example/1] Name<table><tr><td colspan="2">cell</td></tr></table></body>',
    );
    expect(html).not.toMatch(/script|onclick|style=|evil|<img|<iframe|<form|<input|<svg/);
  });

  it('names the files of its own Canvas, once each, and nobody else\u2019s', () => {
    const site = new URL('https://c.example');
    const files = linkedFiles(
      '<a data-api-endpoint="https://c.example/api/v1/courses/1/files/2" href="https://c.example/courses/1/files/2/download">x</a>' +
        '<img data-api-endpoint="https://c.example/api/v1/courses/1/files/2" src="https://c.example/courses/1/files/2/preview">' +
        '<img src="/courses/1/files/3/preview"><a href="https://evil.example/courses/1/files/4/download">y</a>' +
        '<a href="/courses/1/pages/start">z</a><a href="https://c.example/api/v1/courses/1/files/5/../../../../users/self">up</a>',
      site,
    );
    expect(files).toEqual([
      { path: 'courses/1/files/2', pictures: ['https://c.example/courses/1/files/2/preview'] },
      { path: 'courses/1/files/3', pictures: ['/courses/1/files/3/preview'] },
    ]);
  });
});

it.each([
  [undefined, 0],
  [Number.NaN, 0],
  [600, 0],
  [100, 0],
  [50, 5_000],
  [-300, 10_000],
])('with %s of the quota left it waits %i ms', (remaining, wait) => {
  expect(waitForRoom(remaining)).toBe(wait);
});
