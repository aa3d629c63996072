import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CollectingSink } from '../../../support/collecting-sink.ts';
import { PracticeLearner } from '../../../support/practice-learner.ts';
import {
  handedIn,
  listed,
  pullScripted,
  withAssignments,
  type ScriptedFunctions,
} from '../../../support/scripted-moodle.ts';
import { scriptedSites } from '../../../support/scripted-sites.ts';

/** What a Moodle's data mean: facts 15 to 22 of 22. The others are in `facts-of-the-way.test.ts` and `facts-of-downloads.test.ts`. */

const status = 'mod_assign_get_submission_status';
const report = 'gradereport_user_get_grade_items';
const { open } = scriptedSites();

let learner: PracticeLearner;
beforeAll(async () => {
  learner = await PracticeLearner.start();
  expect(await learner.pull()).toMatchObject({ state: 'ok' });
});
afterAll(async () => learner.provider.close());

const keysOf = (): string[] => learner.sink.keys();
const record = (key: string) => learner.sink.record(key);
const attempt = (assignment: number, number = 0) => `assignment/${assignment}/attempt/${number}`;

describe('fact 15: graded is not released', () => {
  it('keeps no grade and no feedback of work that is not released, hidden, or marked blind', () => {
    for (const id of [2, 11, 15]) {
      expect(keysOf()).not.toContain(`${attempt(id)}/grade`);
      expect(keysOf()).not.toContain(`${attempt(id)}/feedback`);
    }
    expect(learner.sink.everything()).toContain('61.00');
    for (const { versions } of learner.sink.items.values())
      for (const { observation } of versions)
        expect(JSON.stringify(observation.record)).not.toMatch(/61\.00|blind feedback/);
  });

  it('keeps feedback that comes without a grade, and takes -1 for none', () => {
    expect(keysOf()).toContain(`${attempt(16)}/feedback`);
    expect(keysOf()).not.toContain(`${attempt(16)}/grade`);
  });

  it('shows the grade of a quiz only where the marks of its questions are shown', async () => {
    const quiz = (questions: readonly unknown[]): ScriptedFunctions => ({
      mod_quiz_get_quizzes_by_courses: () => ({
        quizzes: [{ id: 1, course: 2, coursemodule: 9, name: 'Quiz', grade: 10, sumgrades: 3 }],
      }),
      mod_quiz_get_user_attempts: () => ({
        attempts: [{ id: 5, quiz: 1, userid: 3, attempt: 1, state: 'finished', sumgrades: 2.5 }],
      }),
      mod_quiz_get_attempt_review: () => ({ grade: 8.333, additionaldata: [], questions }),
    });
    const moodle = await open(quiz([{ slot: 1, html: '<p>Q</p>' }]));
    const sink = new CollectingSink();
    await pullScripted(moodle, sink);
    expect(sink.keys()).toContain('quiz/1/attempt/5/review');
    expect(sink.keys()).not.toContain('quiz/1/attempt/5/grade');
    expect(JSON.stringify(sink.record('quiz/1/attempt/5'))).not.toContain('2.5');
    Object.assign(moodle.functions, quiz([{ slot: 1, html: '<p>Q</p>', mark: '2.50' }]));
    await pullScripted(moodle, sink);
    expect(sink.record('quiz/1/attempt/5/grade')).toMatchObject({ value: { said: 8.333, shown: '8.33' } });
  });
});

describe('fact 16: the gradebook may say another grade than the assignment', () => {
  it('keeps both', () => {
    expect(record(`${attempt(21)}/grade`)).toMatchObject({
      value: { shown: '58.00 / 100.00' },
      raw: { said: '50.00000' },
      overridden: { assignment: { said: '50.00000' }, gradebook: { said: '58.00' } },
    });
  });

  it('takes a re-mark for another version of the same grade', async () => {
    const other = await PracticeLearner.start();
    await other.pull();
    const before = other.sink.record(`${attempt(1)}/grade`).ids;
    other.provider.switches.apply('01_remark_in_assignment');
    await other.pull();
    const grade = other.sink.items.get(`${attempt(1)}/grade`);
    expect(grade?.versions.map(({ observation }) => observation.record)).toMatchObject([
      { value: { said: 'Merit' }, ids: before },
      { value: { said: 'Distinction' }, ids: before },
    ]);
    await other.provider.close();
  });
});

describe('fact 17: hiding, revealing and deleting change no time', () => {
  it('sees them by comparing with what was there, and never asks what was updated', async () => {
    const other = await PracticeLearner.start();
    await other.pull();
    other.provider.switches.apply('03_gradebook_item_hidden');
    await other.pull();
    expect(other.sink.log.gone).toContainEqual([`${attempt(4)}/grade`, 'hidden']);
    expect(other.provider.requests.count('core_course_get_updates_since')).toBe(0);
    await other.provider.close();
  });
});

describe('fact 18: earlier attempts move elsewhere in the answer', () => {
  it('keeps each by its own number, with its own files, feedback and grade', () => {
    expect(record(`${attempt(3)}/grade`).value).toMatchObject({ said: 'Refer' });
    expect(record(`${attempt(3, 1)}/grade`).value).toMatchObject({ said: 'Pass' });
    expect(keysOf()).toContain(`${attempt(3)}/feedback/file/attempt 1 feedback.pdf`);
  });

  it('tells a removed submission from one that was never begun, and keeps team work', async () => {
    expect(keysOf().filter((key) => key.startsWith('assignment/7/'))).toEqual([]);
    expect(keysOf()).toContain(`${attempt(10)}/team-submission/file/group-work.pdf`);
    const other = await PracticeLearner.start();
    await other.pull();
    other.provider.switches.apply('14_submission_removed');
    await other.pull();
    expect(other.sink.log.gone).toContainEqual([`${attempt(12)}/submission`, 'removed']);
    expect(other.sink.record(attempt(12)).status).toEqual({ said: 'new' });
    await other.provider.close();
  });
});

