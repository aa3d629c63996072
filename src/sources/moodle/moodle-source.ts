import type { Clock } from '../../base/clock.ts';
import { VaultError } from '../../base/errors.ts';
import { isJsonObject, type JsonObject, type JsonValue } from '../../base/json.ts';
import { parseWith } from '../../base/zod-door.ts';
import { plainText } from '../../evidence/values/plain-text.ts';
import { HttpClient, type HttpClientOptions } from '../http/http-client.ts';
import { alertsOf } from '../portal-pull.ts';
import type { PreviousState, ProbeResult, PullResult, Sink, Source, SourceDescription } from '../source.ts';
import {
  askWhyEmpty,
  reportMissingAssignments,
  reportMissingCourses,
  reportMissingQuizzes,
} from './absences.ts';
import { listAssignments, reportAssignments } from './assignments.ts';
import { listCourses, missingCourses, reportCourses } from './courses.ts';
import { reportCompetencies } from './competencies.ts';
import { reportCompletion } from './completion.ts';
import { readContents } from './course-contents.ts';
import { keepMaterials } from './course-materials.ts';
import { parseSiteAddress } from './discover.ts';
import { reportForums } from './forums.ts';
import { readGradeReports, reportGrades } from './grade-report.ts';
import { keepPlans, keepPriorLearning } from './learning-plans.ts';
import { Pull } from './pull.ts';
import { reportQuizzes } from './quizzes.ts';
import { siteInfoSchema, type SiteInfo } from './site-answers.ts';
import { isLoopback } from './site-address.ts';
import { WebService, type Answered } from './web-service.ts';

export interface MoodleSourceOptions {
  /** The site's own address (wwwroot), as `discoverMoodle` gives it. */
  readonly url: string;
  readonly token: string;
  /** The learner's id at the site, if it is known: then another's token is refused (`source.other-account`). */
  readonly account?: number;
  readonly app: string;
  readonly clock: Clock;
  readonly timeZone: string;
  /** What a person would call it. */
  readonly name?: string;
  /** For tests: waits and limits of the network. */
  readonly http?: Omit<HttpClientOptions, 'app'>;
}

/** One learner's account at a Moodle site, read through the web service of Moodle's own app. It only ever reads. */
export function createMoodleSource(options: MoodleSourceOptions): Source {
  const site = parseSiteAddress(options.url);
  const address = site.href.replace(/\/$/, '');
  return {
    describe: (): SourceDescription => ({ type: 'moodle', name: options.name ?? site.host, address }),
    probe: async (signal) =>
      withSite(options, site, async (parts) => probe(options, parts.service, site, signal)),
    pull: async (previous, sink, signal) =>
      withSite(options, site, async (parts) =>
        pullSite(options, { ...parts, site, token: options.token, previous, sink, signal }),
      ),
  };
}

type Parts = Pick<ConstructorParameters<typeof Pull>[0], 'client' | 'service' | 'receiver'>;

async function withSite<Result>(
  options: MoodleSourceOptions,
  site: URL,
  work: (parts: Parts) => Promise<Result>,
): Promise<Result> {
  const { app, clock, timeZone, token } = options;
  const client = new HttpClient({ ...options.http, app });
  const receiver = { app, clock, timeZone };
  try {
    return await work({ client, receiver, service: new WebService({ site, token, client, receiver }) });
  } finally {
    client.close();
  }
}

async function askSiteInfo(
  service: WebService,
  signal: AbortSignal,
): Promise<{ readonly siteInfo: SiteInfo; readonly answered: Answered }> {
  const reply = await service.call({ function: 'core_webservice_get_site_info', arguments: {} }, signal);
  if ('refusal' in reply) throw new VaultError('source.protocol', { reason: 'site-info' });
  const { answered } = reply;
  return { siteInfo: parseWith(siteInfoSchema, answered.value, 'source.protocol'), answered };
}

const needed = ['core_enrol_get_users_courses', 'mod_assign_get_assignments'] as const;
const wished = ['mod_assign_get_submission_status', 'gradereport_user_get_grade_items'] as const;

