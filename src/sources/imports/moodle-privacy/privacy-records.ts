import { gradeSaid } from '../../../evidence/grades/grade-value.ts';
import type { Assignment } from '../../../evidence/records/assignment.ts';
import type { Attempt } from '../../../evidence/records/attempt.ts';
import type { DocumentRole } from '../../../evidence/records/document.ts';
import type { Feedback } from '../../../evidence/records/feedback.ts';
import type { Grade } from '../../../evidence/records/grade.ts';
import type { Message } from '../../../evidence/records/message.ts';
import type { Submission } from '../../../evidence/records/submission.ts';
import { personAtSource } from '../../../evidence/values/person.ts';
import { stateByTable, type Said } from '../../../evidence/values/stated.ts';
import type { WrittenText } from '../../../evidence/values/written-text.ts';
import { contextOfFolder, type ExportedAssignment, type ExportedAttempt } from './read-export.ts';
import type { CommentData, GradebookLine } from './export-data.ts';

/** The words of an English site; those of other languages are kept as said, and mean nothing here. */
const statuses = new Map<Said, 'draft' | 'submitted' | 'reopened'>([
  ['Draft (not submitted)', 'draft'],
  ['Submitted for grading', 'submitted'],
  ['Reopened', 'reopened'],
]);

/** Item ids that an attempt hangs on. */
export interface AttemptPlace {
  readonly assignment: string;
  readonly attempt: string;
}

export function assignmentRecord(exported: ExportedAssignment, briefItems: readonly string[]): Assignment {
  const { activity, folder, context, course } = exported;
  const named = contextOfFolder(folder.slice(folder.lastIndexOf('/') + 1))?.title ?? folder;
  const intro = activity?.data.intro ?? '';
  return {
    title: activity?.data.name ?? named,
    ids: { contextid: context },
    ...(course === undefined ? {} : { course: { title: course.title, ids: { contextid: course.context } } }),
    ...(intro.trim() === '' ? {} : { brief: [html(intro, 'intro')] }),
    ...(briefItems.length === 0 ? {} : { items: [...briefItems] }),
  };
}

export function attemptRecord(assignment: string, attempt: ExportedAttempt): Attempt {
  const said = attempt.submission?.data;
  return {
    assignment,
    // The vault counts attempts as it captures them and puts its own number here.
    number: attempt.number,
    numberAtSource: attempt.number,
    status: stateByTable(said?.status ?? null, statuses),
    ...times({ created: said?.timecreated, modified: said?.timemodified, started: said?.timestarted }),
    ...groupOf(said?.groupid),
  };
}

export function submissionRecord(
  place: AttemptPlace,
  attempt: ExportedAttempt,
  items: readonly string[],
): Submission {
  const said = attempt.submission?.data;
  return {
    ...place,
    status: stateByTable(said?.status ?? null, statuses),
    ...times({ created: said?.timecreated, modified: said?.timemodified }),
    ...groupOf(said?.groupid),
    items: [...items],
  };
}

/** What the provider handed out to the learner is released to them, whatever its portal showed before. */
const handedOut = { released: true, releasedBecause: 'in-document' } as const;

export function feedbackRecord(
  place: AttemptPlace,
  { comment, grade }: ExportedAttempt,
  items: readonly string[],
): Feedback {
  return {
    ...place,
    ...(comment === undefined ? {} : { comments: [html(comment.data, 'commenttext')] }),
    ...(grade === undefined ? {} : { by: personAtSource(grade.data.grader) }),
    ...times({ at: grade?.data.timemodified }),
    ...handedOut,
    ...(items.length === 0 ? {} : { items: [...items] }),
  };
}

/** The assignment's own number; whether it stands for points or for a word of a scale the export does not say. */
export function gradeRecord(place: AttemptPlace, { grade }: ExportedAttempt): Grade | undefined {
  if (grade === undefined) return undefined;
  const { data } = grade;
  return {
    ...place,
    value: gradeSaid(data.grade),
    ...times({ gradedAt: data.timemodified }),
    by: personAtSource(data.grader),
    // Moodle writes -1 for an attempt that has no grade.
    ...(isNoGrade(data.grade) ? { released: false, releasedBecause: 'no-grade' } : handedOut),
  };
}

export function gradebookRecord(course: string, line: GradebookLine): Grade {
  const shown = line.grade_formatted ?? line.grade;
  return {
    title: line.item ?? course,
    value: gradeSaid(shown),
    raw: gradeSaid(line.grade),
    ...times({ gradedAt: line.timemodified }),
    ...(isNoGrade(line.grade) ? { released: false, releasedBecause: 'no-grade' } : handedOut),
  };
}

export function gradebookFeedback(line: GradebookLine): Feedback | undefined {
  const { feedback } = line;
  if (feedback === undefined || feedback === null || feedback.trim() === '') return undefined;
  return { comments: [html(feedback, 'feedback')], ...times({ at: line.timemodified }), ...handedOut };
}

export function commentRecord(place: AttemptPlace, comment: CommentData): Message {
  return {
    channel: 'submission-comment',
    by: personAtSource(comment.userid),
    ...times({ sent: comment.time }),
    text: [html(comment.content, 'content')],
    ...place,
  };
}

/** What a file is, by Moodle's name for the area that it lies in. */
export function roleOfArea(area: string): DocumentRole | undefined {
  if (area === 'submission_files') return 'submission-file';
  // The PDF with the marker's notes on it, and the PDF that it was made of.
  if (area === 'download') return 'annotated-copy';
  if (/^feedback|^combined$|^partial$|^pages$|^stamps$|^readonlypages$/.test(area)) return 'feedback-file';
  return undefined;
}

function isNoGrade(grade: Said): boolean {
  return grade === null || grade === '' || Number(grade) === -1;
}

function html(said: string, field: string): WrittenText {
  return { said, format: { said: null, means: 'html' }, field };
}

/** Times are said in the words of the site's language and in its time zone; they are kept so. */
function times<Name extends string>(
  given: Readonly<Record<Name, Said | undefined>>,
): Partial<Record<Name, { said: Said }>> {
  const found: Partial<Record<Name, { said: Said }>> = {};
  for (const [name, said] of Object.entries<Said | undefined>(given))
    if (said !== undefined && said !== null) Object.assign(found, { [name]: { said } });
  return found;
}

function groupOf(id: Said | undefined): { group?: { id: Said } } {
  return id === undefined || id === null || Number(id) === 0 ? {} : { group: { id } };
}
