import type { Assignment } from '../../evidence/records/assignment.ts';
import { plainText } from '../../evidence/values/plain-text.ts';
import { textOfHtml } from '../html/html-text.ts';
import { idsOf } from '../ids-of.ts';
import {
  assignmentSchema,
  submissionSchema,
  type CanvasAssignment,
  type CanvasRubricRow,
  type CanvasSubmission,
} from './answers.ts';
import { keepBrief } from './brief.ts';
import type { Answered } from './canvas-api.ts';
import { isClosed, reportCourse, titleOf, type ListedCourse } from './courses.ts';
import { idIn, keys } from './keys.ts';
import { readList, type Row } from './list.ts';
import type { Pull } from './pull.ts';
import { reportSubmission } from './report-submission.ts';
import { setTimes } from './stated.ts';

/** Reports a course with its assignments and the learner's work on them. */
export async function reportCourseWork(pull: Pull, listed: ListedCourse): Promise<void> {
  if (isClosed(listed)) return;
  pull.at(titleOf(listed.course));
  await reportCourse(pull, listed);
  const course = listed.course.id;
  const { api } = pull.parts;
  const assignments = await readList(
    pull,
    api.address(`courses/${course}/assignments`, [['per_page', '100']]),
    'courses/:id/assignments',
    assignmentSchema,
  );
  const submissions = await readSubmissions(pull, course);
  if (assignments === undefined || submissions === undefined) {
    if (knownOf(pull, course).length > 0) await pull.showsLess(keys.course(course), 'not-allowed');
    pull.incomplete();
  }
  pull.expectMore(assignments?.length ?? 0);
  for (const { row, answered } of assignments ?? []) {
    pull.at(plainText(row.name ?? row.id));
    await reportAssignment(pull, listed, row, answered);
    const submission = submissions?.get(row.id);
    if (submission !== undefined)
      await reportSubmission(pull, {
        assignment: row,
        submission: submission.row,
        answered: submission.answered,
      });
    pull.finished();
  }
  if (assignments !== undefined) await reportMissing(pull, listed, assignments);
}

/** The learner's own submissions: asked without a student, Canvas gives those of whoever asks. */
async function readSubmissions(
  pull: Pull,
  course: string,
): Promise<ReadonlyMap<string, Row<CanvasSubmission>> | undefined> {
  const { api } = pull.parts;
  const included = ['submission_history', 'submission_comments', 'rubric_assessment', 'group'];
  const url = api.address(`courses/${course}/students/submissions`, [
    ...included.map((each) => ['include[]', each] as const),
    ['per_page', '100'],
  ]);
  const rows = await readList(pull, url, 'courses/:id/students/submissions', submissionSchema);
  // An observer may be given somebody else's.
  const own = rows?.filter(({ row }) => typeof row.user_id !== 'string' || row.user_id === pull.account);
  return own === undefined ? undefined : new Map(own.map((each) => [each.row.assignment_id, each]));
}

