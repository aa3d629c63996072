import type { AssignmentCourse, CourseModule, GradeItem, UserCourse, Warning } from './documents.ts';
import {
  assignmentListSchema,
  courseContentsSchema,
  gradeReportSchema,
  userCoursesSchema,
} from './documents.ts';
import { mainLearner } from './accounts.ts';
import { FileShelf } from './file-shelf.ts';
import { listFiles } from './listed-files.ts';
import type { Recordings } from './recordings.ts';

/** Why a course is shut to the learner: not enrolled any more (or hidden), or deleted. */
export type Closure = 'not-accessible' | 'deleted';
/** Why an assignment cannot be opened. */
export type AssignmentClosure = 'hidden' | 'deleting' | 'deleted';

/**
 * What the first learner would be told now: built from the recordings, then changed by the switches. The documents are
 * those of Moodle's answers, kept as they were recorded except for what changed.
 */
export class PracticeSite {
  readonly recordings: Recordings;
  readonly shelf: FileShelf;
  /** In the order in which Moodle lists them, assignments that closed since included. */
  assignmentCourses: AssignmentCourse[];
  readonly moduleWarnings = new Map<number, Warning[]>();
  userCourses: UserCourse[];
  readonly closedCourses = new Map<number, Closure>();
  readonly closedAssignments = new Map<number, AssignmentClosure>();
  /** What changed since the recordings, as core_course_get_updates_since would say it, by course. */
  readonly updates = new Map<number, unknown[]>();
  readonly #statuses = new Map<number, unknown>();
  readonly #gradeReports = new Map<number, unknown>();
  readonly #gradeOrder = new Map<number, number[]>();
  readonly #contents = new Map<number, unknown>();
  readonly #courseOfAssignment = new Map(unlistedAssignments);
  readonly #courseOfContext = new Map<number, number>();
  readonly #assignmentOfContext = new Map<number, number>();

  constructor(recordings: Recordings) {
    this.recordings = recordings;
    this.shelf = new FileShelf(recordings);
    const list = assignmentListSchema.parse(recordings.json('03_assign/get_assignments_all.json'));
    this.assignmentCourses = list.courses;
    this.userCourses = userCoursesSchema.parse(recordings.json('02_core/users_courses.json'));
    for (const { file, request } of recordings.exchanges) {
      const { wsfunction, wstoken, assignid, courseid, userid, ...more } = request.params ?? {};
      if (wstoken !== 'TOKEN' || Object.keys(more).some((name) => name !== 'moodlewsrestformat')) continue;
      const answer = (): unknown => recordings.json(file);
      if (file.startsWith('03_assign/submission_status_')) this.#statuses.set(Number(assignid), answer());
      if (wsfunction === 'gradereport_user_get_grade_items' && file.startsWith('04_grades/'))
        if (userid === String(mainLearner.userId)) this.#gradeReports.set(Number(courseid), answer());
      if (wsfunction === 'core_course_get_contents' && file.startsWith('02_core/'))
        this.#contents.set(Number(courseid), answer());
    }
    for (const { id, assignments } of list.courses)
      for (const assignment of assignments) this.#courseOfAssignment.set(assignment.id, id);
    for (const courseId of this.#gradeReports.keys())
      this.#gradeOrder.set(
        courseId,
        this.gradeItems(courseId).map(({ id }) => id),
      );
    this.#noteWarnings(list.warnings);
    this.#noteContexts();
    for (const answer of [list, ...this.#contents.values(), ...this.#statuses.values()])
      this.shelf.noteListed(listFiles(answer));
  }

  status(assignmentId: number): unknown {
    return this.#statuses.get(assignmentId);
  }

  setStatus(assignmentId: number, answer: unknown): void {
    this.#statuses.set(assignmentId, answer);
    this.shelf.noteListed(listFiles(answer));
  }

  gradeReport(courseId: number): unknown {
    return this.#gradeReports.get(courseId);
  }

  /** The grade items of a course; empty where the learner may not see the report. */
  gradeItems(courseId: number): readonly GradeItem[] {
    return gradeReportSchema.safeParse(this.gradeReport(courseId)).data?.usergrades[0].gradeitems ?? [];
  }

  /** @param change is given the items and the ids in the order in which they were recorded */
  changeGradeItems(
    courseId: number,
    change: (items: readonly GradeItem[], order: readonly number[]) => GradeItem[],
  ): void {
    const report = gradeReportSchema.safeParse(this.gradeReport(courseId)).data;
    if (report === undefined) return;
    const [own] = report.usergrades;
    const usergrades = [{ ...own, gradeitems: change(own.gradeitems, this.#gradeOrder.get(courseId) ?? []) }];
    this.#gradeReports.set(courseId, { ...report, usergrades });
  }

  contents(courseId: number): unknown {
    return this.#contents.get(courseId);
  }

  setContents(courseId: number, answer: unknown): void {
    this.#contents.set(courseId, answer);
  }

  changeModules(courseId: number, change: (module: CourseModule) => CourseModule): void {
    const sections = courseContentsSchema.safeParse(this.contents(courseId)).data;
    if (sections === undefined) return;
    this.#contents.set(
      courseId,
      sections.map((section) => ({ ...section, modules: section.modules.map(change) })),
    );
  }

  /** The course of an assignment, hidden ones included; undefined if the site never had it. */
  courseOfAssignment(assignmentId: number): number | undefined {
    return this.#courseOfAssignment.get(assignmentId);
  }

  courseOfContext(contextId: number): number | undefined {
    return this.#courseOfContext.get(contextId);
  }

  assignmentOfContext(contextId: number): number | undefined {
    return this.#assignmentOfContext.get(contextId);
  }

  #noteWarnings(warnings: readonly Warning[]): void {
    for (const warning of warnings) {
      const courseId = warnedModules.get(warning.itemid);
      if (courseId !== undefined)
        this.moduleWarnings.set(courseId, [...(this.moduleWarnings.get(courseId) ?? []), warning]);
    }
  }

  #noteContexts(): void {
    for (const [courseId, answer] of this.#contents) {
      const modules =
        courseContentsSchema.safeParse(answer).data?.flatMap((section) => section.modules) ?? [];
      for (const { contextid, modname, instance } of modules) {
        if (contextid === undefined) continue;
        this.#courseOfContext.set(contextid, courseId);
        if (modname === 'assign' && instance !== undefined)
          this.#assignmentOfContext.set(contextid, instance);
      }
    }
  }
}

/** Assignments that `get_assignments` never lists for this learner (README.md of the recordings), and their course. */
const unlistedAssignments: ReadonlyMap<number, number> = new Map([
  [8, 2],
  [9, 2],
  [19, 5],
]);
/** The modules of the two of them that it warns about. */
const warnedModules: ReadonlyMap<number, number> = new Map([
  [15, 2],
  [16, 2],
]);
