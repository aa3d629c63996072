import { DocumentProblem } from '../../extract/examination.ts';
import { PackageParts } from '../../extract/package-parts.ts';
import { readXml } from '../../extract/xml-reading.ts';
import { tableLimits, withinLimits, type TableRow, type TableRows } from './table-rows.ts';

/** What a workbook may unpack to, and how its parts may be nested. */
const limits = { parts: 5_000, unpacked: 64 * 1024 * 1024, depth: 200 } as const;
const mostStrings = 500_000;
const day = 86_400_000;
/** Characters in a cell, of which a spreadsheet allows half as many. */
const longestCell = 65_536;

/**
 * The rows of each sheet of a workbook of Office, in order: text as it is, numbers as they are written, and days as `2026-11-21` where a
 * cell's format says that a number is one. Undefined for what cannot be read as a workbook.
 */
export async function readSheetRows(bytes: Uint8Array): Promise<readonly TableRows[] | undefined> {
  try {
    const parts = await PackageParts.open(bytes, limits);
    const strings = await readStrings(parts);
    const dates = await readDateStyles(parts);
    const epoch = await readEpoch(parts);
    const sheets: TableRows[] = [];
    for (const name of parts.names(/^xl\/worksheets\/sheet\d+\.xml$/u))
      sheets.push(withinLimits(await readRows(parts, name, { strings, dates, epoch }), []));
    return sheets;
  } catch (thrown) {
    if (thrown instanceof DocumentProblem) return undefined;
    throw thrown;
  }
}

/** `xl/sharedStrings.xml` (ECMA-376 part 1, section 18.4); phonetic hints left out. */
async function readStrings(parts: PackageParts): Promise<string[]> {
  const strings: string[] = [];
  let text = '';
  let quiet = 0;
  let inside = 0;
  await readXml(
    parts.read('xl/sharedStrings.xml'),
    {
      open: (name) => {
        if (name === 'si') text = '';
        else if (name === 'rPh') quiet += 1;
        else if (name === 't') inside += 1;
      },
      close: (name) => {
        if (name === 'rPh') quiet -= 1;
        else if (name === 't') inside -= 1;
        else if (name === 'si' && strings.push(text) > mostStrings)
          throw new DocumentProblem('unpacks-too-large');
      },
      text: (piece) => {
        if (inside === 0 || quiet > 0) return;
        text += piece;
        if (text.length > longestCell) throw new DocumentProblem('malformed');
      },
    },
    limits.depth,
  );
  return strings;
}

/** Numbers of the cell formats that show a number as a day (section 18.8.30 names the built-in ones). */
async function readDateStyles(parts: PackageParts): Promise<ReadonlySet<number>> {
  const custom = new Map<string, string>();
  const dates = new Set<number>();
  let formats = 0;
  let inCells = false;
  await readXml(
    parts.read('xl/styles.xml'),
    {
      open: (name, attribute) => {
        if (name === 'numFmt') custom.set(attribute('numFmtId') ?? '', attribute('formatCode') ?? '');
        else if (name === 'cellXfs') inCells = true;
        else if (name === 'xf' && inCells) {
          const id = attribute('numFmtId') ?? '0';
          if (isDateFormat(Number(id), custom.get(id))) dates.add(formats);
          formats += 1;
        }
      },
      close: (name) => {
        if (name === 'cellXfs') inCells = false;
      },
    },
    limits.depth,
  );
  return dates;
}

function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return (id >= 14 && id <= 17) || id === 22;
  return /[dy]/iu.test(code.replace(/"[^"]*"|\\.|\[[^\]]*\]/gu, ''));
}

/** Day 0 of the workbook, in milliseconds since 1970: 30 December 1899, or 1 January 1904 where it says so (section 18.2.28). */
async function readEpoch(parts: PackageParts): Promise<number> {
  let epoch = Date.UTC(1899, 11, 30);
  await readXml(
    parts.read('xl/workbook.xml'),
    {
      open: (name, attribute) => {
        if (name === 'workbookPr' && ['1', 'true'].includes(attribute('date1904') ?? ''))
          epoch = Date.UTC(1904, 0, 1);
      },
    },
    limits.depth,
  );
  return epoch;
}

interface Workbook {
  readonly strings: readonly string[];
  readonly dates: ReadonlySet<number>;
  readonly epoch: number;
}

async function readRows(parts: PackageParts, part: string, workbook: Workbook): Promise<TableRow[]> {
  const rows: TableRow[] = [];
  let number = 0;
  let cells: string[] = [];
  let column = 0;
  let type = 'n';
  let style = 0;
  let value = '';
  let inside = 0;
  await readXml(
    parts.read(part),
    {
      open: (name, attribute) => {
        if (name === 'row') {
          number = Number(attribute('r') ?? number + 1);
          cells = [];
          column = 0;
        } else if (name === 'c') {
          column = columnOf(attribute('r')) ?? column;
          type = attribute('t') ?? 'n';
          style = Number(attribute('s') ?? 0);
          value = '';
        } else if (name === 'v' || name === 't') inside += 1;
      },
      close: (name) => {
        if (name === 'v' || name === 't') inside -= 1;
        else if (name === 'c') {
          if (column < tableLimits.columns) {
            while (cells.length < column) cells.push('');
            cells[column] = shownValue(value, type, style, workbook);
          }
          column += 1;
        } else if (
          name === 'row' &&
          cells.some((cell) => cell.trim() !== '') &&
          rows.length <= tableLimits.rows
        )
          rows.push({ number, cells });
      },
      text: (piece) => {
        if (inside === 0) return;
        value += piece;
        if (value.length > longestCell) throw new DocumentProblem('malformed');
      },
    },
    limits.depth,
  );
  return rows;
}

/** `C7` is the third column: 2. */
function columnOf(reference: string | undefined): number | undefined {
  const letters = /^([A-Z]{1,3})\d/u.exec(reference ?? '')?.[1];
  if (letters === undefined) return undefined;
  let column = 0;
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

function shownValue(value: string, type: string, style: number, workbook: Workbook): string {
  if (type === 's') return workbook.strings[Number(value)] ?? '';
  if (type === 'b') return value === '1' ? 'TRUE' : 'FALSE';
  if (type !== 'n' || value === '') return value;
  const count = Number(value);
  if (!workbook.dates.has(style) || !Number.isFinite(count) || count < 1 || count > 2_958_465) return value;
  return new Date(workbook.epoch + Math.floor(count) * day).toISOString().slice(0, 10);
}
