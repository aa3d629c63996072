import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openPromise } from 'yauzl';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { examinationLimits } from '../../../src/sources/extract/examination.ts';
import { addFiles } from '../../../src/vault/add-files.ts';
import { exportBundle } from '../../../src/vault/export-bundle.ts';
import { countUnexamined, extractText } from '../../../src/vault/extract-text.ts';
import { searchItems, showItem } from '../../../src/vault/items.ts';
import { rebuildIndex } from '../../../src/vault/rebuild-index.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import {
  makeDocx,
  makeOdt,
  makePdf,
  makePptx,
  makeXlsx,
  paragraph,
} from '../../support/extract/make-documents.ts';
import { rawZip } from '../../support/raw-zip.ts';
import {
  collect,
  entriesOf,
  filesBelow,
  makeWorld,
  noStop,
  passphrase,
  type VaultWorld,
} from '../../support/vault/vault-world.ts';

let world: VaultWorld;
let files: string;

beforeEach(async () => {
  world = await makeWorld();
  files = join(world.root, 'files');
  await mkdir(files, { recursive: true });
});
afterEach(() => world.remove());

async function add(
  vault: WritableVault,
  given: Readonly<Record<string, string | Uint8Array>>,
): Promise<void> {
  for (const [name, bytes] of Object.entries(given)) await writeFile(join(files, name), bytes);
  await addFiles(vault, [files], { signal: noStop() });
}

const found = (vault: WritableVault, words: string): string[] =>
  searchItems(vault, words).map(({ name }) => name);

const examined = async (vault: WritableVault) =>
  (await entriesOf(vault)).filter(({ kind }) => kind === 'document-examined');

describe('words in documents', () => {
  it('are found in every kind of document, and the item that holds them in its name comes first', async () => {
    await world.using(async (vault) => {
      await add(vault, {
        'report.docx': makeDocx(paragraph('isolation of the consumer unit')),
        'slides.pptx': makePptx(['consumer rights'], 'speak up'),
        'marks.xlsx': makeXlsx([['consumer', 68]]),
        'log.odt': makeOdt('<text:p>consumer survey</text:p>'),
        'scan.pdf': makePdf(['consumer feedback']),
        'page.html': '<p>consumer <b>law</b></p>',
        'consumer.txt': 'nothing of the kind',
        'photo.png': Buffer.from('89504e470d0a1a0a', 'hex'),
      });
      expect(found(vault, 'consumer')).toEqual(['consumer.txt']);
      const names: string[] = [];
      const report = await extractText(vault, {
        signal: noStop(),
        onProgress: ({ name }) => names.push(name),
      });
      expect(report).toEqual({ examined: 7, problems: 0, unreadable: 0 });
      expect(names).toHaveLength(7);
      const all = found(vault, 'consumer');
      expect(all[0]).toBe('consumer.txt');
      expect(all.sort()).toEqual([
        'consumer.txt',
        'log.odt',
        'marks.xlsx',
        'page.html',
        'report.docx',
        'scan.pdf',
        'slides.pptx',
      ]);
      expect(found(vault, 'isolation consum')).toEqual(['report.docx']);
      // Nothing is read twice.
      expect(await extractText(vault, { signal: noStop() })).toMatchObject({ examined: 0 });
      expect(await examined(vault)).toHaveLength(7);
    });
  });

  it('are found through every item with the same content, also one that is added later', async () => {
    await world.using(async (vault) => {
      const docx = makeDocx(paragraph('torque settings'));
      await add(vault, { 'first.docx': docx, 'second.docx': docx });
      expect(await extractText(vault, { signal: noStop() })).toMatchObject({ examined: 1 });
      await add(vault, { 'third.docx': docx });
      expect(countUnexamined(vault)).toBe(0);
      expect(found(vault, 'torque').sort()).toEqual(['first.docx', 'second.docx', 'third.docx']);
    });
  });

  it('are those of the latest version', async () => {
    await world.using(async (vault) => {
      await add(vault, { 'draft.txt': 'before breakfast' });
      await extractText(vault, { signal: noStop() });
      await add(vault, { 'draft.txt': 'after dinner, longer' });
      expect(found(vault, 'breakfast')).toEqual([]);
      await extractText(vault, { signal: noStop() });
      expect([found(vault, 'dinner'), found(vault, 'breakfast')]).toEqual([['draft.txt'], []]);
    });
  });

  it('are in an index that is made anew, without a document being read again', async () => {
    await world.using(async (vault) => {
      await add(vault, { 'report.docx': makeDocx(paragraph('ventilation')) });
      await extractText(vault, { signal: noStop() });
    });
    await rebuildIndex(world.place, { passphrase });
    await world.using(async (vault) => {
      expect(countUnexamined(vault)).toBe(0);
      expect(found(vault, 'ventilation')).toEqual(['report.docx']);
    });
  });

  it('leave the newest documents first to be found where only some may be read', async () => {
    await world.using(async (vault) => {
      await add(vault, { 'old.txt': 'older words' });
      await add(vault, { 'new.txt': 'newer words' });
      expect(await extractText(vault, { signal: noStop(), limit: 1 })).toMatchObject({ examined: 1 });
      expect(found(vault, 'words')).toEqual(['new.txt']);
      expect(countUnexamined(vault)).toBe(1);
    });
  });

  it('are never written outside the vault, and inside it only sealed', async () => {
    const before = await readdir(tmpdir());
    await world.using(async (vault) => {
      await add(vault, { 'report.docx': makeDocx(paragraph('unmistakeable'.repeat(3))) });
      await extractText(vault, { signal: noStop() });
      for (const file of await filesBelow(world.dir)) {
        const bytes = await readFile(join(world.dir, file));
        expect(bytes.includes('unmistakeable'), file).toBe(false);
      }
    });
    const made = (await readdir(tmpdir())).filter((name) => !before.includes(name));
    expect(made.filter((name) => /docx|extract|examin/iu.test(name))).toEqual([]);
  });
});

