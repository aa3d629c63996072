import { createHash } from 'node:crypto';

import { throwIfCancelled } from '../../../base/errors.ts';
import { claimedType } from '../../disk/claimed-types.ts';
import { decodeText, encodingOf } from '../../extract/decode-text.ts';
import type { PreviousState, PullResult, Sink } from '../../source.ts';
import type { Given } from '../given.ts';
import type { ImportContext, ImportFormat, RecognisedImport } from '../import-format.ts';
import { importProvenance, importSource } from '../import-source.ts';
import { takeItems } from '../take-items.ts';
import { delimiters, readCsvRows } from './read-csv-rows.ts';
import { readSheetRows } from './read-sheet-rows.ts';
import { readRows } from './row-records.ts';
import { headingKey } from './table-meanings.ts';
import { cellText, isFormula, tableLimits, type TableRows } from './table-rows.ts';
import { columnsForPeople, understandTable, type UnderstoodTable } from './understand-table.ts';
import { whoseRows } from './whose-rows.ts';

const format = 'units-and-grades';
const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** The file itself, which is the evidence; the rows are read out of it. */
const fileKey = 'table';
/** Rows that cannot be read have no better name than their number. */
const rowPrefix = 'row/';

/** A table of units and grades: text with commas, semicolons, tabs or bars between its values, or a workbook of Office. */
export const tableImport: ImportFormat = {
  format,
  recognise: async (given, context, signal) => {
    const table = await understand(given, context, signal);
    return table === undefined ? undefined : recognised(given, context, table);
  },
};

async function understand(
  given: Given,
  { choices }: ImportContext,
  signal: AbortSignal,
): Promise<UnderstoodTable | undefined> {
  if (given.kind !== 'file' || given.tree !== undefined || given.size > tableLimits.bytes) return undefined;
  const isWorkbook = given.mediaType === workbook;
  if (!isWorkbook && (given.mediaType !== undefined || !mayBeTable(given.head, choices))) return undefined;
  const bytes = await given.read(tableLimits.bytes);
  throwIfCancelled(signal);
  let best: UnderstoodTable | undefined;
  for (const rows of isWorkbook ? ((await readSheetRows(bytes)) ?? []) : textTables(decodeText(bytes))) {
    throwIfCancelled(signal);
    const table = understandTable(rows, choices);
    if (table !== undefined && (best === undefined || knownColumns(table) > knownColumns(best))) best = table;
  }
  return best;
}

/** The heading stands near the beginning, so that a long text of another kind is not read to its end. */
function mayBeTable(head: Uint8Array, choices: ImportContext['choices']): boolean {
  if (encodingOf(head) === 'windows-1252' && head.includes(0)) return false;
  for (const rows of textTables(decodeText(head)))
    if (understandTable(rows, choices) !== undefined) return true;
  return false;
}

/** The same text taken apart in each way in which its first lines can be. */
function* textTables(whole: string): Iterable<TableRows> {
  // What some spreadsheets write first for others of their kind.
  const text = whole.replace(/^sep=.\r?\n/u, '');
  const beginning = text.slice(0, 20_000);
  for (const delimiter of delimiters) if (beginning.includes(delimiter)) yield readCsvRows(text, delimiter);
}

function knownColumns({ columns }: UnderstoodTable): number {
  return columns.filter(({ means }) => means !== undefined).length;
}

function recognised(given: Given, context: ImportContext, table: UnderstoodTable): RecognisedImport {
  const title = table.preset?.title ?? 'Table of units and grades';
  const { notice } = whoseRows(table, context.learner);
  const hasFormulas = table.rows.some(({ cells }) => cells.some(isFormula));
  const notices = [
    ...(notice === undefined ? [] : [notice]),
    ...(table.broken.length === 0 ? [] : ['rows-not-read']),
    ...(hasFormulas ? ['formulas-kept-as-text'] : []),
  ];
  return {
    format,
    title,
    origin: originOf(given, table, title),
    notices,
    columns: columnsForPeople(table),
    source: importSource({
      name: title,
      address: given.path,
      pull: (previous, sink, signal) => pullTable(given, context, previous, sink, signal),
    }),
  };
}

/** The next export of the same list: the same kind of table, about the same person and course. */
function originOf(given: Given, table: UnderstoodTable, title: string): RecognisedImport['origin'] {
  const only = (meaning: string): string => {
    const at = table.columns.findIndex(({ means }) => means === meaning);
    const values = new Set(table.rows.flatMap(({ cells }) => cellText(cells[at] ?? '') || []));
    const [value = ''] = values;
    return values.size === 1 ? value : '';
  };
  const headings = table.columns.map((column) => headingKey(column.title)).join('|');
  const kind = table.preset?.name ?? `headings ${headings}`;
  const about = [only('uln') || only('registration'), only('qualification-number') || only('qualification')];
  const [, course = ''] = about;
  // Where nothing in it says what course it is about, its name may: without what a second download adds to it.
  const stem =
    course === ''
      ? given.name
          .replace(/\.[^.]*$/u, '')
          .replace(/[^\p{L}]+/gu, ' ')
          .trim()
          .toLowerCase()
      : '';
  const name = [title, course || stem].filter((part) => part !== '').join(', ');
  const key = createHash('sha256')
    .update(JSON.stringify([kind, ...about, stem]))
    .digest('hex')
    .slice(0, 32);
  return { key, name: name.slice(0, 200).toWellFormed() };
}

async function pullTable(
  given: Given,
  context: ImportContext,
  previous: PreviousState,
  sink: Sink,
  signal: AbortSignal,
): Promise<PullResult> {
  const provenance = importProvenance(given, context);
  const table = await understand(given, context, signal);
  const rows = table === undefined ? [] : readRows(table, whoseRows(table, context.learner).rows);
  const broken = [...(table?.broken ?? []), ...rows.flatMap((row) => ('what' in row ? [row] : []))];
  const records = rows.flatMap((row) =>
    'what' in row ? [] : row.records.map((record) => ({ ...record, row: row.number })),
  );
  const failing = new Set(broken.map(({ number }) => rowKey(number)));
  const mended = previous
    .list(rowPrefix)
    .filter(({ key, failed }) => failed !== undefined && !failing.has(key));
  const claimed = claimedType(given.name);
  return takeItems(
    { sink, signal, total: 1 + records.length + broken.length + mended.length },
    async (taker) => {
      const name = given.name.toWellFormed();
      await taker.take(name, given.size, () =>
        sink.take({
          key: fileKey,
          recordKind: 'document',
          name,
          record: {
            name,
            role: 'file',
            ...(claimed === undefined ? {} : { mediaTypeClaimed: claimed }),
            modified: { ...given.modified },
          },
          content: given.content(),
          ...(claimed === undefined ? {} : { mediaType: claimed }),
          provenance: provenance(),
        }),
      );
      for (const { key, recordKind, name: title, record, row } of records)
        await taker.take(title, 0, () =>
          sink.take({ key, recordKind, name: title, record, provenance: { ...provenance(), row } }),
        );
      for (const { number, what } of broken)
        await taker.take(`Row ${number}`, 0, () =>
          sink.failed({
            key: rowKey(number),
            recordKind: 'grade',
            name: `Row ${number}`,
            code: 'input.csv-invalid',
            details: { row: number, what },
          }),
        );
      // A row that could not be read the last time, and can be now, is no longer a failure.
      for (const { key, name: row } of mended) await taker.take(row, 0, () => sink.unchanged(key));
    },
  );
}

function rowKey(number: number): string {
  return `${rowPrefix}${number}`;
}
