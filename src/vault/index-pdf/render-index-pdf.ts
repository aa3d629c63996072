import { inflateSync } from 'node:zlib';

import PDFDocument from 'pdfkit';

import { parseBase64 } from '../../base/bytes.ts';
import { sayPart } from '../../bundle/bundle-set.ts';
import { indexColumns, indexRows } from '../../bundle/index-rows.ts';
import type { PageInput } from '../../bundle/page/page-context.ts';
import { plainFont } from './plain-font.ts';
import { printable } from './printable.ts';
import { drawTable } from './pdf-table.ts';
import { indexPdfWords as words } from './words.ts';

/** What the same on every row would only repeat: said once above the table. */
const aboutAll = 3;

/** More rows would make the PDF take longer than all the rest of a bundle; index.csv has them. */
const mostRows = 1_000;

/** PDF/UA-1 is not in the published types of the package. */
const tagged: object = { subset: 'PDF/UA' };

let font: Buffer | undefined;

/**
 * `data/index.pdf`: the evidence index for reading and printing, tagged (PDF/UA-1: ISO 14289-1) with an embedded font. A pure function of what
 * the bundle discloses, to the last byte: dates and ids come from the bundle, and nothing is compressed, since not every machine compresses alike.
 * @returns undefined where the index has more than 1,000 rows
 */
export function renderIndexPdf(input: PageInput): Uint8Array | undefined {
  const rows = indexRows(input);
  if (rows.length > mostRows) return undefined;
  const { document } = input;
  const learner = rows[0]?.[0] ?? '';
  const title = printable(learner === '' ? words.title : words.titleOf(learner));
  const madeAt = new Date(document.madeAt);
  font ??= Buffer.from(inflateSync(parseBase64(plainFont)));
  const pdf = new PDFDocument({
    // The rest would come from the computer's own settings or from the clock.
    info: {
      Title: title.text,
      Author: document.app,
      Subject: words.subject,
      Creator: document.app,
      Producer: 'PDFKit',
      CreationDate: madeAt,
      ModDate: madeAt,
    },
    pdfVersion: '1.7',
    ...tagged,
    tagged: true,
    lang: 'en-GB',
    displayTitle: true,
    compress: false,
    autoFirstPage: false,
    bufferPages: true,
    size: 'A4',
    layout: 'landscape',
    margins: { top: 0, bottom: 0, left: 0, right: 0 },
    font: '',
  });
  pdf.registerFont('plain', font);
  const shared = indexColumns
    .slice(0, aboutAll)
    .map((name, at) => ({ name, at, values: new Set(rows.map((row) => row[at] ?? '')) }))
    .filter(({ values }) => values.size === 1);
  const hidden = new Set(shared.map(({ at }) => at));
  const keep = (row: readonly string[]) => row.filter((_, at) => !hidden.has(at));
  drawTable(pdf, {
    heading: title.text,
    practice: document.practice ? words.practice : undefined,
    facts: [
      ...shared.flatMap(({ name, values }) =>
        [...values].filter((value) => value !== '').map((value) => `${name}: ${value}`),
      ),
      words.madeBy(
        document.madeAt.slice(0, 10),
        document.bundle,
        document.set === undefined ? undefined : sayPart(document.set),
      ),
      words.unproven,
    ],
    columns: keep(indexColumns),
    rows: rows.map(keep),
    empty: words.empty,
  });
  pdf.end();
  const pieces: Buffer[] = [];
  for (let piece = readPiece(pdf); piece !== undefined; piece = readPiece(pdf)) pieces.push(piece);
  return new Uint8Array(Buffer.concat(pieces));
}

function readPiece(pdf: PDFKit.PDFDocument): Buffer | undefined {
  const piece: unknown = pdf.read();
  return Buffer.isBuffer(piece) ? piece : undefined;
}
