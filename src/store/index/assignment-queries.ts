import type { IndexConnection } from './index-database.ts';
import { SinceChange } from './since-change.ts';

/** What belongs to an assignment and came from one source, counted without reading it. */
export interface AssignmentCounts {
  readonly assignment: string;
  readonly source: string;
  /** All items, kept or not. */
  readonly items: number;
  /** Items with at least one version. */
  readonly kept: number;
  /** Items that only ever failed, and those of which the newest version failed. */
  readonly notKept: number;
  readonly newestNotKept: number;
  /** Kept items that are more than the task itself. */
  readonly evidence: number;
  readonly files: number;
  readonly attempts: number;
  /** Kept items that are the learner's own work, or released feedback, or a released grade. */
  readonly work: number;
  readonly feedback: number;
  readonly grades: number;
}

/** How far the attempts at an assignment are. */
export interface MarkingCounts {
  readonly assignment: string;
  /** Attempts that were handed in, and of those the ones without released grade or feedback. */
  readonly handedIn: number;
  readonly unmarked: number;
  /** Attempts with released grade or feedback, handed in or not. */
  readonly marked: number;
}

export interface LatestGrade {
  readonly assignment: string;
  readonly at: string;
  /** As the portal showed it. */
  readonly grade: string | null;
}

/** Roles of documents that are not the learner's own work. */
export const rolesBesidesWork: readonly string[] = [
  'brief',
  'feedback-file',
  'feedback-image',
  'annotated-copy',
  'message-source',
  'page-pdf',
  'page-screenshot',
  'page-source',
  'certificate',
  'credential',
];
export const rolesOfFeedback: readonly string[] = ['feedback-file', 'annotated-copy'];

const listed = (texts: readonly string[]): string => texts.map((text) => `'${text}'`).join(', ');
const count = (condition: string): string => `coalesce(sum(versions > 0 and ${condition}), 0)`;

/** Questions about assignments as wholes: a vault has few of them, however many items it has. */
export class AssignmentQueries {
  readonly #sinceChange: SinceChange;
  readonly #counts;
  readonly #marking;
  readonly #grades;

  constructor(database: IndexConnection) {
    this.#sinceChange = new SinceChange(database);
    this.#counts = database.prepare<[], AssignmentCounts>(
      `select assignment, source, count(*) as items, sum(versions > 0) as kept,
         sum(failed_at is not null and versions = 0) as notKept, sum(failed_at is not null and versions > 0) as newestNotKept,
         ${count("kind not in ('assignment', 'enrolment') and not (kind = 'document' and role is 'brief')")} as evidence,
         ${count('size is not null')} as files,
         ${count("kind = 'attempt'")} as attempts,
         ${count(`((kind = 'document' and coalesce(role, 'file') not in (${listed(rolesBesidesWork)}))
           or (kind in ('submission', 'attempt') and status is 'submitted'))`)} as work,
         ${count(`((kind = 'feedback' and released is 1) or role in (${listed(rolesOfFeedback)}))`)} as feedback,
         ${count("kind = 'grade' and released is 1")} as grades
       from item indexed by item_by_assignment where assignment is not null group by assignment, source`,
    );
    this.#marking = database.prepare<[], MarkingCounts>(
      `select assignment, sum(handed) as handedIn, sum(handed and not answered) as unmarked, sum(answered) as marked
       from (select a.assignment, a.status is 'submitted' as handed,
               exists (select 1 from item g where g.attempt = a.id and g.released = 1 and g.kind in ('grade', 'feedback')) as answered
             from item a indexed by item_by_assignment where a.kind = 'attempt' and a.assignment is not null)
       group by assignment`,
    );
    this.#grades = database.prepare<[], LatestGrade>(
      `select assignment, max(time) as at, grade from item indexed by item_graded
       where kind = 'grade' and released = 1 and versions > 0 and assignment is not null group by assignment`,
    );
  }

  counts(): readonly AssignmentCounts[] {
    return this.#sinceChange.get('counts', () => this.#counts.all());
  }

  marking(): readonly MarkingCounts[] {
    return this.#sinceChange.get('marking', () => this.#marking.all());
  }

  /** The latest released grade of each assignment that has one. */
  latestGrades(): readonly LatestGrade[] {
    return this.#sinceChange.get('grades', () => this.#grades.all());
  }
}
