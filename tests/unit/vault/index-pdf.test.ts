import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

import type { PageInput } from '../../../src/bundle/page/page-context.ts';
import { indexColumns, indexRows } from '../../../src/bundle/index-rows.ts';
import { listings, paths } from '../../../src/bundle/layout.ts';
import { printable } from '../../../src/vault/index-pdf/printable.ts';
import { renderIndexPdf } from '../../../src/vault/index-pdf/render-index-pdf.ts';
import { makeBundle } from '../../support/bundle/make-bundle.ts';
import { bytesIn, textIn, unzipFiles } from '../../support/bundle/rezip.ts';
import { samsVault } from '../../support/bundle/sam.ts';
import type { SmallVault } from '../../support/bundle/small-vault.ts';
import { checkOf, verifyBytes } from '../../support/bundle/verify-memory.ts';

function vaultWith(names: readonly string[]): SmallVault {
  const vault = samsVault();
  for (const [at, name] of names.entries())
    vault.capture({ item: `i-more-${String(at)}`, kind: 'document', name, record: { role: 'file' } });
  return vault;
}

/** Makes the bundle of a vault, and takes down what its PDF is made from. */
async function made(vault: SmallVault, practice = false) {
  const seen: PageInput[] = [];
  const input = vault.input({
    practice,
    renderPdf: (given) => {
      seen.push(given);
      return renderIndexPdf(given);
    },
  });
  const bundle = await makeBundle(vault, input);
  const { files } = await unzipFiles(bundle);
  const [from] = seen;
  if (from === undefined) throw new Error('no PDF was made');
  return { bundle, files, from, pdf: bytesIn(files, listings.pdf) };
}

interface Node {
  readonly role: string;
  readonly children: readonly (Node | { readonly type: string; readonly id: string })[];
}
const nodeSchema: z.ZodType<Node> = z.lazy(() =>
  z.object({
    role: z.string(),
    children: z.array(z.union([nodeSchema, z.object({ type: z.string(), id: z.string() })])),
  }),
);
const textItems = z.array(
  z.looseObject({ type: z.string().optional(), id: z.string().nullish(), str: z.string().optional() }),
);

/** Reads a PDF as a screen reader does: through its structure, page by page. */
async function read(pdf: Uint8Array) {
  const loading = getDocument({ data: pdf.slice(), verbosity: 0 });
  const document = await loading.promise;
  const cells: string[][] = [];
  const heads: string[] = [];
  const paragraphs: string[] = [];
  const roles = new Set<string>();
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent({ includeMarkedContent: true });
    const texts = new Map<string, string>();
    const open: (string | undefined)[] = [];
    for (const item of textItems.parse(items)) {
      if (item.type?.startsWith('beginMarkedContent')) open.push(item.id ?? undefined);
      else if (item.type === 'endMarkedContent') open.pop();
      else {
        const id = open.findLast((one) => one !== undefined);
        if (id !== undefined)
          texts.set(id, `${texts.get(id) ?? ''}${item.str === '' ? ' ' : (item.str ?? '')}`);
      }
    }
    const said = (node: Node): string =>
      node.children
        .map((child) => ('role' in child ? said(child) : (texts.get(child.id) ?? '')))
        .join('')
        .replaceAll(/\s+/gu, ' ')
        .trim();
    const walk = (node: Node): void => {
      roles.add(node.role);
      if (node.role === 'TR' && node.children.some((child) => 'role' in child && child.role === 'TD'))
        cells.push(node.children.flatMap((child) => ('role' in child ? [said(child)] : [])));
      else if (node.role === 'TH' && said(node) !== '') heads.push(said(node));
      else if (node.role === 'P' || node.role === 'H1') paragraphs.push(said(node));
      for (const child of node.children) if ('role' in child) walk(child);
    };
    const tree: unknown = await page.getStructTree();
    if (tree !== null) walk(nodeSchema.parse(tree));
  }
  const info = await document.getMetadata();
  const markInfo: unknown = await document.getMarkInfo();
  await loading.destroy();
  return { cells, heads, paragraphs, roles, info, markInfo, pages: document.numPages };
}

