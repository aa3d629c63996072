import { z } from 'zod';

import { plainText } from '../../evidence/values/plain-text.ts';
import { timeSaidInUnixSeconds } from '../../evidence/values/times.ts';
import { completionStateSchema, type CompletionState } from './course-answers.ts';
import type { CourseContents } from './course-contents.ts';
import type { CourseListing } from './courses.ts';
import { escapeHtml } from '../html/inert-html.ts';
import { keys } from './keys.ts';
import { keepMadePage } from './made-page.ts';
import type { Pull } from './pull.ts';
import { absent, flagSchema, isSet, type UserCourse } from './site-answers.ts';
import { snapshotHash } from './snapshot-hash.ts';
import type { Answered } from './web-service.ts';

const activitiesFunction = 'core_completion_get_activities_completion_status';
const courseFunction = 'core_completion_get_course_completion_status';

const activitiesSchema = z.looseObject({
  statuses: z.array(completionStateSchema.extend({ cmid: z.int(), modname: z.string() })),
});

const courseSchema = z.looseObject({
  completionstatus: z.looseObject({
    completed: flagSchema.nullish().transform(absent),
    completions: z
      .array(
        z.looseObject({
          title: z.string().nullish().transform(absent),
          status: z.string().nullish().transform(absent),
          complete: flagSchema.nullish().transform(absent),
          timecompleted: z.number().nullish().transform(absent),
        }),
      )
      .nullish()
      .transform(absent),
  }),
});
type CourseCompletion = z.infer<typeof courseSchema>['completionstatus'];

interface Row extends CompletionState {
  readonly cmid: number;
  readonly modname: string;
}

/**
 * Keeps, for each course that tracks it, which activities the learner completed and when.
 *
 * As a page with the raw answer beside it, not as records of our own kinds: a tick is set by the site's rules when somebody opened or
 * handed in something, or by the learner's own hand. It is nobody's decision, no grade and no criterion, and calling it one would say
 * more than the site does. The states stand there as the site says them, with their meaning beside.
 */
export async function reportCompletion(
  pull: Pull,
  { courses }: CourseListing,
  contents: CourseContents,
): Promise<void> {
  const tracked = courses.filter(({ enablecompletion }) => isSet(enablecompletion ?? true));
  const withCriteria = tracked.filter(({ completionhascriteria }) => isSet(completionhascriteria ?? true));
  const activities = await ask(pull, activitiesFunction, tracked);
  const wholes = await ask(pull, courseFunction, withCriteria);
  for (const course of tracked) {
    const asked = pull.read(activities.get(course.id), activitiesSchema);
    const found = contents.find(course.id);
    // The course's own page says the same of what it lists.
    const rows: readonly Row[] = asked?.value.statuses ?? rowsIn(contents, course.id);
    const answered = asked?.answered ?? found?.answered;
    const whole = pull.read(wholes.get(course.id), courseSchema);
    if (answered === undefined) {
      if (pull.findHere(keys.completion(course.id)) !== undefined)
        await pull.showsLess(keys.course(course.id), 'completion-not-shown');
      continue;
    }
    const known = pull.findHere(keys.completion(course.id)) !== undefined;
    if (rows.length === 0 && whole === undefined && !known) continue;
    await keepTable(pull, course, rows, whole?.value.completionstatus, contents, answered);
  }
}

async function ask(pull: Pull, name: string, courses: readonly UserCourse[]) {
  if (courses.length > 0 && !pull.offers(name)) {
    pull.lacks(name);
    return new Map<number, undefined>();
  }
  const userid = pull.siteInfo.userid;
  const replies = await pull.callMany(
    courses.map(({ id }) => ({ function: name, arguments: { courseid: id, userid } })),
  );
  return new Map(courses.map(({ id }, index) => [id, replies[index]]));
}

function rowsIn(contents: CourseContents, course: number): Row[] {
  return contents
    .modules(course)
    .flatMap(({ id, modname, completiondata }): Row[] =>
      completiondata === undefined ? [] : [{ ...completiondata, cmid: id, modname }],
    );
}

const meanings: ReadonlyMap<number, string> = new Map([
  [0, 'not yet'],
  [1, 'done'],
  [2, 'done, passed'],
  [3, 'done, not passed'],
]);

async function keepTable(
  pull: Pull,
  course: UserCourse,
  rows: readonly Row[],
  whole: CourseCompletion | undefined,
  contents: CourseContents,
  answered: Answered,
): Promise<void> {
  const names = new Map(contents.modules(course.id).map(({ id, name }) => [id, plainText(name ?? '')]));
  const states = rows.map(({ cmid, state, timecompleted, overrideby }) => [
    cmid,
    state,
    timecompleted ?? 0,
    overrideby ?? 0,
  ]);
  const title = `${plainText(course.fullname)}, completion`;
  await keepMadePage(pull, {
    key: keys.completion(course.id),
    title,
    pieces: [],
    body: () =>
      [
        `<h1>${escapeHtml(title)}</h1>`,
        tableOf(
          ['Activity', 'State', 'When', 'Set by hand by'],
          rows.map(({ cmid, modname, state, timecompleted, overrideby }) => [
            names.get(cmid) ?? `${modname} ${cmid}`,
            `${state} (${meanings.get(state) ?? 'unknown'})`,
            whenSaid(timecompleted),
            overrideby === undefined ? '' : `person ${overrideby}`,
          ]),
        ),
        whole === undefined ? '' : wholeOf(whole),
      ].join('\n'),
    // An activity that is renamed is no other state.
    madeOf: snapshotHash(states, whole ?? null),
    belongs: { ids: { courseid: course.id }, partOf: pull.idOf(keys.course(course.id)) },
    answered,
  });
}

function wholeOf({ completed, completions }: CourseCompletion): string {
  const rows = (completions ?? []).map(({ title, status, complete, timecompleted }) => [
    plainText(title ?? ''),
    plainText(status ?? String(complete ?? '')),
    whenSaid(timecompleted),
  ]);
  return `<h2>The whole course: ${isSet(completed) ? 'completed' : 'not completed'}</h2>${tableOf(['Condition', 'State', 'When'], rows)}`;
}

/** A moment, as ISO 8601. */
export function whenSaid(seconds: number | undefined): string {
  return timeSaidInUnixSeconds(seconds ?? null).means ?? '';
}

/** A table of plain words. */
export function tableOf(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[], tag: 'td' | 'th'): string =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join('')}</tr>`;
  return `<table>\n${[row(head, 'th'), ...rows.map((cells) => row(cells, 'td'))].join('\n')}\n</table>`;
}
