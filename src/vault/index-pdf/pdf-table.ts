import { printable } from './printable.ts';
import { indexPdfWords as words } from './words.ts';

type Pdf = PDFKit.PDFDocument;

export interface TableContent {
  readonly heading: string;
  /** Said first and loudest. */
  readonly practice: string | undefined;
  /** Lines between the heading and the table. */
  readonly facts: readonly string[];
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Said in place of a table without rows. */
  readonly empty: string;
}

const edge = 36;
const textSize = 8.5;
const headingSize = 18;
const padding = 3;
const footer = 24;

/** How much room a column gets beside the others, by its name. */
const shares: Readonly<Record<string, number>> = {
  Learner: 8,
  Registration: 8,
  Qualification: 10,
  Unit: 11,
  Criterion: 6,
  'Evidence number': 6,
  Title: 15,
  Type: 9,
  Location: 18,
  Assessor: 9,
  IQA: 8,
  Date: 7,
};

/** Whose head a cell is; not in the published types of the package. */
const ofColumn: object = { scope: 'Column' };

interface Column {
  readonly name: string;
  readonly x: number;
  readonly width: number;
}

/** Draws heading, facts and table, tagged in the order in which they are read; what a page only repeats is marked as no content. */
export function drawTable(pdf: Pdf, content: TableContent): void {
  const sheet = new Sheet(pdf);
  const whole = [...content.facts, ...content.rows.flat()].every((text) => printable(text).whole);
  const root = pdf.struct('Document');
  pdf.addStructure(root);
  if (content.practice !== undefined) root.add(sheet.paragraph('P', content.practice, 12));
  root.add(sheet.paragraph('H1', content.heading, headingSize));
  for (const fact of content.facts) root.add(sheet.paragraph('P', printable(fact).text, 10));
  if (!whole) root.add(sheet.paragraph('P', words.notWhole, 10));
  if (content.rows.length === 0) root.add(sheet.paragraph('P', content.empty, 10));
  else root.add(sheet.table(content.columns, content.rows));
  root.end();
  sheet.finish();
}

/** One page after the other, from top to bottom. */
class Sheet {
  readonly #pdf: Pdf;
  #y = edge;
  #pages = 0;

  constructor(pdf: Pdf) {
    this.#pdf = pdf;
    this.#turn();
  }

  get #bottom(): number {
    return this.#pdf.page.height - edge - footer;
  }

  get #width(): number {
    return this.#pdf.page.width - 2 * edge;
  }

  paragraph(tag: 'P' | 'H1', text: string, size: number): PDFKit.PDFStructureElement {
    this.#pdf.font('plain').fontSize(size).fillColor('#111111');
    const height = this.#pdf.heightOfString(text, { width: this.#width });
    if (this.#y + height > this.#bottom) this.#turn();
    this.#pdf.font('plain').fontSize(size).fillColor('#111111');
    const element = this.#pdf.struct(tag);
    this.#say(element, tag, text, edge, this.#width);
    element.end();
    this.#y += height + 4;
    return element;
  }

  table(names: readonly string[], rows: readonly (readonly string[])[]): PDFKit.PDFStructureElement {
    const columns = this.#columns(names);
    const table = this.#pdf.struct('Table');
    const head = this.#pdf.struct('THead');
    const body = this.#pdf.struct('TBody');
    this.#y += 6;
    head.add(this.#row(columns, names, 'TH', this.#heightOf(columns, names)));
    for (const row of rows) {
      const cells = row.map((text) => printable(text).text);
      const height = this.#heightOf(columns, cells);
      if (this.#y + height > this.#bottom) {
        this.#turn();
        this.#repeatHead(columns, names);
      }
      body.add(this.#row(columns, cells, 'TD', height));
    }
    head.end();
    body.end();
    table.add(head);
    table.add(body);
    table.end();
    return table;
  }

  /** Numbers the pages. */
  finish(): void {
    for (let page = 0; page < this.#pages; page += 1) {
      this.#pdf.switchToPage(page);
      this.#artifact(() => {
        this.#pdf.font('plain').fontSize(textSize).fillColor('#444444');
        this.#pdf.text(words.page(page + 1, this.#pages), edge, this.#pdf.page.height - edge - 10, {
          width: this.#width,
          align: 'right',
          lineBreak: false,
        });
      });
    }
  }

  #columns(names: readonly string[]): Column[] {
    const all = names.reduce((sum, name) => sum + (shares[name] ?? 8), 0);
    let x = edge;
    return names.map((name) => {
      const width = (this.#width * (shares[name] ?? 8)) / all;
      const column = { name, x, width };
      x += width;
      return column;
    });
  }

  #heightOf(columns: readonly Column[], cells: readonly string[]): number {
    this.#pdf.font('plain').fontSize(textSize);
    const heights = columns.map(({ width }, at) =>
      this.#pdf.heightOfString(cells[at] ?? '', { width: width - 2 * padding }),
    );
    return Math.max(...heights) + 2 * padding;
  }

  #row(
    columns: readonly Column[],
    cells: readonly string[],
    tag: 'TH' | 'TD',
    height: number,
  ): PDFKit.PDFStructureElement {
    this.#artifact(() => {
      this.#ground(height, tag === 'TH');
    });
    const row = this.#pdf.struct('TR');
    const top = this.#y;
    for (const [at, { x, width }] of columns.entries()) {
      const cell = this.#pdf.struct(tag, tag === 'TH' ? ofColumn : {});
      this.#y = top + padding;
      this.#pdf.font('plain').fontSize(textSize).fillColor('#111111');
      this.#say(cell, tag, cells[at] ?? '', x + padding, width - 2 * padding);
      cell.end();
      row.add(cell);
    }
    row.end();
    this.#y = top + height;
    return row;
  }

  #repeatHead(columns: readonly Column[], names: readonly string[]): void {
    const height = this.#heightOf(columns, names);
    this.#artifact(() => {
      this.#ground(height, true);
      this.#pdf.font('plain').fontSize(textSize).fillColor('#111111');
      for (const [at, { x, width }] of columns.entries())
        this.#pdf.text(names[at] ?? '', x + padding, this.#y + padding, { width: width - 2 * padding });
    });
    this.#y += height;
  }

  #ground(height: number, isHead: boolean): void {
    if (isHead) this.#pdf.rect(edge, this.#y, this.#width, height).fill('#e6e6e6');
    this.#pdf
      .moveTo(edge, this.#y + height)
      .lineTo(edge + this.#width, this.#y + height)
      .lineWidth(0.5)
      .stroke('#888888');
  }

  /** An empty cell stays in the structure, so that rows keep their columns. */
  #say(element: PDFKit.PDFStructureElement, tag: string, text: string, x: number, width: number): void {
    if (text === '') return;
    const content = this.#pdf.markStructureContent(tag);
    this.#pdf.text(text, x, this.#y, { width });
    this.#pdf.endMarkedContent();
    element.add(content);
  }

  #artifact(draw: () => void): void {
    this.#pdf.markContent('Artifact', { type: 'Layout' });
    draw();
    this.#pdf.endMarkedContent();
  }

  #turn(): void {
    this.#pdf.addPage();
    this.#pages += 1;
    this.#y = edge;
  }
}
