import type { GradeHint } from '../../evidence/grades/read-grade.ts';
import { timeSaidInIso, type StatedTime } from '../../evidence/values/times.ts';
import type { CanvasAssignment, CanvasAttempt } from './answers.ts';

/** The properties whose times are set; Canvas says null for 'not set'. */
export function setTimes<Name extends string>(
  times: Readonly<Record<Name, string | null | undefined>>,
): Partial<Record<Name, StatedTime>> {
  const set: Partial<Record<Name, StatedTime>> = {};
  for (const name of Object.keys(times) as Name[]) {
    const said = times[name];
    if (typeof said === 'string' && said !== '') set[name] = timeSaidInIso(said);
  }
  return set;
}

/** The flags and deductions that Canvas puts beside a submission, verbatim; those that are not set are left out. */
export function standingOf(attempt: CanvasAttempt) {
  const stated = (said: boolean | null | undefined) => (said === true ? { said, means: true } : undefined);
  const [late, missing, excused] = [attempt.late, attempt.missing, attempt.excused].map(stated);
  const { late_policy_status: latePolicy, points_deducted: deducted } = attempt;
  return {
    ...(late === undefined ? {} : { late }),
    ...(missing === undefined ? {} : { missing }),
    ...(excused === undefined ? {} : { excused }),
    ...(typeof latePolicy === 'string' ? { latePolicy } : {}),
    ...(typeof deducted === 'number' ? { pointsDeducted: deducted } : {}),
  };
}

/** How a grade of this assignment is to be read; letters and GPA stay the words that they are. */
export function gradeHint(assignment: CanvasAssignment): GradeHint {
  const of = assignment.points_possible ?? undefined;
  switch (assignment.grading_type) {
    case 'points':
      return { scheme: 'points', ...(of === undefined ? {} : { of }) };
    case 'percent':
      return { scheme: 'percent' };
    default:
      return {};
  }
}
