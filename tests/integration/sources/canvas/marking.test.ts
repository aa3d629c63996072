import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { CanvasLearner } from './canvas-learner.ts';

let learner: CanvasLearner;
beforeEach(async () => {
  learner = await CanvasLearner.start();
});
afterEach(() => learner.canvas.close());

describe('what a Canvas shows of its marking', () => {
  it('keeps no mark, rubric or assessor\u2019s word that is not posted, even where the number has leaked', async () => {
    learner.keepOnly(3008);
    learner.canvas.switches.leakMarks(true);
    expect(learner.canvas.assignment(3008).postedAt).toBeNull();
    expect(await learner.pull()).toMatchObject({ state: 'ok' });
    expect(learner.sink.keys().filter((key) => /grade|feedback/.test(key))).toEqual([]);
    expect(learner.sink.record('assignment/3008/attempt/3').gradingStatus).toEqual({
      said: 'graded',
      means: 'graded',
    });
  });

  it('keeps mark and feedback once they are posted, and calls them gone, with the reason, when they are hidden again', async () => {
    learner.keepOnly(3007);
    await learner.pull();
    const grade = 'assignment/3007/attempt/3/grade';
    expect(learner.sink.record(grade)).toMatchObject({ released: true, releasedBecause: 'posted' });
    expect(learner.sink.record('assignment/3007/attempt/3/feedback')).toMatchObject({
      rubric: [
        { title: 'Evidence', level: 'Met', points: 30, of: 30, comment: 'Row one of unit 7 is met.' },
        { title: 'Reflection', points: 12.5, of: 20 },
      ],
    });
    const { postedAt } = learner.canvas.assignment(3007);
    learner.canvas.assignment(3007).postedAt = null;
    await learner.pull();
    expect(learner.sink.log.gone).toContainEqual([grade, 'not-posted']);
    learner.canvas.assignment(3007).postedAt = postedAt;
    await learner.pull();
    expect(learner.sink.log.back).toContain(grade);
  });

  it('knows an older Canvas, which mutes an assignment and does not say when it posted', async () => {
    learner.keepOnly(3007, 3008);
    learner.canvas.switches.older(true);
    learner.canvas.switches.leakMarks(true);
    await learner.pull();
    expect(learner.sink.record('assignment/3007/attempt/3/grade')).toMatchObject({
      releasedBecause: 'shown-to-learner',
    });
    expect(
      learner.sink.keys().filter((key) => key.startsWith('assignment/3008/') && key.endsWith('/grade')),
    ).toEqual([]);
  });

  it('does not take the old mark, which is repeated after a resubmission, for one of the new attempt', async () => {
    learner.keepOnly(3001);
    const { attempts } = learner.canvas.assignment(3001);
    const last = attempts.at(-1);
    if (last === undefined) throw new Error('no attempt');
    const { mark: _mark, ...unmarked } = last;
    attempts.push({ ...unmarked, number: 4, at: '2026-04-01T09:00:00Z', files: [] });
    await learner.pull();
    expect(learner.sink.items.has('assignment/3001/attempt/3/grade')).toBe(true);
    expect(learner.sink.items.has('assignment/3001/attempt/4/grade')).toBe(false);
    expect(learner.sink.record('assignment/3001/attempt/4').gradingStatus).toMatchObject({
      means: 'not-graded',
    });
  });

  it.each([
    [3001, 'points', { scheme: 'points', of: 50 }],
    [3003, 'percent', { scheme: 'percent' }],
    [3002, 'letter_grade', { scheme: 'text' }],
    [3004, 'pass_fail', {}],
  ])(
    'keeps the mark of %i, which is marked by %s, as it is said, with the points beside it',
    async (id, type, means) => {
      learner.keepOnly(id);
      await learner.pull();
      const last = learner.canvas.assignment(id).attempts.at(-1);
      const grade = learner.sink.record(`assignment/${id}/attempt/${last?.number ?? 0}/grade`);
      expect(grade).toMatchObject({
        ids: { grading_type: type },
        value: { said: last?.mark?.grade, means },
        raw: { said: last?.mark?.score, means: { scheme: 'points', of: 50 } },
        by: { standing: 'id-only', id: '5501' },
      });
    },
  );

  it('keeps excused, missing and late as flags, and what was marked on paper without an attempt', async () => {
    learner.keepOnly(3011, 3021, 3031, 3007, 3040);
    await learner.pull();
    expect(learner.sink.record('assignment/3011/grade')).toMatchObject({
      excused: { said: true, means: true },
      released: false,
      releasedBecause: 'no-grade',
    });
    expect(learner.sink.record('assignment/3021/grade')).toMatchObject({
      missing: { said: true, means: true },
    });
    expect(learner.sink.record('assignment/3031/grade')).toMatchObject({
      released: true,
      title: 'Unit 31: task & evidence',
    });
    expect(learner.sink.record('assignment/3031').takesSubmissions).toEqual({
      said: 'on_paper',
      means: false,
    });
    expect(learner.sink.record('assignment/3007/attempt/3')).toMatchObject({
      late: { said: true, means: true },
      latePolicy: 'late',
      pointsDeducted: 2,
    });
    // A quiz marks itself: a negative id is nobody's.
    expect(learner.sink.record('assignment/3040/attempt/1/grade')).toMatchObject({
      by: { standing: 'unknown', id: '-39' },
    });
    expect(
      learner.sink.keys().filter((key) => /assignment\/3040\/attempt\/\d\/(?:text|file)/.test(key)),
    ).toEqual([]);
  });

  it('keeps whose group handed in, and what was written in a discussion', async () => {
    learner.keepOnly(3006, 3039);
    await learner.pull();
    expect(learner.sink.record('assignment/3006/attempt/1')).toMatchObject({
      group: { id: '75', name: 'Group 5' },
    });
    expect(learner.sink.record('assignment/3039/entry/8801')).toMatchObject({
      channel: 'forum-post',
      text: [{ said: '<p>My view of <em>the matter</em>.</p>' }],
    });
  });
});

describe('an assignment\u2019s brief', () => {
  it('is a document that loads nothing and runs nothing, with its picture in it, beside the files that it names', async () => {
    learner.keepOnly(3001);
    await learner.pull();
    const html = learner.sink.text('assignment/3001/brief');
    expect(html).toContain('<strong>Unit 1: task &amp; evidence</strong>');
    expect(html).toMatch(/<img src="data:image\/png;base64,iVBORw0KGg/);
    expect(html).not.toMatch(/script|verifier=\w|<a |onerror|src="http/);
    const files = learner.sink.keys().filter((key) => key.startsWith('assignment/3001/brief/file/'));
    expect(files).toHaveLength(2);
    const record = learner.sink.record('assignment/3001');
    expect(record.items).toEqual(['assignment/3001/brief', ...files].map((key) => learner.sink.idOf(key)));
    expect(JSON.stringify(record.brief)).toContain('verifier=&amp;wrap=1');
  });

  it('is not downloaded again while nothing changed, and made anew when its file was replaced', async () => {
    learner.keepOnly(3001);
    await learner.pull();
    await learner.pull();
    expect(learner.canvas.requests.count('/download')).toBe(0);
    const picture = learner.canvas.assignment(3001).linked[1];
    if (picture === undefined) throw new Error('no picture');
    picture.bytes = Buffer.concat([picture.bytes, Buffer.from('more')]);
    picture.updated = '2026-05-01T09:00:00Z';
    await learner.pull();
    expect(learner.sink.log.changed.sort()).toEqual([
      'assignment/3001/brief',
      `assignment/3001/brief/file/${picture.id}`,
    ]);
  });
});
