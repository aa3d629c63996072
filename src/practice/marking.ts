import { VaultError } from '../base/errors.ts';
import { submissionStatusSchema } from './documents.ts';
import { isGradeOf } from './lifecycle.ts';
import type { PracticeSite } from './practice-site.ts';

/** A mark that no recording holds, for demonstrations. */
export interface NewMark {
  /** On the assignment's own scale or up to its maximum. */
  readonly grade: number | 'Refer' | 'Pass' | 'Merit' | 'Distinction';
  /** HTML of the assessor's comment. */
  readonly comment?: string;
  /** Seconds since 1970; by default an hour after what the learner saw last. */
  readonly at?: number;
}

const scale = ['Refer', 'Pass', 'Merit', 'Distinction'] as const;

/**
 * Marks an assignment anew, the way an assessor does in the assignment itself: same attempt, same grade id, new grade,
 * comment and times, in the submission status and in the grade report.
 * Throws `input.not-found` for an assignment without a submission to mark, `input.record-invalid` for a grade that does not fit.
 */
export function markAgain(site: PracticeSite, assignmentId: number, mark: NewMark): void {
  const assignment = site.assignmentCourses
    .flatMap(({ assignments }) => assignments)
    .find(({ id }) => id === assignmentId);
  const status = submissionStatusSchema.safeParse(site.status(assignmentId)).data;
  const attempt = status?.lastattempt.submission ?? status?.lastattempt.teamsubmission;
  const courseId = site.courseOfAssignment(assignmentId);
  if (assignment === undefined || status === undefined || attempt === undefined || courseId === undefined)
    throw new VaultError('input.not-found', { what: 'practice-assignment' });

  const { raw, shown, percentage } = read(mark.grade, assignment.grade);
  const before = status.feedback;
  const at =
    mark.at ??
    Math.max(attempt.timemodified, before?.gradeddate ?? 0, before?.grade?.timemodified ?? 0) + 3600;
  const comment = mark.comment ?? '';
  const grade = {
    id: 9000 + assignmentId,
    assignment: assignmentId,
    userid: 3,
    attemptnumber: attempt.attemptnumber,
    timecreated: at,
    grader: 6,
    ...before?.grade,
    timemodified: at,
    grade: raw.toFixed(5),
  };
  const commented = {
    type: 'comments',
    name: 'Feedback comments',
    fileareas: [{ area: 'feedback', files: [] }],
    editorfields: [{ name: 'comments', description: 'Feedback comments', text: comment, format: 1 }],
  };
  const others = before?.plugins?.filter(({ type }) => type !== 'comments') ?? [];
  site.setStatus(assignmentId, {
    ...status,
    lastattempt: {
      ...status.lastattempt,
      graded: true,
      gradingstatus: status.lastattempt.gradingstatus === 'released' ? 'released' : 'graded',
    },
    feedback: {
      ...before,
      grade,
      gradefordisplay: shown.display,
      gradeddate: at,
      plugins: [commented, ...others],
    },
  });
  site.changeGradeItems(courseId, (items) =>
    items.map((item) => {
      if (!isGradeOf(assignmentId)(item)) return item;
      const { status: _novalue, ...marked } = item;
      return {
        ...marked,
        graderaw: raw,
        gradedategraded: at,
        gradeformatted: shown.report,
        percentageformatted: `${percentage.toFixed(2)} %`,
        feedback: comment,
        feedbackformat: 1,
      };
    }),
  );
}

function read(grade: NewMark['grade'], maximum: number) {
  const top = maximum < 0 ? scale.length : maximum;
  const raw = typeof grade === 'number' ? grade : maximum < 0 ? scale.indexOf(grade) + 1 : Number.NaN;
  const lowest = maximum < 0 ? 1 : 0;
  if (!(raw >= lowest && raw <= top) || (maximum < 0 && !Number.isInteger(raw)))
    throw new VaultError('input.record-invalid', { field: 'grade' });
  const word = maximum < 0 ? scale[raw - 1] : undefined;
  const shown =
    word === undefined
      ? { display: `${raw.toFixed(2)}&nbsp;/&nbsp;${top.toFixed(2)}`, report: raw.toFixed(2) }
      : { display: word, report: word };
  return { raw, shown, percentage: ((raw - lowest) / (top - lowest)) * 100 };
}
