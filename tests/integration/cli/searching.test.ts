import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { deflateSync } from 'node:zlib';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { CliHouse, outcomeOf } from '../../support/cli.ts';
import { makeDocx, paragraph, pdfOf } from '../../support/extract/make-documents.ts';
import { rawZip } from '../../support/raw-zip.ts';

const items = z.object({ items: z.array(z.object({ id: z.string(), name: z.string() })) });

describe('the words of documents', () => {
  let house: CliHouse;
  beforeAll(async () => {
    house = await CliHouse.make();
    await house.run(['init']);
  });
  afterAll(() => house.remove());

  const search = async (words: string) =>
    items.parse((await house.json(['search', words])).document).items.map(({ name }) => name);

  it('are found after add, which says nothing of it', async () => {
    await writeFile(house.path('work', 'report.docx'), makeDocx(paragraph('isolation of the consumer unit')));
    const added = await house.spawnJson(['add', 'report.docx']);
    expect([added.code, added.stderr]).toEqual([0, '']);
    expect(await search('isolation consumer')).toEqual(['report.docx']);
  });

  it('that cannot be read change no exit code, and show says why', async () => {
    const locked = rawZip([
      { name: '[Content_Types].xml', data: '<x/>' },
      { name: 'word/document.xml', data: 'x', flags: 1 },
    ]);
    await writeFile(house.path('work', 'locked.docx'), locked);
    expect((await house.run(['add', 'locked.docx'])).code).toBe(0);
    const [item] = items.parse((await house.json(['search', 'locked'])).document).items;
    const { stdout } = await house.run(['show', item?.id ?? '']);
    expect(stdout).toContain('Search: This file has a password');
    expect(stdout).toContain('[encrypted]');
    expect((await house.run(['search', 'locked'])).stdout).toContain(
      'Search could not look into 1 file, or not to the end: 1 encrypted.',
    );
  });

  it.skipIf(process.platform === 'win32')(
    'can be left for the next time by Ctrl-C, which is no failure of the command',
    async () => {
      const packed = deflateSync(Buffer.alloc(100 * 1024 * 1024, 'q Q '));
      const slow = pdfOf([
        '<</Type/Catalog/Pages 2 0 R>>',
        '<</Type/Pages/Kids[3 0 R]/Count 1>>',
        '<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<<>>/Contents 4 0 R>>',
        Buffer.concat([
          Buffer.from(`<</Length ${packed.length}/Filter/FlateDecode>>stream\n`),
          packed,
          Buffer.from('\nendstream'),
        ]),
      ]);
      await writeFile(house.path('work', 'slow.pdf'), slow);
      const child = house.start(['add', 'slow.pdf', '--json']);
      const ended = outcomeOf(child);
      if (child.stdout !== null) await once(child.stdout, 'data');
      child.kill('SIGINT');
      const { code, signal, stdout } = await ended;
      expect({ code, signal }).toEqual({ code: 0, signal: null });
      expect(JSON.parse(stdout)).toMatchObject({ captured: 1 });
      // What was stopped is no answer: it is not remembered.
      const [item] = items.parse((await house.json(['search', 'slow'])).document).items;
      const shown = await house.json(['show', item?.id ?? '']);
      expect(shown.document).not.toHaveProperty('readForSearch');
      expect((await house.json(['search', 'slow'])).document).toMatchObject({ gaps: { waiting: 1 } });
    },
  );
});
