import { headingKey, type Meaning } from './table-meanings.ts';

/** A kind of table that learners get, and what its headings mean where they would mean something else elsewhere. */
export interface TablePreset {
  readonly name: string;
  /** For people. */
  readonly title: string;
  /** It fits where, for each of these, one of the meanings is among the columns. */
  readonly needs: readonly (readonly Meaning[])[];
  /** It does not fit where one of these is. */
  readonly without?: readonly Meaning[];
  /** By heading key. */
  readonly headings: ReadonlyMap<string, Meaning>;
}

function preset(
  name: string,
  title: string,
  needs: TablePreset['needs'],
  headings: Readonly<Record<string, Meaning>>,
  without: readonly Meaning[] = [],
): TablePreset {
  const keyed = Object.entries(headings).map(([heading, meaning]): [string, Meaning] => [
    headingKey(heading),
    meaning,
  ]);
  return { name, title, needs, without, headings: new Map(keyed) };
}

/** The first that fits is taken. */
export const tablePresets: readonly TablePreset[] = [
  // One row for each qualification or award on the learner's record at the Learning Records Service.
  preset(
    'personal-learning-record',
    'Personal Learning Record',
    [['awarding-organisation'], ['qualification', 'qualification-number'], ['grade', 'date', 'credit']],
    {
      title: 'qualification',
      name: 'qualification',
      code: 'qualification-number',
      type: 'level',
      'achievement provider ukprn': 'provider',
    },
    ['unit-reference', 'unit-title', 'criterion'],
  ),
  // One row for each criterion or task that an assessor marked, or one for each learner with a column for each unit.
  preset(
    'mark-sheet',
    'Mark sheet',
    [
      ['criterion', 'assignment'],
      ['grade', 'decision', 'points', 'percent', 'status'],
    ],
    { code: 'criterion', colour: 'grade', color: 'grade', rag: 'grade', level: 'level', evidence: 'comment' },
  ),
  // One row for each unit, as the awarding organisation's portal lists what was entered for a learner.
  preset(
    'unit-grades',
    'Unit grades from an awarding organisation',
    [
      ['unit-reference', 'other-unit-reference'],
      ['grade', 'decision', 'status'],
    ],
    {
      code: 'unit-reference',
      id: 'other-unit-reference',
      course: 'qualification',
      'course run': 'qualification',
    },
  ),
];