describe('fact 19: of an annotated PDF only one area matters, and grades may be HTML', () => {
  it('keeps the annotated copy and nothing of its workshop', () => {
    expect(keysOf().filter((key) => /combined|image_page|partial|\/annotated\//.test(key))).toEqual([
      `${attempt(1)}/feedback/annotated/Amélie OConnor_2_0.pdf`,
    ]);
  });

  it('reads a negative maximum as the number of a scale, and decodes what is shown', () => {
    expect(record(`${attempt(1)}/grade`).scale).toEqual({ id: 3 });
    expect(record(`${attempt(10)}/grade`).value).toMatchObject({
      said: '40.00&nbsp;/&nbsp;50.00',
      shown: '40.00 / 50.00',
    });
  });
});

describe('fact 20: the report may be refused, and some grades are nowhere else', () => {
  it('keeps the grade of a course that hides its report, and manual items and outcomes of the others', () => {
    expect(record(`${attempt(20)}/grade`).value).toMatchObject({ shown: '88.00 / 100.00' });
    expect(learner.sink.list('course/6/grade-item/')).toEqual([]);
    expect(record('course/2/grade-item/28').title).toBe('Professional discussion (manual item)');
    expect(record('course/2/grade-item/29').ids).toMatchObject({ itemnumber: 1000, outcomeid: 1 });
  });

  it('says whose report it wants', async () => {
    const asked: (string | null)[] = [];
    const moodle = await open({
      [report]: (parameters) => {
        asked.push(parameters.get('userid'));
        return { usergrades: [] };
      },
    });
    await pullScripted(moodle, new CollectingSink());
    expect(asked).toEqual(['3']);
  });
});

describe('fact 21: three numbers for one thing, hidden graders, comments of their own, and calls put together', () => {
  it('keeps the numbers apart, and calls a hidden grader hidden', () => {
    expect(record('assignment/21').ids).toMatchObject({ assignid: 21, cmid: 28 });
    expect(record(`${attempt(21)}/grade`).by).toEqual({ standing: 'hidden', id: -1 });
  });

  it('asks for the comments under each submission, by its course module, and keeps them with the attempt', () => {
    expect(record(`${attempt(21)}/comment/1`)).toMatchObject({
      channel: 'submission-comment',
      by: { standing: 'named', name: 'Dana Marsh' },
      sent: { said: 1795293811 },
      ids: { commentid: 1, submissionid: 17 },
      attempt: learner.sink.idOf(attempt(21)),
      assignment: learner.sink.idOf('assignment/21'),
    });
    expect(keysOf().filter((key) => key.includes('/comment/'))).toHaveLength(1);
  });

  it('goes on after the first error of calls that were put together, which is where Moodle stops', async () => {
    const ids = [1, 2, 3, 4];
    const moodle = await open({
      ...withAssignments(...ids.map((id) => listed(id))),
      [status]: () => ({}),
      tool_mobile_call_external_functions: (parameters) => {
        const responses: unknown[] = [];
        for (let index = 0; parameters.has(`requests[${index}][function]`); index += 1) {
          const given: unknown = JSON.parse(parameters.get(`requests[${index}][arguments]`) ?? '');
          if (JSON.stringify(given) === '{"assignid":2}') {
            responses.push({ error: true, exception: '{"errorcode":"requireloginerror"}' });
            break;
          }
          const id = ids.find((each) => JSON.stringify(given) === `{"assignid":${each}}`) ?? 0;
          responses.push({ error: false, data: JSON.stringify(handedIn(id, [])) });
        }
        return { responses };
      },
    });
    const sink = new CollectingSink();
    await pullScripted(moodle, sink);
    expect(sink.log.failed).toEqual([['assignment/2', 'source.item-refused']]);
    expect(sink.keys().filter((key) => key.endsWith('/submission'))).toHaveLength(3);
  });
});

describe('fact 22: a site has no throttle of its own', () => {
  it('has four requests under way and never more, however slow the site is', async () => {
    const other = await PracticeLearner.start();
    // Slow enough for everything that wants to ask to be asking at the same time.
    other.provider.switches.slow({ msPerRequest: 10 });
    expect(await other.pull()).toMatchObject({ state: 'ok' });
    expect(other.provider.requests.mostAtOnce).toBe(4);
    await other.provider.close();
  });

  it('asks little when nothing changed', async () => {
    await learner.pull();
    expect(learner.provider.requests.count()).toBeLessThan(60);
    expect(learner.provider.requests.bytesSent).toBeLessThan(300_000);
  });

  it.each([429, 503])('waits before it asks again after a %s', async (code) => {
    learner.waits.length = 0;
    learner.provider.switches.failNext('core_enrol_get_users_courses', code, 2);
    expect(await learner.pull()).toMatchObject({ state: 'ok' });
    expect(learner.waits).toHaveLength(2);
    expect(Number(learner.waits[1])).toBeGreaterThan(Number(learner.waits[0]));
  });
});
