import { parse } from 'csv-parse/sync';
import { z } from 'zod';

import { VaultError } from '../base/errors.ts';
import type { Unit } from '../evidence/records/unit.ts';

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
  const text = decode(bytes);
  const [first = '', ...rows] = readRows(text);
  if (!Array.isArray(first)) throw new VaultError('input.csv-invalid', { what: 'empty' });
  const columns = first.map((heading) => headings.get(heading.toLowerCase().replace(/[^a-z0-9]/g, '')));
  if (!columns.includes('reference'))
    throw new VaultError('input.csv-invalid', { what: 'no-reference-column' });
  return rows.flatMap((row, position) => readLine(columns, row, position + 2));
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Spreadsheets on Windows still write their own code page.
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function readRows(text: string): string[][] {
  try {
    const rows: unknown = parse(text, {
      bom: true,
      delimiter: [',', ';', '\t'],
      relaxColumnCount: true,
      skipEmptyLines: true,
      trim: true,
    });
    return z.array(z.array(z.string())).parse(rows);
  } catch (cause) {
    throw new VaultError('input.csv-invalid', { what: 'not-a-table' }, cause);
  }
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
