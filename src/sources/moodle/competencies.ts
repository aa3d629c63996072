import { gradeSaid } from '../../evidence/grades/grade-value.ts';
import type { Decision } from '../../evidence/records/decision.ts';
import type { Grade } from '../../evidence/records/grade.ts';
import { plainText } from '../../evidence/values/plain-text.ts';
import { personAtSource } from '../../evidence/values/person.ts';
import {
  competencySummarySchema,
  courseCompetenciesSchema,
  type Competency,
  type CompetencyEvidence,
  type Rating,
} from './competency-answers.ts';
import type { CourseListing } from './courses.ts';
import { textOfHtml } from '../html/html-text.ts';
import { idsOf } from '../ids-of.ts';
import { keys } from './keys.ts';
import type { Pull } from './pull.ts';
import { isSet } from './site-answers.ts';
import { snapshotHash } from './snapshot-hash.ts';
import { setTimes } from './stated-values.ts';
import type { Answered } from './web-service.ts';

const pageFunction = 'tool_lp_data_for_course_competencies_page';
const summaryFunction = 'tool_lp_data_for_user_competency_summary_in_course';

/** Set by somebody's hand. What the site's own rules set (0 and 2) is in the raw answer, and nobody's decision. */
const byHand = 3;

/** A competency that the learner was rated on. */
interface Rated {
  readonly course: number;
  readonly competency: Competency;
  readonly rating: Rating;
  readonly answered: Answered;
}

/**
 * Reports the ratings of the learner's competencies in each course.
 *
 * A competency at a Moodle is what a criterion is to us, but it belongs to the site's own framework and to no unit that the vault knows:
 * the learner maps it, we do not. Its rating is on a scale and shown to them, so it is a grade; and where somebody set it by hand, that
 * they did, when, and what they noted is an assessor's decision, whose role the site does not say. Both keep the site's own words.
 */
export async function reportCompetencies(pull: Pull, { courses }: CourseListing): Promise<void> {
  if (courses.length === 0) return;
  if (!pull.offers(pageFunction)) {
    pull.lacks(pageFunction);
    return;
  }
  const ids = courses.map(({ id }) => id);
  const rated: Rated[] = [];
  const pages = await askPages(pull, ids);
  for (const [course, first] of pages) {
    const known = pull.listHere(keys.competencies(course));
    const isThere = (key: string): boolean =>
      first?.value.competencies.some(({ competency }) => isBelow(key, course, competency.id)) === true;
    const lacks = known.some(({ key }) => !isThere(key));
    // What is missing at first is asked for once more.
    const page = first !== undefined && lacks ? (await askPages(pull, [course])).get(course) : first;
    if (page === undefined) {
      if (known.length > 0) await pull.showsLess(keys.course(course), 'competencies-not-shown');
      continue;
    }
    const { answered } = page;
    const listed = page.value.competencies.flatMap(({ competency, usercompetencycourse: rating }) =>
      rating?.grade === undefined ? [] : [{ course, competency, rating, answered }],
    );
    rated.push(...listed);
    await pull.sweep(keys.competencies(course), ({ key }) => {
      if (listed.some(({ competency }) => isBelow(key, course, competency.id))) return undefined;
      return page.value.competencies.some(({ competency }) => isBelow(key, course, competency.id))
        ? 'cleared'
        : 'not-listed';
    });
  }
  await reportRatings(pull, rated);
}

function isBelow(key: string, course: number, competency: number): boolean {
  const own = keys.competency(course, competency);
  return key === own || key.startsWith(`${own}/`);
}

async function askPages(pull: Pull, courses: readonly number[]) {
  const replies = await pull.callMany(
    courses.map((courseid) => ({ function: pageFunction, arguments: { courseid, moduleid: 0 } })),
  );
  return new Map(
    courses.map((course, index) => [course, pull.read(replies[index], courseCompetenciesSchema)] as const),
  );
}

async function reportRatings(pull: Pull, rated: readonly Rated[]): Promise<void> {
  const changed: Rated[] = [];
  for (const each of rated) {
    const key = keys.competency(each.course, each.competency.id);
    // How a rating came about is a large answer; it is asked for when there is another rating.
    if (pull.isMadeOf(key, snapshotHash(each.rating, each.competency))) await pull.allUnchanged(key);
    else changed.push(each);
  }
  const offered = pull.offers(summaryFunction);
  if (changed.length > 0 && !offered) pull.lacks(summaryFunction);
  const userid = pull.siteInfo.userid;
  const replies = offered
    ? await pull.callMany(
        changed.map(({ course, competency }) => ({
          function: summaryFunction,
          arguments: { userid, competencyid: competency.id, courseid: course },
        })),
      )
    : [];
  for (const [index, each] of changed.entries()) {
    const summary = pull.read(replies[index], competencySummarySchema);
    const key = keys.competency(each.course, each.competency.id);
    const found = summary?.value.usercompetencysummary;
    const made = snapshotHash(each.rating, each.competency);
    await pull.record({
      key,
      kind: 'grade',
      name: plainText(each.competency.shortname),
      record: ratingRecord(each, found?.competency.scaleid),
      from: [each.answered],
      ...(summary === undefined ? {} : { more: { fingerprint: { madeOf: made } } }),
    });
    if (summary === undefined || found === undefined) continue;
    for (const evidence of found.evidence.filter(({ action }) => action === byHand))
      await pull.record({
        key: `${key}/decision/${evidence.id}`,
        kind: 'decision',
        name: `${plainText(each.competency.shortname)}, decision`,
        namedAfterAnother: true,
        record: decisionRecord(each, evidence),
        from: [summary.answered],
        more: { text: textOfHtml(evidence.note ?? '') },
      });
    await pull.sweep(`${key}/`, () => 'not-listed');
  }
}

function ratingRecord({ course, competency, rating }: Rated, scale: number | string | undefined): Grade {
  const { grade, gradename, proficiency } = rating;
  return {
    title: plainText(competency.shortname),
    ids: idsOf({ competencyid: competency.id, idnumber: competency.idnumber, courseid: course }),
    value: gradename === undefined ? { said: grade ?? null } : gradeSaid(gradename),
    ...(grade === undefined ? {} : { raw: gradeSaid(grade, { scheme: 'scale' }) }),
    ...(scale === undefined ? {} : { scale: { id: scale } }),
    ...(proficiency === undefined ? {} : { proficient: { said: proficiency, means: isSet(proficiency) } }),
    ...setTimes({ gradedAt: rating.timemodified }),
    released: true,
    releasedBecause: 'shown-to-learner',
  };
}

function decisionRecord({ course, competency }: Rated, evidence: CompetencyEvidence): Decision {
  const { actionuser, note, gradename, grade, timecreated, descidentifier } = evidence;
  const outcome = gradename ?? grade;
  return {
    title: plainText(competency.shortname),
    // What happened, in the site's own word. Whether it was an assessor or a quality assurer it does not say.
    role: { said: descidentifier ?? null },
    ...(actionuser === undefined ? {} : { by: personAtSource(actionuser.id, actionuser.fullname) }),
    ...setTimes({ at: timecreated }),
    ...(outcome === undefined ? {} : { outcome }),
    ...(note === undefined || note === '' ? {} : { comment: note }),
    ids: idsOf({
      evidenceid: evidence.id,
      competencyid: competency.id,
      idnumber: competency.idnumber,
      courseid: course,
    }),
  };
}
