import { sameUln } from '../../../evidence/identifiers/uln.ts';
import type { ImportLearner } from '../import-format.ts';
import type { Meaning } from './table-meanings.ts';
import { cellText, type TableRow } from './table-rows.ts';
import type { UnderstoodTable } from './understand-table.ts';

/** Whose rows a table holds. */
export interface WhoseRows {
  /** Rows of the learner; all of them where the table is about one person or names none. */
  readonly rows: readonly TableRow[];
  /** `rows-of-others-left-out` or `several-people-in-table`, where it is about several. */
  readonly notice?: string;
}

interface Person {
  readonly uln: string;
  readonly registration: string;
  readonly name: string;
}

/**
 * A class list is about other people too, whose grades are no business of this vault: of such a table only the learner's own rows are
 * read, and none where it cannot be told which those are. The file itself is kept as it was given.
 */
export function whoseRows(table: UnderstoodTable, learner: ImportLearner | undefined): WhoseRows {
  const owners = table.rows.map((row) => personOf(table, row));
  const named = owners.filter((owner) => owner !== undefined);
  if (new Set(named.map(keyOf)).size <= 1) return { rows: table.rows };
  const rows = table.rows.filter((_, at) => {
    const owner = owners[at];
    return owner !== undefined && learner !== undefined && isLearner(owner, learner);
  });
  return { rows, notice: rows.length === 0 ? 'several-people-in-table' : 'rows-of-others-left-out' };
}

function personOf({ columns }: UnderstoodTable, row: TableRow): Person | undefined {
  const said = (wanted: Meaning): string => {
    const at = columns.findIndex(({ means }) => means === wanted);
    return at < 0 ? '' : cellText(row.cells[at] ?? '');
  };
  const person = {
    uln: said('uln'),
    registration: said('registration'),
    name: said('learner-name') || `${said('given-name')} ${said('family-name')}`.trim(),
  };
  return Object.values(person).every((text) => text === '') ? undefined : person;
}

/** One person is often written in two ways; the surest thing that is said of them tells. */
function keyOf({ uln, registration, name }: Person): string {
  return uln || registration || nameKey(name);
}

function isLearner(person: Person, { ulns, registrations, names }: ImportLearner): boolean {
  if (person.uln !== '' && ulns.length > 0) return ulns.some((uln) => sameUln(uln, person.uln));
  if (person.registration !== '' && registrations.some((each) => each.trim() === person.registration))
    return true;
  return person.name !== '' && names.some((name) => nameKey(name) === nameKey(person.name));
}

/** `Reed, Sam` and `Sam Reed` are one name. */
function nameKey(name: string): string {
  const words =
    name
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}'’-]+/gu) ?? [];
  return words.sort().join(' ');
}