async function reportAssignment(
  pull: Pull,
  { course }: ListedCourse,
  assignment: CanvasAssignment,
  answered: Answered,
): Promise<void> {
  const key = keys.assignment(assignment.id);
  const title = plainText(assignment.name ?? assignment.id);
  const description = assignment.description ?? undefined;
  const text = description === undefined ? '' : pull.parts.api.redactor.text(description);
  const items = text.trim() === '' ? [] : await keepBrief(pull, assignment, text, answered);
  const types = assignment.submission_types ?? undefined;
  const takesSubmissions = types?.some((type) => !['none', 'on_paper', 'not_graded', ''].includes(type));
  const record: Assignment = {
    title,
    course: { title: titleOf(course), ids: idsOf({ courseid: course.id, course_code: course.course_code }) },
    ids: idsOf({
      assignmentid: assignment.id,
      quizid: assignment.quiz_id,
      groupcategoryid: assignment.group_category_id,
      name: assignment.name,
    }),
    ...(text.trim() === ''
      ? {}
      : { brief: [{ said: text, field: 'description', format: { said: 'html', means: 'html' as const } }] }),
    ...(assignment.rubric === undefined || assignment.rubric === null || assignment.rubric.length === 0
      ? {}
      : { rubric: assignment.rubric.map(rubricRow) }),
    ...(items.length === 0 ? {} : { items }),
    ...setTimes({
      opens: assignment.unlock_at,
      due: assignment.due_at,
      cutOff: assignment.lock_at,
      modified: assignment.updated_at,
    }),
    ...(typeof assignment.group_category_id === 'string'
      ? { team: { said: assignment.group_category_id, means: true } }
      : {}),
    ...(typeof assignment.anonymous_grading === 'boolean'
      ? { blindMarking: { said: assignment.anonymous_grading, means: assignment.anonymous_grading } }
      : {}),
    ...(types === undefined || takesSubmissions === undefined
      ? {}
      : { takesSubmissions: { said: types.join(' '), means: takesSubmissions } }),
    ...(typeof assignment.allowed_attempts === 'number'
      ? { attemptsAllowed: assignment.allowed_attempts }
      : {}),
    ...(typeof assignment.grading_type === 'string' ? { gradedBy: assignment.grading_type } : {}),
  };
  const words = textOfHtml(text);
  await pull.record({
    key,
    kind: 'assignment',
    name: title,
    record,
    from: [answered],
    more: { text: words },
  });
  // While it is locked a Canvas gives no description: then its files are out of sight, and not gone.
  if (description !== undefined) await pull.sweep(keys.brief(assignment.id), () => 'not-listed');
}

function rubricRow({ id, description, long_description, points, ratings }: CanvasRubricRow) {
  return {
    id,
    title: description ?? '',
    ...(typeof long_description === 'string' && long_description !== ''
      ? { description: long_description }
      : {}),
    ...(typeof points === 'number' ? { of: points } : {}),
    ...(ratings === undefined || ratings === null
      ? {}
      : {
          levels: ratings.map((rating) => ({
            title: rating.description ?? '',
            ...(typeof rating.long_description === 'string' && rating.long_description !== ''
              ? { description: rating.long_description }
              : {}),
            ...(typeof rating.points === 'number' ? { points: rating.points } : {}),
          })),
        }),
  };
}

function knownOf(pull: Pull, course: string): string[] {
  return pull
    .listHere('assignment/')
    .filter(({ key, record }) => idIn(key) !== undefined && courseIn(record) === course)
    .map(({ key }) => key);
}

function courseIn(record: Readonly<Record<string, unknown>> | undefined): unknown {
  const course = record?.course;
  if (typeof course !== 'object' || course === null || !('ids' in course)) return undefined;
  const { ids } = course;
  return typeof ids === 'object' && ids !== null && 'courseid' in ids ? ids.courseid : undefined;
}

/**
 * Assignments that were here and are not listed any more. Each is asked for by itself: a Canvas says of a deleted one that there is no
 * such thing, and of one that is hidden or not assigned any more that the learner may not see it.
 */
async function reportMissing(
  pull: Pull,
  { course }: ListedCourse,
  listed: readonly Row<CanvasAssignment>[],
): Promise<void> {
  const { api, signal } = pull.parts;
  const here = new Set(listed.map(({ row }) => keys.assignment(row.id)));
  for (const key of knownOf(pull, course.id)) {
    const assignment = idIn(key);
    if (assignment === undefined || here.has(key)) continue;
    const path = `courses/${course.id}/assignments/${assignment}`;
    const reply = await api.get(api.address(path), 'courses/:id/assignments/:id', signal);
    if (!('refusal' in reply) || reply.refusal !== 'not-there') {
      await pull.showsLess(key, 'hidden restricted');
      continue;
    }
    await pull.sweep(`${key}/`, () => 'deleted');
    await pull.sweep(key, (item) => (item.key === key ? 'deleted' : undefined));
  }
}
