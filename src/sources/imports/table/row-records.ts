import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import { asJson } from '../../../base/as-json.ts';
import { gradeSaid, type GradeValue } from '../../../evidence/grades/grade-value.ts';
import { ilrCodes } from '../../../evidence/grades/grade-meaning.ts';
import { wordOf } from '../../../evidence/grades/grade-words.ts';
import type { GradeHint } from '../../../evidence/grades/read-grade.ts';
import { checkUnitReference } from '../../../evidence/identifiers/unit-reference.ts';
import type { Decision } from '../../../evidence/records/decision.ts';
import type { Grade } from '../../../evidence/records/grade.ts';
import type { Unit, UnitStep } from '../../../evidence/records/unit.ts';
import type { NamedQualification, NamedUnit } from '../../../evidence/values/named-course.ts';
import { personAtSource } from '../../../evidence/values/person.ts';
import { dayReader, type DayReader } from './table-days.ts';
import type { Meaning } from './table-meanings.ts';
import { cellText, type TableRow } from './table-rows.ts';
import type { UnderstoodTable } from './understand-table.ts';

/** What a row says, as records that are kept. */
interface RowRecord {
  readonly key: string;
  readonly recordKind: 'grade' | 'decision' | 'unit';
  readonly name: string;
  readonly record: JsonObject;
}

export type ReadRow =
  | { readonly number: number; readonly records: readonly RowRecord[] }
  | { readonly number: number; readonly what: string };

