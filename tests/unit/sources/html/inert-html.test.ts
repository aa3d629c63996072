import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { inertHtml, inertPage } from '../../../../src/sources/html/inert-html.ts';
import { Redactor } from '../../../../src/sources/moodle/redact.ts';
import { parseUtf8 } from '../../../../src/base/bytes.ts';

const inert = (html: string): string => inertHtml(html, () => 'not-kept');

describe('inert HTML', () => {
  it.each([
    ['<p onclick="x()">Hi<script>x()</script></p>', '<p>Hi</p>'],
    ['<a href="https://example.org/a">there</a>', '<span>there</span> (https://example.org/a)'],
    ['<a href="javascript:x()">there</a>', '<span>there</span>'],
    [
      '<a href="https://s.example/q?id=1&amp;sesskey=abc&amp;b=2">q</a>',
      '<span>q</span> (https://s.example/q?id=1&amp;sesskey=&amp;b=2)',
    ],
    ['<form action="/x"><input type="hidden" name="sesskey" value="s">Words</form>', 'Words'],
    [
      '<input type="radio" checked="checked" value="1" name="q">',
      '<input checked="checked" value="1" type="radio" disabled>',
    ],
    [
      '<iframe src="https://v.example/1?token=x"></iframe>',
      '<span>[iframe, not kept here: https://v.example/1]</span>',
    ],
    ['<style>p{}</style><svg onload="x()"><p>in</p></svg>after', 'after'],
    ['<b>a<div class="questionflag editable">Flag</div></b>', '<b>a</b>'],
    ['<i role="img" aria-label="Correct" title="Correct"></i>', '<i title="Correct"> [Correct] </i>'],
    ['<custom-thing>kept words</custom-thing>', 'kept words'],
    ['1 < 2 &amp; 3', '1 &lt; 2 &amp; 3'],
    ['<p>open', '<p>open</p>'],
  ])('makes of %s what only shows', (html, expected) => {
    expect(inert(html)).toBe(expected);
  });

  it('puts images in their place, or says that they are not kept', () => {
    const html = '<img src="a.png" alt="A &quot;b&quot;"><img src="b.png" alt="B"><img src="c.png" alt="C">';
    const place = { 'a.png': { data: 'data:image/png;base64,AA==' }, 'b.png': 'decoration' } as const;
    expect(inertHtml(html, (src) => (src === 'a.png' || src === 'b.png' ? place[src] : 'not-kept'))).toBe(
      '<img src="data:image/png;base64,AA==" alt="A &quot;b&quot;">B<span>[image, not kept here: C: c.png]</span>',
    );
  });

  it('lets nothing through that acts, whatever it is given, and doing it again changes no structure', () => {
    const pieces = fc.constantFrom(
      '<p',
      '<script>',
      '</script>',
      ' onload=x',
      '>',
      '<img src=x onerror=y>',
      '"',
      "'",
      '<!--',
      '-->',
      '<svg/onload=a>',
      '<a href=javascript:x>',
      'text',
      '<iframe src=//e.example>',
      '</p>',
      '<textarea>',
      '<style>',
      '<base href=x>',
      '&lt;script&gt;',
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 20 }), (some) => {
        const out = inert(some.join(''));
        expect(out).not.toMatch(/<(?:script|style|iframe|base|svg|link|meta|object|form|a)[\s/>]/i);
        for (const [tag] of out.matchAll(/<[a-z][^>]*>/gi)) expect(tag).not.toMatch(/\s(?:on\w+|href|src)=/i);
      }),
    );
  });

  it('is put into a page that loads nothing', () => {
    const page = inertPage('A <b> & c', '<p>x</p>');
    expect(page).toContain(`default-src 'none'; img-src data:`);
    expect(page).toContain('<title>A &lt;b&gt; &amp; c</title>');
  });
});

describe('the key of a session in an answer', () => {
  it('is taken out of fields and scripts, and named', () => {
    const text = JSON.stringify({
      html: '<input value="qaid=1&amp;sesskey=ZTlnPjpfDc&amp;new"><script>M.cfg = {"sesskey":"ZTlnPjpfDc"}</script>',
    });
    const { bytes, removed } = new Redactor('a'.repeat(32)).rawAnswer(text, 'application/json');
    expect(parseUtf8(bytes)).not.toContain('ZTlnPjpfDc');
    expect(parseUtf8(bytes)).toContain('sesskey');
    expect(removed).toEqual(['sesskey']);
  });
});
