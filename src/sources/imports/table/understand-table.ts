import { VaultError } from '../../../base/errors.ts';
import { readGrade } from '../../../evidence/grades/read-grade.ts';
import type { ImportChoices, ImportColumns } from '../import-format.ts';
import { isMeaning, meaningOfHeading, headingKey, meanings, type Meaning } from './table-meanings.ts';
import { tablePresets, type TablePreset } from './table-presets.ts';
import { cellText, tableLimits, type BrokenRow, type TableRow, type TableRows } from './table-rows.ts';

interface TableColumn {
  /** Its heading, made different from the others. */
  readonly title: string;
  readonly means: Meaning | undefined;
}

/** A table with a heading row, and what its columns mean. */
export interface UnderstoodTable {
  readonly preset: TablePreset | undefined;
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  readonly broken: readonly BrokenRow[];
}

/** Reports begin with a few lines about themselves. */
const rowsBeforeHeading = 15;
const whats: readonly Meaning[] = [
  'unit-reference',
  'other-unit-reference',
  'unit-title',
  'qualification',
  'qualification-number',
  'criterion',
  'assignment',
];
const results: readonly Meaning[] = [
  'grade',
  'percent',
  'points',
  'decision',
  'status',
  'iqa-decision',
  'eqa-decision',
];
const people: readonly Meaning[] = ['learner-name', 'given-name', 'family-name', 'uln', 'registration'];
/** Meanings that several columns may have at once. */
const manifold: ReadonlySet<Meaning> = new Set<Meaning>(['grade']);

/**
 * Finds the heading row of a table of units and grades, and what each column means: by its preset, by its heading, and by what the learner
 * chose. Undefined if it is no such table: something must be named in it, and something said of that.
 * Throws `input.usage` for a choice that does not fit the table.
 */
export function understandTable(
  { rows, broken }: TableRows,
  choices: ImportChoices | undefined,
): UnderstoodTable | undefined {
  const chosen = choices?.preset;
  const preset = tablePresets.find(({ name }) => name === chosen);
  if (chosen !== undefined && preset === undefined) throw new VaultError('input.usage', { what: 'preset' });
  let best: { readonly table: UnderstoodTable; readonly known: number } | undefined;
  for (const [at, row] of rows.slice(0, rowsBeforeHeading).entries()) {
    if (row.cells.length < 2 || row.cells.length > tableLimits.columns) continue;
    const table = tableBelow(row, rows.slice(at + 1), broken, preset);
    const named = choices?.columns ?? {};
    const isNamed = table.columns.some(({ title }) => Object.hasOwn(named, title));
    const known = table.columns.filter(
      ({ title, means }) => means !== undefined || Object.hasOwn(named, title),
    ).length;
    const asked = isNamed || chosen !== undefined;
    if ((asked || isOfUnitsAndGrades(table)) && known > (best?.known ?? 1)) best = { table, known };
  }
  return best === undefined ? undefined : withChoices(best.table, choices);
}

function isOfUnitsAndGrades({ columns }: UnderstoodTable): boolean {
  const has = (wanted: readonly Meaning[]) =>
    columns.some(({ means }) => means !== undefined && wanted.includes(means));
  return (
    has(results) &&
    (has(whats) || (has(people) && columns.filter(({ means }) => means === 'grade').length > 1))
  );
}

function tableBelow(
  heading: TableRow,
  rows: readonly TableRow[],
  broken: readonly BrokenRow[],
  chosen: TablePreset | undefined,
): UnderstoodTable {
  const titles = distinctTitles(heading.cells);
  const headings = heading.cells.map(cellText);
  const plain = oncePerMeaning(headings.map(meaningOfHeading));
  const preset = chosen ?? tablePresets.find((each) => fits(each, headings, plain));
  const found =
    preset === undefined ? plain : oncePerMeaning(headings.map((each) => meaningIn(preset, each)));
  const means = markWideGrades(titles, found, rows);
  const columns = titles.map((title, at) => ({ title, means: means[at] }));
  return { preset, columns, rows, broken };
}

