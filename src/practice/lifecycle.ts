import {
  assignmentListSchema,
  gradeItemSchema,
  gradeReportSchema,
  submissionStatusSchema,
} from './documents.ts';
import type { Assignment, GradeItem } from './documents.ts';
import { listFiles } from './listed-files.ts';
import type { PracticeSite } from './practice-site.ts';

/** The changes made by staff that were recorded, in that order. */
export const practiceChanges = [
  '01_remark_in_assignment',
  '02_gradebook_override',
  '03_gradebook_item_hidden',
  '04_gradebook_item_hidden_until',
  '05_gradebook_item_shown_again',
  '06_marking_workflow_release',
  '07_marking_workflow_withdrawn',
  '08_grade_removed',
  '09_feedback_comment_only',
  '10_feedback_file_replaced_same_name',
  '11_attempt_reopened',
  '12_resubmitted_not_marked',
  '13_learner_replaces_file',
  '14_submission_removed',
  '15_due_date_and_name',
  '16_assignment_hidden',
  '17_assignment_deletion_pending',
  '18_assignment_deleted_done',
  '19_reverted_to_draft',
  '20_identities_revealed',
  '21_grade_with_notification',
] as const;
export type PracticeChange = (typeof practiceChanges)[number];

const pdf = 'application/pdf';
const docx = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/**
 * What a change does beyond the recorded submission status and grade item. File contents follow from the recorded
 * sizes, which fit one kept file each; the moved due date was not recorded, so a week is added.
 */
const consequences: Partial<Record<PracticeChange, (site: PracticeSite) => unknown>> = {
  '10_feedback_file_replaced_same_name': (site) =>
    site.shelf.put(
      '44/assignfeedback_file/feedback_files/12/fb.pdf',
      '5d159835ef3113822e53058d4504e653af11e770',
      pdf,
    ),
  '12_resubmitted_not_marked': (site) =>
    site.shelf.put(
      '31/assignsubmission_file/submission_files/26/portfolio v3.docx',
      'e924433f5cbea3d70ad89fc7bdd8c527b561adb7',
      docx,
    ),
  '13_learner_replaces_file': (site) =>
    site.shelf.put(
      '32/assignsubmission_file/submission_files/4/inspection.pdf',
      '5d159835ef3113822e53058d4504e653af11e770',
      pdf,
    ),
  '15_due_date_and_name': (site) => renameAndMove(site),
  '16_assignment_hidden': (site) => site.closedAssignments.set(5, 'hidden'),
  '17_assignment_deletion_pending': (site) => site.closedAssignments.set(17, 'deleting'),
  '18_assignment_deleted_done': (site) => finishDeletion(site),
  '20_identities_revealed': (site) =>
    changeAssignment(site, 11, (assignment) => ({ ...assignment, revealidentities: 1 })),
  // On the real site the assignment had been shown again before this.
  '21_grade_with_notification': (site) => site.closedAssignments.delete(5),
};
/** Changes that delete files, as opposed to not listing them any more. */
const deletesFiles: ReadonlySet<PracticeChange> = new Set([
  '01_remark_in_assignment',
  '14_submission_removed',
]);

/** Makes a recorded change: from now on the site answers as it did after it. Returns the assignment it was about. */
export function applyChange(
  site: PracticeSite,
  name: PracticeChange,
): { assignmentId: number; what: string } {
  const change = site.recordings.change(name);
  const assignmentId = assignmentOf(change.before?.submission_status) ?? 17;
  const courseId = site.courseOfAssignment(assignmentId);
  const earlier = listFiles(site.status(assignmentId));
  consequences[name]?.(site);
  site.setStatus(assignmentId, change.after.submission_status);
  if (courseId !== undefined) {
    placeGradeItem(site, courseId, assignmentId, change.after.grade_item);
    const told = change.core_course_get_updates_since?.instances ?? [];
    site.updates.set(courseId, [...(site.updates.get(courseId) ?? []), ...told]);
  }
  if (deletesFiles.has(name)) {
    const now = new Set(listFiles(change.after.submission_status).map(({ path }) => path));
    for (const { path } of earlier) if (!now.has(path)) site.shelf.remove(path);
  }
  return { assignmentId, what: change.change };
}

function assignmentOf(status: unknown): number | undefined {
  const attempt = submissionStatusSchema.safeParse(status).data?.lastattempt;
  return (attempt?.submission ?? attempt?.teamsubmission)?.assignment;
}

/** True for the grade of the assignment itself, not for an outcome of it (item numbers from 1000). */
export function isGradeOf(assignmentId: number): (item: GradeItem) => boolean {
  return (item) =>
    item.itemmodule === 'assign' && item.iteminstance === assignmentId && (item.itemnumber ?? 0) === 0;
}

/** Replaces, adds (at its recorded place) or takes away the grade item of an assignment. */
function placeGradeItem(site: PracticeSite, courseId: number, assignmentId: number, recorded: unknown): void {
  const item = gradeItemSchema.safeParse(recorded).data;
  site.changeGradeItems(courseId, (items, order) => {
    const others = items.filter((each) => !isGradeOf(assignmentId)(each));
    const all = item === undefined ? others : [...others, item];
    return all.toSorted((one, other) => order.indexOf(one.id) - order.indexOf(other.id));
  });
}

function changeAssignment(
  site: PracticeSite,
  assignmentId: number,
  change: (assignment: Assignment) => Assignment,
): void {
  site.assignmentCourses = site.assignmentCourses.map((course) => ({
    ...course,
    assignments: course.assignments.map((each) => (each.id === assignmentId ? change(each) : each)),
  }));
}

const aWeek = 7 * 24 * 3600;

function renameAndMove(site: PracticeSite): void {
  const name = 'Unit 1 Assignment (renamed)';
  changeAssignment(site, 1, (assignment) => ({
    ...assignment,
    name,
    duedate: assignment.duedate + aWeek,
    timemodified: 1_795_294_636,
  }));
  site.changeModules(2, (module) => {
    if (module.modname !== 'assign' || module.instance !== 1) return module;
    const dates = module.dates?.map((date) => ({ ...date, timestamp: date.timestamp + aWeek }));
    return { ...module, name, ...(dates !== undefined && { dates }) };
  });
}

/** After cron the assignment is nowhere, and not even warned of. These answers were recorded. */
function finishDeletion(site: PracticeSite): void {
  const courseId = 3;
  const recorded = (what: string): unknown =>
    site.recordings.json(`11_lifecycle/18_${what}_c2_after_deletion.json`);
  site.closedAssignments.set(17, 'deleted');
  // The order of the others had changed, too.
  const { courses } = assignmentListSchema.parse(recorded('get_assignments'));
  site.assignmentCourses = site.assignmentCourses.map(
    (course) => courses.find(({ id }) => id === course.id) ?? course,
  );
  site.setContents(courseId, recorded('course_contents'));
  const [own] = gradeReportSchema.parse(recorded('grade_items')).usergrades;
  const total = own.gradeitems.find((item) => item.itemtype === 'course');
  site.changeGradeItems(courseId, (items) =>
    items.map((item) => (item.itemtype === 'course' && total !== undefined ? total : item)),
  );
}
