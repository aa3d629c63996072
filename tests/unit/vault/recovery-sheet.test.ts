import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, it } from 'vitest';

import { recoverySheet } from '../../../src/vault/recovery-sheet.ts';
import { encodePdf } from '../../../src/vault/simple-pdf.ts';

const words = 'abandon ability able about above absent absorb abstract absurd abuse access accident';
const madeAt = '2026-11-22T02:00:00.000Z';

/** What a reader of PDF finds on the page. */
async function read(pdf: Uint8Array): Promise<{ readonly pages: number; readonly text: string }> {
  const loading = getDocument({ data: pdf.slice(), verbosity: 0, stopAtErrors: true });
  const document = await loading.promise;
  const { items } = await (await document.getPage(1)).getTextContent();
  const text = items.map((item) => ('str' in item ? item.str : '')).join(' ');
  const pages = document.numPages;
  await loading.destroy();
  return { pages, text: text.replace(/\s+/gu, ' ') };
}

describe('the sheet with the recovery key', () => {
  it('is one page that says what it is for, with every word numbered', async () => {
    const { pages, text } = await read(recoverySheet({ words, vault: 'ab12'.repeat(16), madeAt }));
    expect(pages).toBe(1);
    words.split(' ').forEach((word, place) => {
      expect(text).toContain(`${place + 1} ${word}`);
    });
    expect(text).toContain('if you forget your passphrase');
    expect(text).toContain('Made on 2026-11-22.');
    expect(text.replaceAll(' ', '')).toContain('ab12'.repeat(16));
  });

  it('can be made where no vault is open', async () => {
    const { text } = await read(recoverySheet({ words, madeAt }));
    expect(text).not.toContain('with this number');
  });

  it('is the same for the same words: nothing in it comes from elsewhere', () => {
    expect(recoverySheet({ words, madeAt })).toEqual(recoverySheet({ words, madeAt }));
  });

  it('takes a text for what it is, whatever it holds', async () => {
    const hostile = String.raw`) Tj ET (\(\\ %%EOF endstream ü`;
    const { text } = await read(
      encodePdf({
        title: hostile,
        boxes: [],
        texts: [{ x: 10, y: 10, size: 10, font: 'regular', text: `${hostile}\u{1f600}` }],
      }),
    );
    expect(text).toBe(`${hostile}?`);
  });
});
