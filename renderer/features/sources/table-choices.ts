import type { EngineInput } from '../../../src/contract/engine-contract.ts';
import type { ImportPreviewForPage } from '../../../src/contract/methods/import-shapes.ts';

type Columns = NonNullable<ImportPreviewForPage['columns']>;
/** What the learner says of a table: which preset it is, or what each column means. */
export type TableChoices = NonNullable<EngineInput<'import.take'>['files'][number]['choices']>;

/** Not any preset. */
export const noPreset = 'none';

/** What each column means now: as it was taken for, or as the learner changed it; null if it is left out. */
export function meaningOf(columns: Columns, changed: TableChoices | undefined, title: string): string | null {
  const said = changed?.columns;
  if (said !== undefined && Object.hasOwn(said, title)) return said[title] ?? null;
  return columns.columns.find((column) => column.title === title)?.means ?? null;
}

/** The choices with one column's meaning changed: all columns are said, so that nothing is guessed again. */
export function withMeaning(
  columns: Columns,
  changed: TableChoices | undefined,
  title: string,
  means: string | null,
): TableChoices {
  const all = columns.columns.map(
    (column) => [column.title, meaningOf(columns, changed, column.title)] as const,
  );
  return { columns: { ...Object.fromEntries(all), [title]: means } };
}
