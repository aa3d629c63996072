import { gradeSaid } from '../../evidence/grades/grade-value.ts';
import type { GradeHint } from '../../evidence/grades/read-grade.ts';
import type { Feedback } from '../../evidence/records/feedback.ts';
import type { Grade } from '../../evidence/records/grade.ts';
import { plainText } from '../../evidence/values/plain-text.ts';
import { keepFiles } from './files.ts';
import { gradeReportSchema, type GradeItem } from './grade-answers.ts';
import { imagesIn } from './html-images.ts';
import { textOfHtml } from '../html/html-text.ts';
import { idsOf } from '../ids-of.ts';
import { keys } from './keys.ts';
import { activityOfRow } from './known-records.ts';
import type { Pull } from './pull.ts';
import { isSet } from './site-answers.ts';
import { setTimes, writtenText } from './stated-values.ts';
import type { Answered } from './web-service.ts';

/** Comments that the learner was shown on an assignment, as plain text, by the assignment's number. */
export type ShownComments = ReadonlyMap<number, ReadonlySet<string>>;

interface CourseReport {
  readonly items: readonly GradeItem[];
  readonly answered: Answered;
}

/** The learner's grade reports, by course. */
export class GradeReports {
  readonly #byCourse = new Map<number, CourseReport>();

  set(course: number, report: CourseReport): void {
    this.#byCourse.set(course, report);
  }

  get(course: number): CourseReport | undefined {
    return this.#byCourse.get(course);
  }

  /** The row of an assignment's own grade (not of an outcome of it). */
  gradeOf(course: number, assignment: number): GradeItem | undefined {
    return this.#byCourse
      .get(course)
      ?.items.find(
        (item) =>
          item.itemmodule === 'assign' && item.iteminstance === assignment && (item.itemnumber ?? 0) === 0,
      );
  }
}

const reportFunction = 'gradereport_user_get_grade_items';

/** Asks for the reports of all courses. A course may not show its grades; then nothing of it is known here, and nothing is gone. */
export async function readGradeReports(pull: Pull, courses: readonly number[]): Promise<GradeReports> {
  const reports = new GradeReports();
  if (!pull.offers(reportFunction)) {
    pull.lacks(reportFunction);
    return reports;
  }
  const userid = pull.siteInfo.userid;
  const replies = await pull.callMany(
    courses.map((courseid) => ({ function: reportFunction, arguments: { courseid, userid } })),
  );
  for (const [index, reply] of replies.entries()) {
    const course = courses[index];
    if (course === undefined) continue;
    if ('refusal' in reply) {
      const known = pull.listHere(keys.gradeItems(course)).length > 0;
      if (known) await pull.showsLess(keys.course(course), 'grades-not-shown');
      else if (reply.refusal.errorcode !== 'nopermissiontoviewgrades') pull.incomplete();
      continue;
    }
    const parsed = gradeReportSchema.safeParse(reply.answered.value);
    const own = parsed.success
      ? parsed.data.usergrades.find((report) => report.userid === userid)
      : undefined;
    if (own === undefined) pull.incomplete();
    else reports.set(course, { items: own.gradeitems, answered: reply.answered });
  }
  return reports;
}

/** Reports the rows that show a grade or a comment: of assignments, quizzes, outcomes, manual items and the course itself. */
export async function reportGrades(
  pull: Pull,
  courses: readonly number[],
  reports: GradeReports,
  shown: ShownComments,
  quizzes: ReadonlySet<number> | undefined,
): Promise<void> {
  for (const course of courses) {
    const report = reports.get(course);
    if (report === undefined) continue;
    for (const item of report.items) await reportRow(pull, course, item, report.answered, shown);
    const rows = new Map(report.items.map((item) => [item.id, item]));
    await pull.sweep(keys.gradeItems(course), (known) => {
      const row = rows.get(Number(known.key.slice(keys.gradeItems(course).length).split('/')[0]));
      if (row !== undefined && isHidden(row)) return 'hidden';
      if (row !== undefined) return known.recordKind === 'grade' ? 'cleared' : 'not-listed';
      const activity = activityOfRow(known.record);
      const own = activity === undefined ? undefined : keyOfActivity(activity.module, activity.instance);
      if (own === undefined || activity === undefined) return 'not-listed';
      // A row goes with its activity: as long as nobody says where that is, the row is out of sight, too.
      const listed = activity.module === 'quiz' ? quizzes : shown;
      if (listed?.has(activity.instance) === true) return 'hidden';
      return pull.findHere(own) === undefined ? 'not-listed' : undefined;
    });
  }
}

