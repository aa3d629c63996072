import { isDeepStrictEqual } from 'node:util';

import type { Answer } from './answer.ts';
import { findMoodleError } from './moodle-errors.ts';
import type { MoodleError } from './moodle-errors.ts';
import { encodePhpJson } from './php-json.ts';
import type { Closure } from './practice-site.ts';
import type { RecordedCall, Recordings } from './recordings.ts';

/** The recorded situations of access and outage. */
export const practiceSituations = [
  '00_normal',
  '01_cli_maintenance_html',
  '02_admin_maintenance_mode',
  '03_maintenance_scheduled',
  '04_webservices_disabled',
  '05_rest_protocol_off',
  '06_mobile_service_disabled',
  '07_token_expired',
  '07b_token_expired_then_login',
  '08_token_deleted',
  '09_ip_restriction',
  '10_password_changed',
  '11_force_password_change',
  '12_user_suspended',
  '13_user_deleted',
  '14_site_policy_not_agreed',
  '15_enrolment_suspended_c1',
  '16_unenrolled_c1',
  '17_course_hidden_c1',
  '18_course_deleted_c1',
  '19_enrolment_ended_c1',
  '20_upgrade_pending',
  '21_rest_capability_removed',
  '22_createmobiletoken_removed',
  '23_account_locked_out',
  '24_database_down',
  '25_php_down_502',
  '26_back_to_normal',
] as const;
export type PracticeSituation = (typeof practiceSituations)[number];

/** What a situation changes. What is undefined answers as ever. */
export interface Situation {
  readonly name: PracticeSituation;
  /** Nothing of Moodle runs: this is the answer to every request. */
  readonly everything: Answer | undefined;
  readonly signIn: Answer | undefined;
  /** To every call of the web service. */
  readonly rest: Answer | undefined;
  readonly files: Answer | undefined;
  readonly publicConfig: Answer | undefined;
  /** True if the answers above come before the token is looked at. */
  readonly beforeToken: boolean;
  /** The learner has to do something first: sign-in works, but nothing of a course can be opened, for this reason. */
  readonly notReady: MoodleError | undefined;
  readonly tokens: 'expired' | 'deleted' | undefined;
  readonly closedCourse: { readonly id: number; readonly why: Closure } | undefined;
}

const tokenSituations: Partial<Record<PracticeSituation, 'expired' | 'deleted'>> = {
  '07_token_expired': 'expired',
  '07b_token_expired_then_login': 'deleted',
  '08_token_deleted': 'deleted',
};
const courseSituations: Partial<Record<PracticeSituation, Closure>> = {
  '15_enrolment_suspended_c1': 'not-accessible',
  '16_unenrolled_c1': 'not-accessible',
  '17_course_hidden_c1': 'not-accessible',
  '18_course_deleted_c1': 'deleted',
  '19_enrolment_ended_c1': 'not-accessible',
};
const notReadySituations: ReadonlySet<PracticeSituation> = new Set([
  '11_force_password_change',
  '14_site_policy_not_agreed',
]);

const doors = ['login/token.php', 'webservice/pluginfile.php', 'public_config'];

/** Works out from its recording what a situation changes for calls that were not recorded in it, too. */
export function readSituation(recordings: Recordings, name: PracticeSituation): Situation {
  const normal = new Map(recordings.situation('00_normal').calls.map((call) => [call.call, call]));
  const { calls } = recordings.situation(name);
  const changed = new Map(
    calls.filter((call) => !sameAnswer(call, normal.get(call.call))).map((call) => [call.call, call]),
  );
  const answerAt = (door: string): Answer | undefined => {
    const call = changed.get(door);
    return call === undefined ? undefined : replay(call);
  };
  const closure = courseSituations[name];
  const blanket =
    closure === undefined && tokenSituations[name] === undefined && !notReadySituations.has(name);
  const ofFunctions = [...changed.values()].filter(({ call }) => !doors.includes(call));
  const [first] = ofFunctions;
  const functionCalls = calls.filter(({ call }) => !doors.includes(call)).length;
  const all =
    blanket && ofFunctions.length === functionCalls && first !== undefined ? replay(first) : undefined;
  const down = calls.every(({ status }) => status >= 500);
  return {
    name,
    everything: down ? all : undefined,
    signIn: blanket ? answerAt('login/token.php') : undefined,
    rest: all,
    files: blanket || notReadySituations.has(name) ? answerAt('webservice/pluginfile.php') : undefined,
    publicConfig: answerAt('public_config'),
    beforeToken: first?.status === 403 || name === '24_database_down',
    notReady: notReadySituations.has(name)
      ? findMoodleError(changed.get('mod_assign_get_submission_status')?.json)
      : undefined,
    tokens: tokenSituations[name],
    closedCourse: closure === undefined ? undefined : { id: 2, why: closure },
  };
}

function sameAnswer(one: RecordedCall, other: RecordedCall | undefined): boolean {
  if (one.status !== other?.status) return false;
  if (one.json !== undefined || other.json !== undefined) return isDeepStrictEqual(one.json, other.json);
  // Long answers were kept by their first 700 characters. 20_upgrade_pending adds 500 bytes to site_info that way.
  return one.content_type === other.content_type && one.status === 200;
}

/** The recorded answer of one call, as it was sent. */
function replay(call: RecordedCall): Answer {
  const headers: [string, string][] = [];
  if (call.content_type !== null) headers.push(['Content-Type', call.content_type]);
  if (call.location !== null) headers.push(['Location', call.location]);
  if (call.retry_after !== null) headers.push(['Retry-After', call.retry_after]);
  const body = call.json === undefined ? wholeText(call) : encodePhpJson(call.json);
  return { status: call.status, headers, body: Buffer.from(body, 'utf8'), framing: 'chunked' };
}

/** Of a long page only the first 700 characters were kept, which end in its style sheet; this closes it. */
function wholeText(call: RecordedCall): string {
  const head = call.text_head ?? '';
  if (Buffer.byteLength(head) >= call.bytes) return head;
  return `${head}</style></head>\n<body><div id="page"><div id="region-main"><p>The site is undergoing maintenance and is currently not available.</p></div></div></body></html>\n`;
}
