import { VaultError } from '../base/errors.ts';
import type { Unit } from '../evidence/records/unit.ts';
import { decodeText } from '../sources/extract/decode-text.ts';
import { delimiters, readCsvRows, type Delimiter } from '../sources/imports/table/read-csv-rows.ts';
import type { TableRow } from '../sources/imports/table/table-rows.ts';

/** Largest table of units that is read, in bytes: far beyond any qualification. */
const maxBytes = 4 * 1024 * 1024;

/** Headings that people use, by the property they mean; compared without case, blanks and punctuation. */
const headings: ReadonlyMap<string, keyof CsvUnit> = new Map([
  ...(
    ['reference', 'ref', 'unit', 'unitreference', 'unitref', 'unitcode', 'code', 'unitnumber'] as const
  ).map((heading) => [heading, 'reference'] as const),
  ...(['title', 'unittitle', 'name', 'unitname'] as const).map((heading) => [heading, 'title'] as const),
  ...(['level', 'unitlevel'] as const).map((heading) => [heading, 'level'] as const),
  ...(['credit', 'credits', 'creditvalue'] as const).map((heading) => [heading, 'credit'] as const),
  ...(['glh', 'guidedlearninghours'] as const).map((heading) => [heading, 'glh'] as const),
  ...(['criterion', 'criteria', 'ac', 'assessmentcriterion'] as const).map(
    (heading) => [heading, 'criterion'] as const,
  ),
  ...(['criteriontext', 'criteriontitle', 'description'] as const).map(
    (heading) => [heading, 'criterionText'] as const,
  ),
]);

interface CsvUnit {
  reference: string;
  title: string;
  level: string;
  credit: string;
  glh: string;
  criterion: string;
  criterionText: string;
}

export interface UnitLine {
  readonly unit: Unit;
  readonly criterion?: { readonly reference: string; readonly text?: string };
}

/**
 * Reads units, and criteria where a column names them, from a CSV with a heading line. Comma, semicolon and tab are understood, a
 * byte order mark too. Throws `input.csv-invalid` with what was wrong and the line.
 */
export function parseUnitCsv(bytes: Uint8Array): UnitLine[] {
  if (bytes.length > maxBytes) throw new VaultError('input.csv-invalid', { what: 'too-large' });
  const [first, ...rows] = readUnitRows(decodeText(bytes));
  if (first === undefined) throw new VaultError('input.csv-invalid', { what: 'empty' });
  const columns = first.cells.map((heading) => headings.get(heading.toLowerCase().replace(/[^a-z0-9]/g, '')));
  if (!columns.includes('reference'))
    throw new VaultError('input.csv-invalid', { what: 'no-reference-column' });
  return rows.flatMap(({ cells, number }) => readLine(columns, cells, number));
}

function readUnitRows(text: string): readonly TableRow[] {
  const { rows, broken } = readCsvRows(text, delimiterOf(text));
  const tooMany = broken.some(({ what }) => what === 'too-many-rows');
  if (broken.length > 0)
    throw new VaultError('input.csv-invalid', { what: tooMany ? 'too-large' : 'not-a-table' });
  return rows;
}

/** The one that separates most headings; the others may stand in titles. */
function delimiterOf(text: string): Delimiter {
  const heading = text.split(/\r?\n|\r/).find((line) => line.trim() !== '') ?? '';
  const unquoted = heading.replace(/"[^"]*"/g, '');
  const count = (delimiter: Delimiter): number => unquoted.split(delimiter).length - 1;
  return delimiters.reduce((best, each) => (count(each) > count(best) ? each : best));
}

function readLine(
  columns: readonly (keyof CsvUnit | undefined)[],
  row: readonly string[],
  line: number,
): UnitLine[] {
  const found: Partial<CsvUnit> = {};
  columns.forEach((column, at) => {
    const value = row[at]?.trim();
    if (column !== undefined && value !== undefined && value !== '') found[column] = value;
  });
  if (found.reference === undefined) {
    if (Object.keys(found).length === 0) return [];
    throw new VaultError('input.csv-invalid', { what: 'no-reference', line });
  }
  const unit: Unit = {
    reference: found.reference,
    ...(found.title === undefined ? {} : { title: found.title }),
    ...(found.level === undefined ? {} : { level: found.level }),
    ...(found.credit === undefined ? {} : { credit: numberIn(found.credit, 'credit', line) }),
    ...(found.glh === undefined ? {} : { glh: numberIn(found.glh, 'glh', line) }),
  };
  if (found.criterion === undefined) return [{ unit }];
  const text = found.criterionText === undefined ? {} : { text: found.criterionText };
  return [{ unit, criterion: { reference: found.criterion, ...text } }];
}

function numberIn(text: string, what: string, line: number): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) throw new VaultError('input.csv-invalid', { what, line });
  return value;
}