function isHidden(row: GradeItem): boolean {
  return isSet(row.gradeishidden) || isSet(row.gradehiddenbydate);
}

async function reportRow(
  pull: Pull,
  course: number,
  row: GradeItem,
  answered: Answered,
  shown: ShownComments,
): Promise<void> {
  if (isHidden(row)) return;
  const title = row.itemname === undefined ? 'Course total' : plainText(row.itemname);
  const assignment = assignmentOfRow(pull, row);
  const formatted = row.gradeformatted;
  if (formatted !== undefined && !['', '-'].includes(plainText(formatted)))
    await pull.record({
      key: keys.gradeItem(course, row.id),
      kind: 'grade',
      name: title,
      record: gradeOfRow(row, title, formatted, assignment),
      from: [answered],
    });
  const words = textOfHtml(row.feedback ?? '');
  const said = row.itemmodule === 'assign' && shown.get(row.iteminstance ?? 0)?.has(words) === true;
  // The report repeats an assignment's comment; only what it says beyond that is news.
  if (words !== '' && !said) await reportComment(pull, course, row, title, assignment, answered);
}

/** The key of what a row grades, if that is an item of its own here: an assignment or a quiz. */
function keyOfActivity(module: string | undefined, instance: number | undefined): string | undefined {
  if (instance === undefined) return undefined;
  if (module === 'assign') return keys.assignment(instance);
  return module === 'quiz' ? keys.quiz(instance) : undefined;
}

/** The item id of the row's assignment or quiz. */
function assignmentOfRow(pull: Pull, row: GradeItem): string | undefined {
  const key = keyOfActivity(row.itemmodule, row.iteminstance);
  return key === undefined ? undefined : pull.idOf(key);
}

function gradeOfRow(row: GradeItem, title: string, formatted: string, assignment: string | undefined): Grade {
  const { graderaw, grademin, grademax } = row;
  const shownNumber = Number(plainText(formatted));
  // A bare number is points only if it is the number behind it, rounded: some sites show letters or percent.
  const isPoints = graderaw !== undefined && Math.abs(shownNumber - graderaw) <= 0.5;
  const hint: GradeHint = isPoints
    ? { scheme: 'points', ...(grademax === undefined ? {} : { of: grademax }) }
    : {};
  return {
    ...(assignment === undefined ? {} : { assignment }),
    title,
    ids: idsOf({
      itemid: row.id,
      itemtype: row.itemtype,
      itemmodule: row.itemmodule,
      iteminstance: row.iteminstance,
      itemnumber: row.itemnumber,
      cmid: row.cmid,
      idnumber: row.idnumber,
      outcomeid: row.outcomeid,
      itemname: row.itemname,
    }),
    value: gradeSaid(formatted, hint),
    ...(graderaw === undefined ? {} : { raw: isPoints ? gradeSaid(graderaw, hint) : { said: graderaw } }),
    scale: {
      ...(row.scaleid === undefined ? {} : { id: row.scaleid }),
      ...(grademin === undefined ? {} : { min: grademin }),
      ...(grademax === undefined ? {} : { max: grademax }),
    },
    ...setTimes({ gradedAt: row.gradedategraded }),
    released: true,
    releasedBecause: 'shown-to-learner',
  };
}

async function reportComment(
  pull: Pull,
  course: number,
  row: GradeItem,
  title: string,
  assignment: string | undefined,
  answered: Answered,
): Promise<void> {
  const key = keys.gradeItemFeedback(course, row.id);
  const html = row.feedback ?? '';
  const belongs = { ...(assignment === undefined ? {} : { assignment }), partOf: pull.idOf(key) };
  const files = imagesIn(pull, key, html, { role: 'feedback-image', belongs });
  await keepFiles(pull, files);
  const record: Feedback = {
    ...(assignment === undefined ? {} : { assignment }),
    comments: [writtenText(html, row.feedbackformat, 'feedback')],
    ...setTimes({ at: row.gradedategraded }),
    released: true,
    releasedBecause: 'shown-to-learner',
    ...(files.length === 0 ? {} : { items: files.map((file) => pull.idOf(file.key)) }),
  };
  const more = { text: textOfHtml(html) };
  await pull.record({ key, kind: 'feedback', name: `${title}, feedback`, record, from: [answered], more });
}
