import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { utf8 } from '../../../../src/base/bytes.ts';
import { VaultError } from '../../../../src/base/errors.ts';
import type { Feed } from '../../../../src/sources/imports/leap2a/feed.ts';
import { feedLimits } from '../../../../src/sources/imports/leap2a/feed-limits.ts';
import { readFeed } from '../../../../src/sources/imports/leap2a/read-feed.ts';
import { bareTerm, looksLikeLeap2a } from '../../../../src/sources/imports/leap2a/vocabulary.ts';
import { earlyFeed, maharaFeed } from '../../../support/leap2a-samples.ts';

const signal = new AbortController().signal;
const read = (text: string): Promise<Feed> => readFeed(utf8(text), signal);

async function refusal(text: string): Promise<[string, unknown]> {
  try {
    await read(text);
  } catch (thrown) {
    if (thrown instanceof VaultError) return [thrown.code, thrown.details.problem ?? thrown.details.what];
    throw thrown;
  }
  return ['nothing', ''];
}

describe('a Leap2A feed', () => {
  it('is read in the newer words', async () => {
    const feed = await read(maharaFeed());
    expect(feed).toMatchObject({
      id: 'https://mahara.example/export/7/1790000000',
      author: 'Sam Learner',
      generator: 'Mahara',
    });
    expect(feed.entries.map(({ type }) => type)).toEqual([
      'person',
      'entry',
      'ability',
      'resource',
      'resource',
      'selection',
    ]);
    const [, reflection, ability, essay] = feed.entries;
    expect(reflection).toMatchObject({
      id: 'portfolio:artefact21',
      author: 'Sam Learner',
      published: '2026-09-02T10:00:00+01:00',
      links: [
        { rel: 'supports', href: 'portfolio:artefact22' },
        { rel: 'enclosure', href: 'files/31-photo.png' },
        { rel: 'related', href: 'https://sam:secret@web.example/page?sesskey=zzz&id=4' },
      ],
      categories: [{ term: 'team-work', label: 'Team work' }],
      dates: [{ point: 'start', said: '2026-09-01' }],
    });
    expect(reflection?.content?.value).toMatch(/^<p>I learned to test\.<\/p><script>/u);
    expect(ability?.content).toEqual({
      type: 'xhtml',
      value: '<div xmlns="http://www.w3.org/1999/xhtml"><p>I can <b>test</b> &amp; mend.</p></div>',
    });
    expect(essay?.content).toMatchObject({ type: 'text/plain', src: 'portfolio:files/23-essay%20one.txt' });
  });

  it('is read in the older words', async () => {
    const { entries } = await read(earlyFeed);
    expect(entries).toMatchObject([
      {
        type: 'plan',
        content: { type: 'text', value: 'Finish the unit <soon>.' },
        links: [{ rel: 'has_evidence' }],
      },
      { type: 'activity', dates: [{ point: 'end', said: '2010' }] },
    ]);
  });

  it('keeps each entry’s XML character for character, however it is cut into pieces', async () => {
    const filler = `<entry><title>${'ü€𝄞'.repeat(60_000)}</title><id>x</id></entry>`;
    const entry = '<entry  a="1"\r\n>\r\n<title>T</title><id>portfolio:last</id></entry >';
    const text = maharaFeed().replace('</feed>', `${filler}${filler}${entry}</feed>`);
    const { entries } = await read(text);
    expect(entries.at(-1)?.xml).toBe(entry);
    for (const { xml } of entries) expect(text).toContain(xml);
  });

  it('is known by what it says and not by its name', () => {
    expect(looksLikeLeap2a(utf8(maharaFeed()))).toBe(true);
    expect(looksLikeLeap2a(utf8(earlyFeed))).toBe(true);
    expect(looksLikeLeap2a(utf8('<feed xmlns="http://www.w3.org/2005/Atom"/>'))).toBe(false);
    expect(looksLikeLeap2a(utf8('I read http://terms.leapspecs.org/ yesterday'))).toBe(false);
    expect([
      bareTerm('leap2:has_part'),
      bareTerm('http://terms.leapspecs.org/ability'),
      bareTerm('enclosure'),
    ]).toEqual(['has_part', 'ability', 'enclosure']);
  });

  it('is read in UTF-16 too', async () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(earlyFeed, 'utf16le')]);
    expect((await readFeed(bytes, signal)).entries).toHaveLength(2);
    expect(looksLikeLeap2a(bytes)).toBe(true);
  });
});

describe('hostile XML', () => {
  it('is refused with a document type, before any entity grows', async () => {
    const lol = ['<!ENTITY l0 "lol">'];
    for (let at = 1; at < 10; at += 1) lol.push(`<!ENTITY l${at} "${`&l${at - 1};`.repeat(10)}">`);
    const bomb = `<?xml version="1.0"?><!DOCTYPE feed [${lol.join('')}]><feed xmlns="http://www.w3.org/2005/Atom"><title>&l9;</title></feed>`;
    expect(await refusal(bomb)).toEqual(['format.malformed', 'document-type']);
    expect(await refusal('<feed xmlns="http://www.w3.org/2005/Atom"><title>&lol;</title></feed>')).toEqual([
      'format.malformed',
      'xml',
    ]);
  });

  it('is refused if it is too deep, too large, cut short or no feed', async () => {
    expect(await refusal(`<feed xmlns="http://www.w3.org/2005/Atom">${'<a>'.repeat(100_000)}`)).toEqual([
      'input.too-large',
      'depth',
    ]);
    const large = new Uint8Array(feedLimits.bytes + 1);
    await expect(readFeed(large, signal)).rejects.toMatchObject({ code: 'input.too-large' });
    expect(await refusal(maharaFeed().slice(0, 2_000))).toEqual(['format.malformed', 'xml']);
    expect(await refusal('<html/>')).toEqual(['format.malformed', 'no-feed']);
    expect(await refusal('')).toEqual(['format.malformed', 'xml']);
  });

  it('never crashes the reader, whatever it is', async () => {
    const tag = fc.constantFrom(
      'entry',
      'title',
      'id',
      'content',
      'link',
      'author',
      'name',
      'x:y',
      'category',
    );
    const piece = fc.oneof(
      tag.map((name) => `<${name}>`),
      tag.map((name) => `</${name}>`),
      tag.map((name) => `<${name} type="xhtml" href="a" rel="enclosure"/>`),
      fc.constantFrom(
        '<![CDATA[',
        ']]>',
        '<!--',
        '-->',
        '<?pi',
        '?>',
        '&amp;',
        '&#x0;',
        '&x;',
        '<',
        '"',
        '\u0000',
      ),
      fc.string({ maxLength: 8 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), fc.boolean(), async (pieces, closed) => {
        const body = pieces.join('');
        const text = `<feed xmlns="http://www.w3.org/2005/Atom">${body}${closed ? '</feed>' : ''}`;
        expect(['nothing', 'format.malformed', 'input.too-large']).toContain((await refusal(text))[0]);
      }),
      { numRuns: 300 },
    );
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        await expect(readFeed(bytes, signal)).rejects.toBeInstanceOf(VaultError);
      }),
      { numRuns: 100 },
    );
  });
});