const steps: readonly (readonly [pattern: RegExp, step: UnitStep])[] = [
  [/^not ?(?:yet )?started$/iu, 'not-started'],
  [/^(?:submitted|handed in)$/iu, 'submitted'],
  [/^(?:assessed|marked|graded)$/iu, 'assessed'],
  [/(?:locked in|in (?:the )?basket)$/iu, 'grade-locked-in'],
  [/^(?:sampled|iqa(?:'d| complete| passed)|internally verified)$/iu, 'sampled'],
  [/^(?:claimed|certificate claimed|awaiting certificat\w+)$/iu, 'claimed'],
  [/^(?:certificated|certified|certificate (?:sent|received|issued))$/iu, 'certificated'],
];
const decisionsOf = [
  { role: 'assessor', outcome: 'decision', by: 'assessor', on: 'date' },
  { role: 'iqa', outcome: 'iqa-decision', by: 'iqa', on: 'iqa-date' },
  { role: 'eqa', outcome: 'eqa-decision', by: 'eqa', on: 'eqa-date' },
] as const;

/**
 * Reads the rows of a table into records: grades, decisions, and units with the steps that they reached. What is said is kept word for
 * word, meanings stand beside it. Keys come from what a row is about, so that the same table another time says the same again.
 */
export function readRows(table: UnderstoodTable, rows: readonly TableRow[]): ReadRow[] {
  const reader = new RowReader(table, rows);
  return rows.map((row) => reader.read(row));
}

class RowReader {
  readonly #table: UnderstoodTable;
  readonly #gradeColumns: readonly number[];
  readonly #hints: ReadonlyMap<number, GradeHint>;
  readonly #days = new Map<Meaning, DayReader>();
  /** How often each key was met. */
  readonly #keys = new Map<string, number>();

  constructor(table: UnderstoodTable, rows: readonly TableRow[]) {
    this.#table = table;
    this.#gradeColumns = table.columns.flatMap(({ means }, at) => (means === 'grade' ? [at] : []));
    this.#hints = new Map(
      this.#gradeColumns.map((at) => [at, hintOf(rows.map(({ cells }) => cells[at] ?? ''))]),
    );
    for (const [at, { means }] of table.columns.entries()) {
      if (means?.includes('date') === true)
        this.#days.set(means, dayReader(rows.map(({ cells }) => cells[at] ?? '')));
    }
  }

  read(row: TableRow): ReadRow {
    const { number } = row;
    const beyond = row.cells.slice(this.#table.columns.length).some((cell) => cell.trim() !== '');
    if (beyond) return { number, what: 'too-many-cells' };
    const wide = this.#gradeColumns.length > 1;
    const subject = this.#subject(row);
    if (subject === '' && !wide) return { number, what: 'nothing-named' };
    const records = [
      ...this.#grades(row, subject),
      ...this.#decisions(row, subject),
      ...this.#unit(row, subject),
    ];
    if (records.length > 0) return { number, records };
    // Something is named, and nothing is said of it yet.
    return { number, records: [this.#grade(row, subject, '', { said: null })] };
  }

  #grades(row: TableRow, subject: string): RowRecord[] {
    const wide = this.#gradeColumns.length > 1;
    const found = this.#gradeColumns.flatMap((at) => {
      const said = row.cells[at] ?? '';
      if (cellText(said) === '') return [];
      const value = this.#value(said, this.#hints.get(at) ?? {});
      return [this.#grade(row, subject, wide ? (this.#table.columns[at]?.title ?? '') : '', value)];
    });
    if (found.length > 0 || wide) return found;
    const value = this.#number(row);
    return value === undefined ? [] : [this.#grade(row, subject, '', value)];
  }

  #grade(row: TableRow, subject: string, column: string, value: GradeValue): RowRecord {
    const number = column === '' && value.said !== null ? this.#number(row) : undefined;
    const assessor = this.#said(row, 'assessor');
    const title = [this.#title(row), column].filter((part) => part !== '').join(': ');
    const grade: Grade = {
      ...(title === '' ? {} : { title }),
      value,
      ...(number === undefined || number.said === value.said ? {} : { raw: number }),
      ...this.#day(row, 'date', (gradedOn) => ({ gradedOn })),
      ...(assessor === '' ? {} : { by: personAtSource(undefined, assessor) }),
      ...this.#about(row),
      row: this.#cells(row),
      ...(value.said === null
        ? { released: false, releasedBecause: 'no-grade' as const }
        : { released: true, releasedBecause: 'given-by-learner' as const }),
    };
    return this.#record('grade', [subject, column], title, grade);
  }

  #decisions(row: TableRow, subject: string): RowRecord[] {
    return decisionsOf.flatMap(({ role, outcome, by, on }) => {
      const said = row.cells[this.#column(outcome)] ?? '';
      const name = this.#said(row, by);
      // An assessor beside a grade is who gave it.
      if (cellText(said) === '' && (role === 'assessor' || name === '')) return [];
      const comment = role === 'assessor' ? this.#said(row, 'comment') : '';
      const decision: Decision = {
        role: { said: role, means: role },
        ...(cellText(said) === '' ? {} : { outcome: said }),
        ...(name === '' ? {} : { by: personAtSource(undefined, name) }),
        ...this.#day(row, on, (day) => ({ on: day })),
        ...(comment === '' ? {} : { comment }),
        ...this.#about(row),
        row: this.#cells(row),
      };
      return [this.#record('decision', [subject, role], `${this.#title(row)}: ${role}`, decision)];
    });
  }

  /** A unit and how far it is, where the row says so. */
  #unit(row: TableRow, subject: string): RowRecord[] {
    const reference = this.#said(row, 'unit-reference') || this.#said(row, 'other-unit-reference');
    const reached = this.#steps(row);
    if (reference === '' || reached.length === 0 || this.#said(row, 'criterion') !== '') return [];
    const { title, level } = this.#namedUnit(row);
    const credit = Number(this.#said(row, 'credit') || Number.NaN);
    const glh = Number(this.#said(row, 'glh') || Number.NaN);
    const { ofQualification } = this.#about(row);
    const unit: Unit = {
      reference,
      ...(title === undefined ? {} : { title }),
      ...(level === undefined ? {} : { level }),
      ...(credit >= 0 ? { credit } : {}),
      ...(glh >= 0 ? { glh } : {}),
      steps: reached,
      ...(ofQualification === undefined ? {} : { ofQualification }),
      row: this.#cells(row),
    };
    return [this.#record('unit', [subject], this.#title(row), unit)];
  }

  #steps(row: TableRow): NonNullable<Unit['steps']> {
    const status = this.#said(row, 'status');
    const step = steps.find(([pattern]) => pattern.test(status))?.[1];
    const dated = ['date-claimed', 'claimed'] as const satisfies readonly [Meaning, UnitStep];
    const pairs = [dated, ['date-certificated', 'certificated'], ['date-submitted', 'submitted']] as const;
    return [
      ...(step === undefined ? [] : [{ step, said: status }]),
      ...pairs.flatMap(([meaning, reached]) => {
        const said = this.#said(row, meaning);
        return said === '' || reached === step ? [] : [{ step: reached, on: { said } }];
      }),
    ];
  }

  #about(row: TableRow): { ofUnit?: NamedUnit; ofQualification?: NamedQualification } {
    const unit = this.#namedUnit(row);
    const qualification: NamedQualification = {
      ...this.#pick(row, 'title', 'qualification'),
      ...this.#pick(row, 'number', 'qualification-number'),
      ...(Object.keys(unit).length === 0 ? this.#pick(row, 'level', 'level') : {}),
      ...this.#pick(row, 'awardingOrganisation', 'awarding-organisation'),
      ...this.#pick(row, 'provider', 'provider'),
    };
    return {
      ...(Object.keys(unit).length === 0 ? {} : { ofUnit: unit }),
      ...(Object.keys(qualification).length === 0 ? {} : { ofQualification: qualification }),
    };
  }

  #namedUnit(row: TableRow): NamedUnit {
    const named = {
      ...this.#pick(row, 'reference', 'unit-reference'),
      ...this.#pick(row, 'otherReference', 'other-unit-reference'),
      ...this.#pick(row, 'title', 'unit-title'),
      ...this.#pick(row, 'criterion', 'criterion'),
    };
    if (Object.keys(named).length === 0) return {};
    return { ...named, ...this.#pick(row, 'level', 'level'), ...this.#pick(row, 'credit', 'credit') };
  }

  #pick<Name extends string>(row: TableRow, name: Name, meaning: Meaning): Partial<Record<Name, string>> {
    const said = this.#said(row, meaning);
    const picked: Partial<Record<Name, string>> = {};
    if (said !== '') picked[name] = said;
    return picked;
  }

  /** What the row is about, as a key: the same in the next export, however its codes are written. */
  #subject(row: TableRow): string {
    const reference = this.#said(row, 'unit-reference') || this.#said(row, 'other-unit-reference');
    const unit = reference === '' ? this.#said(row, 'unit-title') : checkUnitReference(reference).normalised;
    const qualification = this.#said(row, 'qualification-number') || this.#said(row, 'qualification');
    const parts = [qualification, unit, this.#said(row, 'criterion'), this.#said(row, 'assignment')];
    if (parts.every((part) => part === '')) return '';
    return [...parts, this.#said(row, 'attempt')].join('/').toLowerCase().replace(/\s+/gu, ' ').slice(0, 400);
  }

  #title(row: TableRow): string {
    const reference = this.#said(row, 'unit-reference') || this.#said(row, 'other-unit-reference');
    const unit = [reference, this.#said(row, 'unit-title')].filter((part) => part !== '').join(' ');
    const whole = unit || this.#said(row, 'qualification') || this.#said(row, 'qualification-number');
    return [whole, this.#said(row, 'criterion'), this.#said(row, 'assignment')]
      .filter((part) => part !== '')
      .join(', ')
      .replace(/\s+/gu, ' ');
  }

  #value(said: string, hint: GradeHint): GradeValue {
    const text = cellText(said);
    const read = gradeSaid(text, hint);
    return { ...read, said };
  }

  #number(row: TableRow): GradeValue | undefined {
    const points = row.cells[this.#column('points')] ?? '';
    const percent = row.cells[this.#column('percent')] ?? '';
    const most = Number(this.#said(row, 'points-possible') || Number.NaN);
    if (cellText(points) !== '')
      return this.#value(points, { scheme: 'points', ...(Number.isFinite(most) ? { of: most } : {}) });
    return cellText(percent) === '' ? undefined : this.#value(percent, { scheme: 'percent' });
  }

  #day<Result extends object>(
    row: TableRow,
    meaning: Meaning,
    use: (day: ReturnType<DayReader>) => Result,
  ): Partial<Result> {
    const said = row.cells[this.#column(meaning)] ?? '';
    const read = this.#days.get(meaning);
    return cellText(said) === '' || read === undefined ? {} : use(read(said));
  }

  /** A birthday is left where it is: in the file. So is what the learner left out. */
  #cells(row: TableRow): NonNullable<Grade['row']> {
    const cells = this.#table.columns.flatMap(({ title, means }, at) => {
      const said = row.cells[at] ?? '';
      return cellText(said) === '' || means === 'date-of-birth' ? [] : [{ title, said: said.toWellFormed() }];
    });
    return { cells };
  }

  #said(row: TableRow, meaning: Meaning): string {
    return cellText(row.cells[this.#column(meaning)] ?? '').toWellFormed();
  }

  #column(meaning: Meaning): number {
    return this.#table.columns.findIndex(({ means }) => means === meaning);
  }

  #record(
    recordKind: RowRecord['recordKind'],
    parts: readonly string[],
    name: string,
    record: Grade | Decision | Unit,
  ): RowRecord {
    const base = [recordKind, ...parts.filter((part) => part !== '')].join('/');
    const count = (this.#keys.get(base) ?? 0) + 1;
    this.#keys.set(base, count);
    const json = asJson(record);
    return {
      key: count === 1 ? base : `${base}#${count}`,
      recordKind,
      name: name === '' ? recordKind : name.slice(0, 300).toWellFormed(),
      record: isJsonObject(json) ? json : {},
    };
  }
}

/** Letters and codes mean something only where the whole column is made of them. */
function hintOf(cells: readonly string[]): GradeHint {
  const values = new Set(cells.map((cell) => cellText(cell)).filter((value) => value !== ''));
  const all = (test: (value: string) => boolean): boolean => [...values].every(test);
  const codes: ReadonlySet<string> = new Set(ilrCodes);
  if (values.size > 0 && all((value) => codes.has(value))) return { scheme: 'ilr' };
  // A lone D is a fail in one place and a distinction in another; beside P or M it is not.
  const tells = [...values].some((value) => /^(?:p|m|d\*|nya)$/iu.test(value));
  return tells && all((value) => wordOf(value, true) !== undefined)
    ? { scheme: 'pass-merit-distinction' }
    : {};
}
