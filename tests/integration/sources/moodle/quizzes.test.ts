import { describe, expect, it } from 'vitest';

import { CollectingSink } from '../../../support/collecting-sink.ts';
import {
  answerPdf,
  fileAt,
  pullScripted as pull,
  refusal,
  scriptedPdf,
  type ScriptedFunctions,
  type ScriptedMoodle,
} from '../../../support/scripted-moodle.ts';
import { scriptedSites } from '../../../support/scripted-sites.ts';

const { open } = scriptedSites(answerPdf);

describe('quizzes', () => {
  const attempt = (id: number, more: object = {}) => ({
    id,
    quiz: 1,
    userid: 3,
    attempt: id,
    state: 'finished',
    timestart: 10,
    timefinish: 20,
    timemodified: 20,
    sumgrades: 2,
    ...more,
  });
  const quiz = {
    id: 1,
    course: 2,
    coursemodule: 9,
    name: 'Quiz',
    intro: '',
    grade: 10,
    sumgrades: 2,
    reviewmarks: 1,
  };
  const site = async (more: ScriptedFunctions = {}): Promise<ScriptedMoodle> =>
    open({
      mod_quiz_get_quizzes_by_courses: () => ({ quizzes: [quiz] }),
      mod_quiz_get_user_attempts: () => ({ attempts: [attempt(5)] }),
      mod_quiz_get_attempt_review: () => ({
        grade: 10,
        additionaldata: [{ id: 'feedback', title: 'Feedback', content: '<p>Well done</p>' }],
        questions: [{ slot: 1, html: '<p>Why?</p><script>x()</script>', mark: '2.00' }],
      }),
      mod_quiz_get_combined_review_options: () => ({
        someoptions: [{ name: 'marks', value: 2 }],
        alloptions: [{ name: 'marks', value: 2 }],
      }),
      ...more,
    });
  const key = 'quiz/1/attempt/5';

  it('keep an attempt whose review is refused, and say what is not shown; once it is shown it comes', async () => {
    const moodle = await site();
    const shown = moodle.functions.mod_quiz_get_attempt_review;
    moodle.functions.mod_quiz_get_attempt_review = () => refusal('noreviewuntil');
    const sink = new CollectingSink();
    expect(await pull(moodle, sink)).toMatchObject({ state: 'ok' });
    expect(sink.log).toMatchObject({
      failed: [],
      alerts: [expect.objectContaining({ code: 'not-offered' })],
    });
    expect(sink.record(key).notShown).toEqual([{ part: 'review', said: 'noreviewuntil' }]);
    expect(sink.keys()).not.toContain(`${key}/review`);
    if (shown !== undefined) moodle.functions.mod_quiz_get_attempt_review = shown;
    await pull(moodle, sink);
    expect(sink.log.captured.sort()).toEqual([`${key}/grade`, `${key}/review`]);
    expect(sink.text(`${key}/review`)).toContain('Well done');
    expect(sink.text(`${key}/review`)).not.toContain('x()');
    moodle.functions.mod_quiz_get_attempt_review = () => refusal('noreview');
    moodle.functions.mod_quiz_get_user_attempts = () => ({ attempts: [attempt(5, { timemodified: 21 })] });
    await pull(moodle, sink);
    expect(sink.log.gone.sort()).toEqual([
      [`${key}/grade`, 'hidden'],
      [`${key}/review`, 'hidden'],
    ]);
  });

  it('ask for a review again only when the attempt or what may be seen of it has changed', async () => {
    const moodle = await site();
    const review = moodle.functions.mod_quiz_get_attempt_review;
    let asked = 0;
    moodle.functions.mod_quiz_get_attempt_review = (...given) => {
      asked += 1;
      return review?.(...given);
    };
    const sink = new CollectingSink();
    await pull(moodle, sink);
    await pull(moodle, sink);
    expect(asked).toBe(1);
    expect(sink.log.unchanged).toEqual(expect.arrayContaining([key, `${key}/review`, `${key}/grade`]));
    moodle.functions.mod_quiz_get_combined_review_options = () => ({
      someoptions: [{ name: 'marks', value: 1 }],
      alloptions: [{ name: 'marks', value: 1 }],
    });
    await pull(moodle, sink);
    expect(asked).toBe(2);
    // A page that was damaged on this computer is fetched again.
    const item = sink.items.get(`${key}/review`);
    for (const version of item?.versions ?? []) delete version.sha256;
    await pull(moodle, sink);
    expect(asked).toBe(3);
  });

  it('make each attempt the next in one chain, and take one for gone only at a second look', async () => {
    const moodle = await site({
      mod_quiz_get_user_attempts: () => ({
        attempts: [attempt(6, { attempt: 2, state: 'inprogress' }), attempt(5, { attempt: 1 })],
      }),
    });
    const sink = new CollectingSink();
    await pull(moodle, sink);
    const chains = ['5', '6'].map(
      (id) => sink.items.get(`quiz/1/attempt/${id}`)?.versions[0]?.observation.chain,
    );
    expect(chains).toEqual(Array(2).fill({ account: '3', assignment: 'quiz/1' }));
    expect(sink.record('quiz/1/attempt/6')).toMatchObject({ status: { said: 'inprogress', means: 'draft' } });
    expect(sink.record('quiz/1/attempt/6')).not.toHaveProperty('notShown');
    moodle.functions.mod_quiz_get_user_attempts = () => ({ attempts: [] });
    await pull(moodle, sink);
    expect(sink.log.gone.map(([each]) => each)).toContain('quiz/1/attempt/5');
    const asked = moodle.server.requests.filter(({ body }) =>
      body.includes('wsfunction=mod_quiz_get_user_attempts'),
    );
    expect(asked).toHaveLength(3);
  });

  it('that are not listed any more are asked for by themselves before anything is said of them', async () => {
    const moodle = await site();
    const sink = new CollectingSink();
    await pull(moodle, sink);
    moodle.functions.mod_quiz_get_quizzes_by_courses = () => ({ quizzes: [] });
    expect(await pull(moodle, sink)).toMatchObject({ state: 'shows-less' });
    expect(sink.log).toMatchObject({
      gone: [],
      alerts: [{ key: 'quiz/1', details: { reasons: 'not-listed' } }],
    });
    moodle.functions.mod_quiz_get_quizzes_by_courses = () => refusal('servicerequireslogin');
    expect(await pull(moodle, sink)).toMatchObject({ state: 'shows-less' });
    expect(sink.log.gone).toEqual([]);
    moodle.functions.mod_quiz_get_quizzes_by_courses = () => ({ quizzes: [] });
    moodle.functions.mod_quiz_get_user_attempts = () => refusal('invalidrecord');
    await pull(moodle, sink);
    expect(sink.log.gone).toContainEqual(['quiz/1', 'deleted']);
  });

  it('keep files that were handed in with an answer, and no preview', async () => {
    const moodle = await site({
      mod_quiz_get_user_attempts: () => ({ attempts: [attempt(5), attempt(7, { preview: 1 })] }),
    });
    moodle.functions.mod_quiz_get_attempt_review = (_parameters, url) => ({
      questions: [
        {
          slot: 2,
          html: '<p>Essay</p>',
          responsefileareas: [
            { area: 'attachments', files: [fileAt(`${url}/webservice/pluginfile.php/5/work.pdf`)] },
          ],
        },
      ],
    });
    const sink = new CollectingSink();
    expect(await pull(moodle, sink)).toMatchObject({ state: 'ok' });
    expect(sink.items.get(`${key}/answer/2/attachments/work.pdf`)?.versions).toMatchObject([
      { size: scriptedPdf.length },
    ]);
    expect(sink.keys().filter((each) => each.startsWith('quiz/1/attempt/7'))).toEqual([]);
  });
});