describe('a bundle', () => {
  it('never holds what was read for search', async () => {
    await world.using(async (vault) => {
      await add(vault, { 'report.docx': makeDocx(paragraph('unmistakeable')), 'plan.pdf': makePdf(['x']) });
      await extractText(vault, { signal: noStop() });
      expect(await examined(vault)).toHaveLength(2);
      const { out } = await exportBundle(vault, { out: join(world.root, 'b.zip'), signal: noStop() });
      const zip = await openPromise(out);
      const names: string[] = [];
      for await (const entry of zip.eachEntry()) {
        names.push(entry.fileName);
        const bytes = await collect(await zip.openReadStreamPromise(entry));
        // The document itself is packed, so that its words do not stand in it as they are.
        for (const words of ['unmistakeable', 'document-examined'])
          expect(bytes.includes(words), entry.fileName).toBe(false);
      }
      expect(names.some((name) => name.endsWith('report.docx'))).toBe(true);
    });
  });
});

describe('a document that cannot be read', () => {
  it('is kept, says why, and is not tried again', async () => {
    await world.using(async (vault) => {
      const locked = rawZip([
        { name: '[Content_Types].xml', data: '<x/>' },
        { name: 'word/document.xml', data: 'x', flags: 1 },
      ]);
      await add(vault, { 'locked.docx': locked, 'big.txt': 'x'.repeat(3000) });
      const limits = { ...examinationLimits, bytes: 2000 };
      expect(await extractText(vault, { signal: noStop(), limits })).toEqual({
        examined: 2,
        problems: 2,
        unreadable: 0,
      });
      expect(await extractText(vault, { signal: noStop() })).toMatchObject({ examined: 0 });
      const shown = (name: string) => {
        const [item] = searchItems(vault, name);
        return showItem(vault, item?.id ?? '').readForSearch;
      };
      expect(shown('locked')).toMatchObject({ characters: 0, problem: { code: 'encrypted' } });
      expect(shown('big')).toMatchObject({ problem: { code: 'too-large' } });
      expect(vault.index.examinations.problems()).toEqual([
        { problem: 'encrypted', count: 1 },
        { problem: 'too-large', count: 1 },
      ]);
    });
  });

  it('for a fault of the vault itself is not answered for, and the others are read', async () => {
    await world.using(async (vault) => {
      await add(vault, { 'lost.txt': 'lost words', 'kept.txt': 'kept words' });
      const sha256 = createHash('sha256').update('lost words').digest('hex');
      const [part] = vault.index.blobs.allByDigest(sha256, 10)[0]?.parts ?? [];
      const blob = (await filesBelow(world.dir)).find((file) => file.includes(part?.file ?? 'none'));
      const path = join(world.dir, blob ?? 'none');
      const bytes = await readFile(path);
      bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
      await writeFile(path, bytes);
      expect(await extractText(vault, { signal: noStop(), limit: 1 })).toMatchObject({ examined: 1 });
      expect(await extractText(vault, { signal: noStop(), limit: 1 })).toEqual({
        examined: 0,
        problems: 0,
        unreadable: 1,
      });
      expect(found(vault, 'words')).toEqual(['kept.txt']);
      expect(countUnexamined(vault)).toBe(1);
    });
  });
});

describe('stopping', () => {
  it('keeps what was read until then', async () => {
    await world.using(async (vault) => {
      await add(vault, { 'a.txt': 'common a', 'b.txt': 'common b', 'c.txt': 'common c' });
      const stop = new AbortController();
      const reading = extractText(vault, {
        signal: stop.signal,
        onProgress: ({ done }) => {
          if (done === 2) stop.abort();
        },
      });
      await expect(reading).rejects.toMatchObject({ code: 'internal.cancelled' });
      expect(found(vault, 'common')).toHaveLength(2);
      expect(await extractText(vault, { signal: noStop() })).toMatchObject({ examined: 1 });
    });
  });
});
