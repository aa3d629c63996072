import { CsvError, parse } from 'csv-parse/sync';

import { tableLimits, withinLimits, type BrokenRow, type TableRow, type TableRows } from './table-rows.ts';

export type Delimiter = ',' | ';' | '\t' | '|';
export const delimiters: readonly Delimiter[] = [',', ';', '\t', '|'];

/**
 * The rows of a table in text (RFC 4180, and what spreadsheets make of it), blank ones left out. A row whose quotes never end is told with
 * its number, and reading goes on with the line after its first.
 */
export function readCsvRows(text: string, delimiter: Delimiter): TableRows {
  const bytes = Buffer.from(text);
  const rows: TableRow[] = [];
  const broken: BrokenRow[] = [];
  let start = { offset: 0, line: 1 };
  while (start.offset < bytes.length && rows.length <= tableLimits.rows) {
    const stopped = readUntilBroken(bytes, start, delimiter, rows);
    if (stopped === undefined) break;
    // Blank lines may stand before the one that is broken.
    const blank = blankLines(bytes.toString('latin1', stopped.offset, stopped.offset + tableLimits.rowBytes));
    const offset = stopped.offset + blank.length;
    const number = stopped.line + countLineEnds(blank);
    if (broken.length >= tableLimits.broken) {
      broken.push({ number, what: 'too-many-broken' });
      break;
    }
    broken.push({ number, what: stopped.what });
    start = { offset: offset + firstLineLength(bytes.subarray(offset)), line: number + 1 };
  }
  return withinLimits(rows, broken);
}

/** Ends the parsing of a table that is longer than what is read of it. */
class EnoughRows extends Error {
  override readonly name = 'EnoughRows';
}

interface Place {
  /** In bytes. */
  readonly offset: number;
  readonly line: number;
}

/** Adds rows until one is broken: where that was, or undefined if none was. */
function readUntilBroken(
  bytes: Buffer,
  start: Place,
  delimiter: Delimiter,
  rows: TableRow[],
): (Place & { readonly what: string }) | undefined {
  let { offset, line } = start;
  try {
    parse(bytes.subarray(offset), {
      delimiter,
      recordDelimiter: ['\r\n', '\n', '\r'],
      relaxColumnCount: true,
      relaxQuotes: true,
      skipEmptyLines: true,
      maxRecordSize: tableLimits.rowBytes,
      onRecord: (cells: string[], context) => {
        const read = bytes.toString('latin1', offset, start.offset + context.bytes);
        const number = line + countLineEnds(blankLines(read));
        if (cells.some((cell) => cell.trim() !== '')) rows.push({ number, cells });
        if (rows.length > tableLimits.rows) throw new EnoughRows();
        line += countLineEnds(read);
        offset = start.offset + context.bytes;
        return null;
      },
    });
    return undefined;
  } catch (thrown) {
    if (thrown instanceof EnoughRows) return undefined;
    if (!(thrown instanceof CsvError)) throw thrown;
    return { offset, line, what: thrown.code === 'CSV_MAX_RECORD_SIZE' ? 'too-long' : 'broken-quotes' };
  }
}

/** The empty lines with which a piece of text begins. */
function blankLines(text: string): string {
  return /^[\r\n]*/u.exec(text)?.[0] ?? '';
}

function countLineEnds(text: string): number {
  return text.match(/\r\n|\r|\n/gu)?.length ?? 0;
}

/** With its line end. */
function firstLineLength(bytes: Buffer): number {
  const [cr, lf] = [bytes.indexOf('\r'), bytes.indexOf('\n')];
  if (cr >= 0 && (lf < 0 || cr < lf)) return cr + (lf === cr + 1 ? 2 : 1);
  return lf < 0 ? bytes.length : lf + 1;
}