async function probe(
  options: MoodleSourceOptions,
  service: WebService,
  site: URL,
  signal: AbortSignal,
): Promise<ProbeResult> {
  const { siteInfo, answered } = await askSiteInfo(service, signal);
  refuseOthers(siteInfo, options.account);
  const functions = siteInfo.functions?.map(({ name }) => name);
  const lacks = (name: string): boolean => functions?.includes(name) === false;
  if (needed.some(lacks)) throw new VaultError('source.not-supported', { reason: 'functions' });
  const account = siteInfo.username ?? siteInfo.fullname;
  return {
    name: plainText(siteInfo.sitename),
    ...(account === undefined ? {} : { account }),
    accountId: String(siteInfo.userid),
    practice: isLoopback(site) && answered.practice,
    notices: [
      ...(site.protocol === 'https:' || isLoopback(site) ? [] : ['not-encrypted']),
      ...wished.filter(lacks).map((name) => `not-offered:${name}`),
    ],
  };
}

async function pullSite(
  options: MoodleSourceOptions,
  parts: Parts & {
    readonly site: URL;
    readonly token: string;
    readonly previous: PreviousState;
    readonly sink: Sink;
    readonly signal: AbortSignal;
  },
): Promise<PullResult> {
  const { siteInfo, answered } = await askSiteInfo(parts.service, parts.signal);
  const before = readCursor(parts.previous.cursor);
  refuseOthers(siteInfo, options.account ?? before.account);
  const pull = new Pull(parts, siteInfo, before);
  if (!needed.every((name) => pull.offers(name)))
    throw new VaultError('source.not-supported', { reason: 'functions' });
  try {
    await readSite(pull, answered);
  } catch (thrown) {
    if (!(thrown instanceof VaultError) || thrown.code !== 'source.needs-attention') throw thrown;
    // The site answers and shows nothing until the learner has done something there: so nothing is missing.
    await pull.showsLess(undefined, String(thrown.details.reason));
    return await pull.end('source.needs-attention');
  }
  return pull.end();
}

/** Another learner's work must never be taken for this one's, nor this one's called gone because another has none. */
function refuseOthers(siteInfo: SiteInfo, expected: number | undefined): void {
  if (expected !== undefined && expected !== siteInfo.userid) throw new VaultError('source.other-account');
}

async function readSite(pull: Pull, siteInfo: Answered): Promise<void> {
  pull.at(plainText(pull.siteInfo.sitename));
  const courses = await listCourses(pull);
  const listing = await listAssignments(pull);
  const missing = missingCourses(pull, courses.courses);
  await askWhyEmpty(pull, [...missing, ...listing.warnedCourses]);
  await reportCourses(pull, courses, siteInfo);
  const visible = courses.courses.map(({ id }) => id);
  const reports = await readGradeReports(pull, visible);
  const shown = await reportAssignments(pull, listing, reports);
  const quizzes = await reportQuizzes(pull, courses);
  await reportForums(pull, courses);
  const contents = await readContents(pull, visible);
  await reportMissingAssignments(pull, listing, contents);
  await reportMissingQuizzes(pull, quizzes, visible, contents);
  await reportGrades(pull, visible, reports, shown, quizzes);
  await reportCompetencies(pull, courses);
  await keepPlans(pull);
  await keepPriorLearning(pull);
  await reportCompletion(pull, courses, contents);
  await keepMaterials(pull, courses, contents);
  await reportMissingCourses(pull, missing);
}

interface Cursor {
  readonly account?: number;
  readonly alerts: readonly string[];
  readonly noted: JsonObject;
}

function readCursor(cursor: JsonValue): Cursor {
  if (!isJsonObject(cursor)) return { alerts: [], noted: {} };
  const { account, noted } = cursor;
  return {
    ...(typeof account === 'number' ? { account } : {}),
    alerts: alertsOf(cursor),
    noted: noted !== undefined && isJsonObject(noted) ? noted : {},
  };
}
