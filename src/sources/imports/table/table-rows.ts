/** One row of a table as it stands in its file. */
export interface TableRow {
  /** Number of its first line (or row of its sheet), from 1. */
  readonly number: number;
  /** As written, not trimmed. */
  readonly cells: readonly string[];
}

/** A place in a table that cannot be read, with what is wrong there. */
export interface BrokenRow {
  readonly number: number;
  /** `broken-quotes`, `too-long`, `too-many-broken`, `too-many-rows`. */
  readonly what: string;
}

export interface TableRows {
  readonly rows: readonly TableRow[];
  readonly broken: readonly BrokenRow[];
}

export const tableLimits = {
  /** Largest file, in bytes. */
  bytes: 8 * 1024 * 1024,
  rows: 20_000,
  columns: 200,
  /** Longest row, in bytes. */
  rowBytes: 100_000,
  /** Broken rows after which the rest is not read. */
  broken: 500,
} as const;

/** Rows as far as they are read; that there are more is told of the first of them. */
export function withinLimits(rows: readonly TableRow[], broken: readonly BrokenRow[]): TableRows {
  const first = rows[tableLimits.rows];
  if (first === undefined) return { rows, broken };
  return {
    rows: rows.slice(0, tableLimits.rows),
    broken: [...broken, { number: first.number, what: 'too-many-rows' }],
  };
}

/** What a cell says: without blanks around it, and without what spreadsheets wrap around text to keep it text (`="0012"`, `'=1`). */
export function cellText(cell: string): string {
  const text = cell.trim();
  const wrapped = /^="([^"]*)"$/u.exec(text)?.[1];
  return (wrapped ?? text.replace(/^'(?=[=+@-])/u, '')).trim();
}

/** True for a cell that a spreadsheet would take for a formula; here it stays text. */
export function isFormula(cell: string): boolean {
  const text = cell.trim();
  return /^[=@]/u.test(text) || (/^[+-]/u.test(text) && !/^[+-]?[\d.,\s%]*$/u.test(text));
}
