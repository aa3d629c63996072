import { randomBytes } from 'node:crypto';

import { Tokens } from './accounts.ts';
import { FunctionCaller } from './call-function.ts';
import { Sessions } from './pages/sessions.ts';
import { PracticeSite } from './practice-site.ts';
import { RecordedAnswers } from './recorded-answers.ts';
import type { Recordings } from './recordings.ts';
import type { RouterPort } from './router.ts';
import { readSituation } from './situations.ts';
import type { PracticeSituation, Situation } from './situations.ts';

/** Everything that the site behind the server remembers. */
export class PracticeState implements RouterPort {
  readonly site: PracticeSite;
  readonly tokens = new Tokens();
  readonly sessions = new Sessions();
  readonly caller: FunctionCaller;
  readonly accessKey = randomBytes(16).toString('hex');
  host = '';
  unreadableFiles = false;
  hostilePages = false;
  singleSignOn = false;
  #situation: Situation;
  readonly #recordings: Recordings;
  readonly #forgotten = new Set<number>();

  constructor(recordings: Recordings) {
    this.#recordings = recordings;
    this.site = new PracticeSite(recordings);
    this.caller = new FunctionCaller(
      this.site,
      new RecordedAnswers(recordings),
      recordings.json('02_core/site_info.json'),
    );
    this.#situation = readSituation(recordings, '00_normal');
  }

  get situation(): Situation {
    return this.#situation;
  }

  enter(name: PracticeSituation): void {
    const before = this.#situation.closedCourse;
    if (before !== undefined && !this.#forgotten.has(before.id)) this.site.closedCourses.delete(before.id);
    this.#situation = readSituation(this.#recordings, name);
    const { closedCourse, tokens } = this.#situation;
    if (closedCourse !== undefined) this.site.closedCourses.set(closedCourse.id, closedCourse.why);
    if (tokens === 'expired') this.tokens.expireAll();
    if (tokens === 'deleted') this.tokens.deleteAll();
  }

  /** A course goes without a word, and stays gone. */
  forget(courseId: number): void {
    this.#forgotten.add(courseId);
    this.site.closedCourses.set(courseId, 'not-accessible');
  }
}