function meaningIn(preset: TablePreset, heading: string): Meaning | undefined {
  return preset.headings.get(headingKey(heading)) ?? meaningOfHeading(heading);
}

function fits(
  preset: TablePreset,
  headings: readonly string[],
  plain: readonly (Meaning | undefined)[],
): boolean {
  const means = headings.map((each) => meaningIn(preset, each));
  // What a preset alone reads into a heading cannot be what makes it fit.
  const has = (wanted: readonly Meaning[]) => wanted.some((meaning) => plain.includes(meaning));
  return preset.needs.every(has) && !(preset.without ?? []).some((meaning) => means.includes(meaning));
}

/** Of two columns with one meaning the first has it. */
function oncePerMeaning(found: readonly (Meaning | undefined)[]): (Meaning | undefined)[] {
  const seen = new Set<Meaning>();
  return found.map((meaning) => {
    if (meaning === undefined || (seen.has(meaning) && !manifold.has(meaning))) return undefined;
    seen.add(meaning);
    return meaning;
  });
}

/** A sheet with a row for each learner has a column for each unit or task: its values are grades, whatever it is called. */
function markWideGrades(
  titles: readonly string[],
  found: readonly (Meaning | undefined)[],
  rows: readonly TableRow[],
): (Meaning | undefined)[] {
  const names = found.some((meaning) => meaning !== undefined && people.includes(meaning));
  if (!names || found.some((meaning) => meaning !== undefined && results.includes(meaning)))
    return [...found];
  return found.map((meaning, at) => {
    if (meaning !== undefined) return meaning;
    if (/\((?:real|letter|percentage)\)\s*$/iu.test(titles[at] ?? '')) return 'grade';
    const values = rows.slice(0, 200).flatMap(({ cells }) => cellText(cells[at] ?? '') || []);
    const grades = values.filter((value) => (readGrade(value)?.scheme ?? 'text') !== 'text');
    return grades.length > 0 && grades.length >= values.length * 0.6 ? 'grade' : undefined;
  });
}

function distinctTitles(cells: readonly string[]): string[] {
  const used = new Map<string, number>();
  return cells.map((cell, at) => {
    const title = cellText(cell).replace(/\s+/gu, ' ').toWellFormed() || `Column ${at + 1}`;
    const count = (used.get(title) ?? 0) + 1;
    used.set(title, count);
    return count === 1 ? title : `${title} (${count})`;
  });
}

function withChoices(table: UnderstoodTable, choices: ImportChoices | undefined): UnderstoodTable {
  const chosen = new Map(Object.entries(choices?.columns ?? {}));
  for (const [title, meaning] of chosen) {
    if (!table.columns.some((column) => column.title === title))
      throw new VaultError('input.usage', { what: 'column' });
    if (meaning !== null && !isMeaning(meaning)) throw new VaultError('input.usage', { what: 'meaning' });
  }
  const taken = new Set([...chosen.values()]);
  const columns = table.columns.map(({ title, means }): TableColumn => {
    const wish = chosen.get(title);
    if (wish === null) return { title, means: undefined };
    if (wish !== undefined) return { title, means: isMeaning(wish) ? wish : undefined };
    // A meaning that was given to another column is no longer this one's.
    const isLost = means !== undefined && taken.has(means) && !manifold.has(means);
    return { title, means: isLost ? undefined : means };
  });
  return { ...table, columns };
}

const examples = 3;
const exampleLength = 60;

/** What the learner is shown of it. */
export function columnsForPeople({ preset, columns, rows, broken }: UnderstoodTable): ImportColumns {
  return {
    ...(preset === undefined ? {} : { preset: preset.name }),
    rows: rows.length + broken.length,
    columns: columns.map(({ title, means }, at) => ({
      title,
      ...(means === undefined ? {} : { means }),
      examples: [...new Set(rows.slice(0, 100).flatMap(({ cells }) => cellText(cells[at] ?? '') || []))]
        .slice(0, examples)
        .map((value) => value.slice(0, exampleLength).toWellFormed()),
    })),
    meanings,
  };
}