/** Lines are broken where a page is narrow, also within long words. */
const tight = (text: string) => text.replaceAll(/\s+/gu, '');

describe('the index as a PDF', () => {
  it('says, read aloud, what the index says', async () => {
    const { pdf, from } = await made(vaultWith(['Ελληνικά.pdf', 'Звіт.docx', 'Zażółć gęślą jaźń.txt']));
    const { cells, heads, paragraphs, roles } = await read(pdf);
    const rows = indexRows(from);
    const shared = [0, 1, 2].filter((at) => new Set(rows.map((row) => row[at])).size === 1);
    const keep = (row: readonly string[]) => row.filter((_, at) => !shared.includes(at));
    expect(heads.map(tight)).toEqual(keep(indexColumns).map(tight));
    expect(cells.map((row) => row.map(tight))).toEqual(rows.map((row) => keep(row).map(tight)));
    expect(paragraphs[0]).toBe('Evidence index of Sam Taylor');
    expect(paragraphs).toContain('Qualification: Level 3 Diploma in Engineering');
    for (const role of ['Document', 'H1', 'P', 'Table', 'THead', 'TBody', 'TR', 'TH', 'TD'])
      expect(roles).toContain(role);
  });

  it('has what PDF/UA asks of a file as a whole', async () => {
    const { pdf } = await made(samsVault());
    const raw = Buffer.from(pdf).toString('latin1');
    expect(raw.startsWith('%PDF-1.7')).toBe(true);
    expect(raw).toMatch(/\/MarkInfo \d+ 0 R/u);
    expect(raw).toMatch(/\/Marked true/u);
    expect(raw).toMatch(/\/StructTreeRoot \d+ 0 R/u);
    expect(raw).toMatch(/\/Lang \(en-GB\)/u);
    expect(raw).toMatch(/\/DisplayDocTitle true/u);
    expect(raw).toMatch(/<pdfuaid:part>1<\/pdfuaid:part>/u);
    expect(raw).toMatch(/\/ParentTree/u);
    // Every page is read in the order of its structure, every head of a column says so, and the font is inside.
    expect(raw.match(/\/Type \/Page\n/gu)?.length).toBe(raw.match(/\/Tabs \/S/gu)?.length);
    expect(raw.match(/\/Scope \/Column/gu)?.length).toBe(raw.match(/\/S \/TH\n/gu)?.length);
    expect(raw).toMatch(/\/FontFile2 \d+ 0 R/u);
    expect(raw).toMatch(/\/ToUnicode \d+ 0 R/u);
    expect(raw).not.toMatch(/\/BaseFont \/Helvetica/u);
    expect(raw).not.toMatch(/\/JavaScript|\/Launch|\/URI|\/EmbeddedFile/u);
    const { info, markInfo } = await read(pdf);
    expect(markInfo).toEqual(
      new Map([
        ['Marked', true],
        ['UserProperties', false],
        ['Suspects', false],
      ]),
    );
    expect(info.info).toMatchObject({ Title: 'Evidence index of Sam Taylor' });
  });

  it('leaves no content outside of its structure but what is marked as none', async () => {
    const { pdf } = await made(samsVault());
    const loading = getDocument({ data: pdf.slice(), verbosity: 0 });
    const page = await (await loading.promise).getPage(1);
    const { items } = await page.getTextContent({ includeMarkedContent: true });
    let depth = 0;
    for (const item of textItems.parse(items)) {
      if (item.type?.startsWith('beginMarkedContent')) depth += 1;
      else if (item.type === 'endMarkedContent') depth -= 1;
      else if ((item.str ?? '').trim() !== '') expect(depth, item.str).toBeGreaterThan(0);
    }
    await loading.destroy();
  });

  it('is the same to the last byte each time, at any time and place', async () => {
    const { pdf, from } = await made(samsVault());
    const zone = process.env.TZ;
    process.env.TZ = 'Pacific/Auckland';
    expect(Buffer.from(renderIndexPdf(from) ?? []).equals(Buffer.from(pdf))).toBe(true);
    process.env.TZ = zone;
    expect(Buffer.from(pdf).toString('latin1')).not.toContain(`D:${String(new Date().getFullYear() + 1)}`);
  });

  it('goes on over pages, with the heads of the columns on each and in the structure once', async () => {
    const { pdf } = await made(vaultWith(Array.from({ length: 60 }, (_, at) => `Report ${String(at)}.pdf`)));
    const { pages, heads, cells } = await read(pdf);
    expect(pages).toBeGreaterThan(2);
    expect(new Set(heads).size).toBe(heads.length);
    expect(cells.filter((row) => row.some((cell) => /^Report \d+\.pdf$/u.test(cell)))).toHaveLength(60);
  });

  it('says plainly that letters are not printed which its font does not have, and shows no boxes', async () => {
    const { pdf } = await made(vaultWith(['مرحبا بالعالم.pdf', '成績.pdf', 'x'.repeat(2_000)]));
    const { cells, paragraphs } = await read(pdf);
    const titles = cells.flat();
    expect(titles.filter((cell) => cell === '[…].pdf')).toHaveLength(2);
    expect(titles.some((cell) => tight(cell) === `${'x'.repeat(400)}[…]`)).toBe(true);
    expect(paragraphs.some((text) => text.startsWith('Where you see […]'))).toBe(true);
    const plain = await read((await made(samsVault())).pdf);
    expect(plain.paragraphs.some((text) => text.includes('[…]'))).toBe(false);
  });

  it('knows its letters', () => {
    expect(printable('Ångström Ελλάδα Київ “x” – €5')).toEqual({
      text: 'Ångström Ελλάδα Київ “x” – €5',
      whole: true,
    });
    expect(printable('a\n\tb')).toMatchObject({ text: 'a b' });
    expect(printable('Name: 王 小 明!')).toEqual({ text: 'Name: […]!', whole: false });
    expect(printable('e\u0301')).toEqual({ text: 'é', whole: true });
  });

  it('marks practice, and is left out where it would be far too long', async () => {
    const vault = samsVault();
    const { from } = await made(vault);
    const { paragraphs } = await read(
      renderIndexPdf({ ...from, document: { ...from.document, practice: true } }) ?? new Uint8Array(),
    );
    expect(paragraphs[0]).toBe('Practice: everything here is invented. It is no evidence of anything.');
    const many = vaultWith(Array.from({ length: 1_001 }, (_, at) => `Report ${String(at)}`));
    const bundle = await makeBundle(many, many.input({ renderPdf: renderIndexPdf }));
    expect((await unzipFiles(bundle)).files.has(listings.pdf)).toBe(false);
    expect(checkOf(await verifyBytes(bundle), 'page').result).toBe('pass');
  });
});

describe('the verifier and the PDF', () => {
  it('says that it was not compared, or compares it where it can', async () => {
    const { bundle, files } = await made(samsVault());
    const quick = await verifyBytes(bundle);
    expect(checkOf(quick, 'page')).toMatchObject({ result: 'not-checked', code: 'pdf-not-compared' });
    expect(checkOf(quick, 'integrity').result).toBe('pass');
    expect(checkOf(await verifyBytes(bundle, { renderPdf: renderIndexPdf }), 'page').result).toBe('pass');
    const other = await verifyBytes(bundle, { renderPdf: () => new Uint8Array([1]) });
    expect(checkOf(other, 'page')).toMatchObject({ result: 'not-checked', code: 'page-not-compared' });
    expect(textIn(files, listings.crate)).toContain('"index.pdf"');
    expect(textIn(files, paths.manifest256)).toContain('  data/index.pdf\n');
  });
});
