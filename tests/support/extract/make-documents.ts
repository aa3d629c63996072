import { rawZip, type RawMember } from '../raw-zip.ts';

/** Small real documents, made here part by part as the formats say, so that every byte of them can be seen. */

const xml = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>';

const mediaTypes = {
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  odt: 'application/vnd.oasis.opendocument.text',
} as const;

function contentTypes(overrides: Readonly<Record<string, string>>): RawMember {
  const parts = Object.entries(overrides).map(
    ([part, type]) => `<Override PartName="/${part}" ContentType="${type}+xml"/>`,
  );
  return {
    name: '[Content_Types].xml',
    data: `${xml}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/>${parts.join('')}</Types>`,
  };
}

function properties(title: string): RawMember {
  return {
    name: 'docProps/core.xml',
    data: `${xml}<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title>${title}</dc:title><dc:creator>nobody</dc:creator></cp:coreProperties>`,
  };
}

/** A text document of Office. `body` is what stands in `w:body`. */
export function makeDocx(body: string, more: readonly RawMember[] = []): Buffer {
  return rawZip([
    contentTypes({ 'word/document.xml': `${mediaTypes.docx}.main` }),
    properties('Method statement'),
    {
      name: 'word/document.xml',
      data: `${xml}<w:document xmlns:w="w"><w:body>${body}</w:body></w:document>`,
    },
    ...more,
  ]);
}

/** A paragraph of a text document, in runs. */
export function paragraph(...runs: readonly string[]): string {
  return `<w:p>${runs.map((run) => `<w:r><w:t xml:space="preserve">${run}</w:t></w:r>`).join('')}</w:p>`;
}

export function makePptx(slides: readonly string[], notes: string): Buffer {
  const text = (words: string): string =>
    `${xml}<p:sld xmlns:p="p" xmlns:a="a"><p:txBody><a:p><a:r><a:t>${words}</a:t></a:r></a:p></p:txBody></p:sld>`;
  return rawZip([
    contentTypes({ 'ppt/presentation.xml': `${mediaTypes.pptx}.main` }),
    { name: 'ppt/presentation.xml', data: `${xml}<p:presentation xmlns:p="p"/>` },
    // Not in the order in which they are shown: the number says it.
    ...slides.map((words, at) => ({ name: `ppt/slides/slide${at + 1}.xml`, data: text(words) })).reverse(),
    { name: 'ppt/notesSlides/notesSlide1.xml', data: text(notes) },
  ]);
}

/** A workbook of Office whose one sheet has these rows: numbers as numbers, words as shared strings, and one inline. */
export function makeXlsx(rows: readonly (readonly (string | number)[])[], inline = ''): Buffer {
  const shared: string[] = [];
  const cell = (value: string | number, row: number, column: number): string => {
    const place = `${String.fromCharCode(65 + column)}${row + 1}`;
    if (typeof value === 'number') return `<c r="${place}"><v>${value}</v></c>`;
    return `<c r="${place}" t="s"><v>${shared.push(value) - 1}</v></c>`;
  };
  const body = rows
    .map(
      (cells, row) => `<row r="${row + 1}">${cells.map((value, at) => cell(value, row, at)).join('')}</row>`,
    )
    .join('');
  const last =
    inline === ''
      ? ''
      : `<row r="${rows.length + 1}"><c r="A${rows.length + 1}" t="inlineStr"><is><t>${inline}</t></is></c></row>`;
  return rawZip([
    contentTypes({ 'xl/workbook.xml': `${mediaTypes.xlsx}.main` }),
    {
      name: 'xl/workbook.xml',
      data: `${xml}<workbook xmlns="x"><sheets><sheet name="Mark sheet" sheetId="1"/></sheets></workbook>`,
    },
    {
      name: 'xl/sharedStrings.xml',
      data: `${xml}<sst xmlns="x">${shared.map((words) => `<si><t>${words}</t></si>`).join('')}</sst>`,
    },
    {
      name: 'xl/worksheets/sheet1.xml',
      data: `${xml}<worksheet xmlns="x"><sheetData>${body}${last}</sheetData></worksheet>`,
    },
  ]);
}

/** A text of LibreOffice. `text` is what stands in `office:text`. */
export function makeOdt(text: string, manifest = ''): Buffer {
  return rawZip([
    { name: 'mimetype', data: mediaTypes.odt, method: 0 },
    {
      name: 'content.xml',
      data: `${xml}<office:document-content xmlns:office="o" xmlns:text="t"><office:body><office:text>${text}</office:text></office:body></office:document-content>`,
    },
    {
      name: 'meta.xml',
      data: `${xml}<office:document-meta xmlns:office="o" xmlns:dc="d"><dc:title>Reflective log</dc:title></office:document-meta>`,
    },
    {
      name: 'META-INF/manifest.xml',
      data: `${xml}<manifest:manifest xmlns:manifest="m">${manifest}</manifest:manifest>`,
    },
  ]);
}

/** A PDF with one line of Helvetica a page, and whatever other objects; `catalog` goes into its catalogue. */
export function makePdf(
  pages: readonly string[],
  more: { readonly catalog?: string; readonly objects?: readonly string[] } = {},
): Buffer {
  const kids = pages.map((_, at) => `${4 + 2 * at} 0 R`).join(' ');
  const objects = [
    `<</Type/Catalog/Pages 2 0 R${more.catalog ?? ''}>>`,
    `<</Type/Pages/Kids[${kids}]/Count ${pages.length}>>`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    ...pages.flatMap((words, at) => {
      const stream = `BT /F1 12 Tf 72 720 Td (${words}) Tj ET`;
      return [
        `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents ${5 + 2 * at} 0 R>>`,
        `<</Length ${stream.length}>>stream\n${stream}\nendstream`,
      ];
    }),
    ...(more.objects ?? []),
  ];
  return pdfOf(objects);
}

/** A PDF of these objects, numbered from 1, the first being its catalogue. */
export function pdfOf(objects: readonly (string | Buffer)[]): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n', 'latin1')];
  const offsets: number[] = [];
  let length = parts[0]?.length ?? 0;
  objects.forEach((object, at) => {
    const part = Buffer.concat([
      Buffer.from(`${at + 1} 0 obj\n`, 'latin1'),
      typeof object === 'string' ? Buffer.from(object, 'latin1') : object,
      Buffer.from('\nendobj\n', 'latin1'),
    ]);
    offsets.push(length);
    length += part.length;
    parts.push(part);
  });
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  parts.push(
    Buffer.from(
      `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}trailer<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${length}\n%%EOF\n`,
      'latin1',
    ),
  );
  return Buffer.concat(parts);
}
