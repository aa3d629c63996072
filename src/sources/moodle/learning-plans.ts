import { plainText } from '../../evidence/values/plain-text.ts';
import {
  planListSchema,
  planPageSchema,
  priorLearningSchema,
  type PlanPage,
  type PriorLearning,
} from './competency-answers.ts';
import { tableOf, whenSaid } from './completion.ts';
import { keepFiles, type ListedFile } from './files.ts';
import { escapeHtml, inertHtml } from '../html/inert-html.ts';
import { keys, placeOf } from './keys.ts';
import { keepMadePage } from './made-page.ts';
import type { Pull } from './pull.ts';
import { isSet } from './site-answers.ts';
import { snapshotHash } from './snapshot-hash.ts';
import type { Answered } from './web-service.ts';

const plansFunction = 'tool_lp_data_for_plans_page';
const planFunction = 'tool_lp_data_for_plan_page';
const priorFunction = 'tool_lp_data_for_user_evidence_list_page';

/**
 * Keeps the learner's learning plans, each as a page: a plan is a list of competencies with where they stand, which is neither an
 * enrolment nor a unit. The ratings in it that were given in a course are grades of their own (see `reportCompetencies`).
 */
export async function keepPlans(pull: Pull): Promise<void> {
  const functions = [plansFunction, planFunction];
  const lacking = functions.filter((name) => !pull.offers(name));
  for (const name of lacking) pull.lacks(name);
  if (lacking.length > 0) return;
  const userid = pull.siteInfo.userid;
  const known = pull.listHere('plan/');
  const listing = pull.read(await pull.call(plansFunction, { userid }), planListSchema);
  if (listing === undefined) {
    if (known.length > 0) await pull.showsLess(undefined, 'plans-not-shown');
    return;
  }
  const listed = listing.value.plans.map(({ id }) => id);
  const missing = known
    .map(({ key }) => Number(key.slice('plan/'.length)))
    .filter((id) => !listed.includes(id));
  const ids = [...listed, ...missing];
  const replies = await pull.callMany(
    ids.map((planid) => ({ function: planFunction, arguments: { planid } })),
  );
  for (const [index, id] of ids.entries()) {
    const reply = replies[index];
    const page = pull.read(reply, planPageSchema);
    if (page !== undefined) await keepPlan(pull, page.value, page.answered);
    else if (
      reply !== undefined &&
      'refusal' in reply &&
      missing.includes(id) &&
      reply.refusal.errorcode === 'invalidrecord'
    )
      await pull.sweep(keys.plan(id), ({ key }) => (key === keys.plan(id) ? 'deleted' : undefined));
    else if (pull.findHere(keys.plan(id)) !== undefined)
      await pull.showsLess(keys.plan(id), 'plan-not-shown');
  }
}

async function keepPlan(pull: Pull, { plan, competencies }: PlanPage, answered: Answered): Promise<void> {
  const title = plainText(plan.name);
  const rows = competencies.map(({ competency, usercompetency, usercompetencyplan }) => {
    const rating = usercompetencyplan ?? usercompetency;
    return [
      plainText(competency.shortname),
      competency.idnumber ?? '',
      plainText(rating?.gradename ?? ''),
      plainText(rating?.proficiencyname ?? ''),
    ];
  });
  const { id, description = '', statusname = '', duedate } = plan;
  await keepMadePage(pull, {
    key: keys.plan(id),
    title,
    pieces: [description],
    body: (images) =>
      [
        `<h1>${escapeHtml(title)}</h1>`,
        inertHtml(description, images.at),
        `<p>${escapeHtml([plainText(statusname), whenSaid(duedate)].filter((words) => words !== '').join(', '))}</p>`,
        tableOf(['Competency', 'Number', 'Rating', 'Proficient'], rows),
      ].join('\n'),
    madeOf: snapshotHash(title, description, statusname, duedate ?? 0, rows),
    belongs: { ids: { planid: id } },
    answered,
  });
}

/** Keeps what the learner themselves put forward as evidence of prior learning: their words as a page, and the files. */
export async function keepPriorLearning(pull: Pull): Promise<void> {
  if (!pull.offers(priorFunction)) {
    pull.lacks(priorFunction);
    return;
  }
  const ask = async () =>
    pull.read(await pull.call(priorFunction, { userid: pull.siteInfo.userid }), priorLearningSchema);
  const known = pull.listHere('prior-learning/');
  let listing = await ask();
  const isThere = (key: string): boolean =>
    listing?.value.evidence.some(
      ({ id }) => key === keys.priorLearning(id) || key.startsWith(`${keys.priorLearning(id)}/`),
    ) === true;
  if (listing !== undefined && known.some(({ key }) => !isThere(key))) listing = await ask();
  if (listing === undefined) {
    if (known.length > 0) await pull.showsLess(undefined, 'prior-learning-not-shown');
    return;
  }
  for (const evidence of listing.value.evidence) await keepEvidence(pull, evidence, listing.answered);
  await pull.sweep('prior-learning/', () => 'not-listed');
}

async function keepEvidence(pull: Pull, evidence: PriorLearning, answered: Answered): Promise<void> {
  const { id, description = '', url = '' } = evidence;
  const key = keys.priorLearning(id);
  const title = plainText(evidence.name);
  const files = (evidence.files ?? [])
    .filter(({ isdir }) => !isSet(isdir))
    .map(({ filename, filepath = '/', filesize, timemodified, url: fileurl }): ListedFile => ({
      key: `${key}/file/${placeOf({ filename, filepath })}`,
      role: 'file',
      file: {
        filename,
        filepath,
        filesize,
        timemodified,
        fileurl,
        mimetype: undefined,
        isexternalfile: undefined,
      },
      belongs: { partOf: pull.idOf(key) },
    }));
  await keepFiles(pull, files);
  const names = files.map(({ file }) => [file.filename]);
  await keepMadePage(pull, {
    key,
    title,
    pieces: [description],
    body: (images) =>
      [
        `<h1>${escapeHtml(title)}</h1>`,
        inertHtml(description, images.at),
        url === '' ? '' : `<p>${escapeHtml(url)}</p>`,
        names.length === 0 ? '' : tableOf(['File'], names),
      ].join('\n'),
    madeOf: snapshotHash(title, description, url, names),
    belongs: { ids: { evidenceid: id } },
    answered,
  });
}
