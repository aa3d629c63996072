import { plainText } from './plain-text.ts';

/** Rows in columns, two spaces between; the last column is as long as it is. Empty columns are left out. */
export function tableLines(rows: readonly (readonly string[])[]): string[] {
  const plain = rows.map((row) => row.map(plainText));
  const columns = Math.max(0, ...plain.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(0, ...plain.map((row) => width(row[column] ?? ''))),
  );
  return plain.map((row) =>
    row
      .map((cell, column) => cell + ' '.repeat(Math.max(0, (widths[column] ?? 0) - width(cell))))
      .filter((_, column) => (widths[column] ?? 0) > 0)
      .join('  ')
      .trimEnd(),
  );
}

function width(text: string): number {
  return Array.from(text).length;
}
