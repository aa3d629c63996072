/** What a column of a table of units and grades may mean, with the headings that people give it. */
const headings = {
  'learner-name':
    'learner, learner name, learner full name, student, student name, candidate, candidate name, full name, name',
  'given-name': 'first name, given name, given names, forename, forenames, learner first name',
  'family-name': 'surname, last name, family name, learner last name, learner surname',
  uln: 'uln, unique learner number, learner uln',
  registration:
    'registration, registration number, registration no, reg no, learner registration number, learner number, learner no, learner id, learner ref, learner reference, learner reference number, student id, student number, candidate number, candidate no, id number',
  'date-of-birth': 'date of birth, dob, birth date',
  provider:
    'provider, provider name, centre, centre name, center, institution, achievement provider, achievement provider name',
  'awarding-organisation':
    'awarding organisation, awarding organisation name, awarding organization, awarding body, awarding body name, ao',
  qualification:
    'qualification, qualification title, qualification name, course, course title, course name, programme, subject, aim, aim title, learning aim, learning aim title',
  'qualification-number':
    'qan, qualification number, qualification no, qualification code, qualification accreditation number, accreditation number, subject code, aim reference, learning aim reference, qualification reference',
  'unit-reference':
    'unit, unit reference, unit reference number, unit ref, unit code, unit number, unit no, ofqual unit reference, ofqual reference, ofqual unit code',
  'other-unit-reference':
    'unit id, open awards unit id, open awards unit code, awarding organisation unit code, ao unit code',
  'unit-title': 'unit title, unit name, unit description, title',
  level: 'level, unit level, qualification level',
  credit: 'credit, credits, credit value, unit credit, unit credits, unit credit value',
  glh: 'glh, guided learning hours',
  criterion: 'criterion, criteria, ac, assessment criterion, assessment criteria, criterion reference',
  assignment:
    'assignment, assignment title, assignment name, assessment, assessment title, assessment name, task, activity, grade item',
  attempt: 'attempt, attempt number, attempt no, submission number',
  grade:
    'grade, final grade, unit grade, grade achieved, overall grade, qualification grade, result, outcome, mark, recommended grade, grade awarded',
  percent: 'percent, percentage, %, grade %, score %, mark %, grade percentage',
  points: 'points, score, marks, raw mark, points awarded',
  'points-possible':
    'out of, maximum, maximum mark, max mark, max marks, total marks, maximum grade, points possible, max points',
  status: 'status, unit status, claim status, certification status, progress, state',
  decision: 'decision, assessor decision, assessment decision, achieved',
  assessor: 'assessor, assessor name, assessed by, marker, marked by, graded by, tutor, tutor name, teacher',
  iqa: 'iqa, iqa name, internal quality assurer, internal verifier, iv, iv name, verified by',
  'iqa-decision': 'iqa decision, iqa outcome, iqa result, iv outcome, iv decision',
  'iqa-date': 'iqa date, date of iqa, date sampled, iv date',
  eqa: 'eqa, eqa name, external quality assurer, external verifier, ev, ev name',
  'eqa-decision': 'eqa decision, eqa outcome, eqa result, ev outcome, ev decision',
  'eqa-date': 'eqa date, date of eqa, ev date',
  date: 'date, date awarded, award date, achievement award date, date achieved, achievement date, completion date, date completed, date of achievement, grade date, date graded, date marked, assessment date, date assessed, result date',
  'date-submitted': 'date submitted, submitted, submission date, date handed in, hand in date',
  'date-claimed': 'date claimed, claim date',
  'date-certificated': 'date certificated, certification date, certificate date, date of certificate',
  'certificate-number': 'certificate number, certificate no',
  comment: 'comment, comments, feedback, notes, assessor comments, assessor comment, remarks',
} as const;

export type Meaning = keyof typeof headings;

/** Every meaning, in the order in which a person would look for it. */
export const meanings: readonly Meaning[] = Object.keys(headings).filter(isMeaning);

export function isMeaning(text: string): text is Meaning {
  return Object.hasOwn(headings, text);
}

/** A heading for comparing: letters, digits and the per cent sign, in lower case. */
export function headingKey(heading: string): string {
  return heading
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}%]/gu, '');
}

const byHeading: ReadonlyMap<string, Meaning> = new Map(
  meanings.flatMap((meaning) =>
    [meaning, ...headings[meaning].split(', ')].map((heading): [string, Meaning] => [
      headingKey(heading),
      meaning,
    ]),
  ),
);

/** What a heading means wherever it stands; undefined for one that is not known. */
export function meaningOfHeading(heading: string): Meaning | undefined {
  return byHeading.get(headingKey(heading));
}
