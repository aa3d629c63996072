import { createHash } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { PracticeAssignment } from '../../../../src/practice/canvas/canvas-data.ts';
import { CanvasLearner } from './canvas-learner.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What the server holds for each key, read out of its data and not by the connector's code. */
function expectedOf(assignment: PracticeAssignment): Map<string, string> {
  const expected = new Map<string, string>();
  const base = `assignment/${assignment.id}`;
  for (const attempt of assignment.attempts) {
    const key = `${base}/attempt/${attempt.number}`;
    for (const file of attempt.files) expected.set(`${key}/file/${file.id}`, sha256(file.bytes));
    if (attempt.recording !== undefined) expected.set(`${key}/recording`, sha256(attempt.recording.bytes));
    if (attempt.text !== undefined) expected.set(`${key}/text`, sha256(Buffer.from(attempt.text)));
    if (attempt.url !== undefined) expected.set(`${key}/address`, sha256(Buffer.from(attempt.url)));
  }
  return expected;
}

describe('3 courses, 40 assignments and 120 attempts over five pages each, with throttling, in one sync', () => {
  let learner: CanvasLearner;
  let assignments: readonly PracticeAssignment[];

  beforeAll(async () => {
    learner = await CanvasLearner.start(3);
    learner.canvas.switches.throttleEvery(7);
    assignments = learner.canvas.data.courses.flatMap((course) => course.assignments);
    expect(await learner.pull()).toMatchObject({ state: 'ok' });
  });
  afterAll(() => learner.canvas.close());

  it('is of that size, and was read by pages and throttled on the way', () => {
    expect(assignments).toHaveLength(40);
    expect(assignments.flatMap(({ attempts }) => attempts)).toHaveLength(120);
    for (const course of [201, 202, 203])
      for (const list of ['assignments', 'students/submissions']) {
        const tries = learner.canvas.requests.entries.filter(
          ({ path }) => path === `/api/v1/courses/${course}/${list}`,
        );
        expect(tries.filter(({ status }) => status === 200)).toHaveLength(5);
      }
    expect(learner.canvas.requests.entries.filter(({ status }) => status === 403).length).toBeGreaterThan(5);
    expect(learner.waits.length).toBeGreaterThan(5);
  });

  it('has every attempt with its number, time and state, in one chain for each assignment', () => {
    const attempts = [...learner.sink.items.values()].filter(({ recordKind }) => recordKind === 'attempt');
    expect(attempts).toHaveLength(120);
    for (const assignment of assignments)
      for (const { number, at } of assignment.attempts) {
        const key = `assignment/${assignment.id}/attempt/${number}`;
        expect(learner.sink.record(key), key).toMatchObject({
          numberAtSource: number,
          submitted: { said: at },
          status: { means: 'submitted' },
        });
        expect(learner.sink.items.get(key)?.versions[0]?.observation.chain).toEqual({
          account: '1001',
          assignment: String(assignment.id),
        });
      }
    // In the order in which they were made, so that the vault counts them so too.
    const order = learner.sink.log.order.filter((key) => /^assignment\/3002\/attempt\/\d$/.test(key));
    expect(order).toEqual([1, 2, 3, 4, 5, 6].map((number) => `assignment/3002/attempt/${number}`));
  });

  it('has every file, text, address and recording byte for byte, and nothing else of the kind', () => {
    const expected = new Map(assignments.flatMap((assignment) => [...expectedOf(assignment)]));
    const kept = [...learner.sink.items.values()]
      .filter(({ key, recordKind }) => recordKind === 'document' && key.includes('/attempt/'))
      .map(({ key, versions }) => [key, versions[0]?.sha256] as const);
    expect(new Map(kept)).toEqual(expected);
    expect(expected.size).toBeGreaterThan(100);
  });

  it('has just the marks that are posted, each with the attempt that it was given for', () => {
    const expected = assignments.flatMap(({ id, postedAt, attempts, paperMark, excused, missing }) => [
      ...attempts
        .filter(({ mark }) => mark !== undefined && postedAt !== null)
        .map(({ number, mark }) => [`assignment/${id}/attempt/${number}/grade`, mark?.grade] as const),
      ...(paperMark === undefined ? [] : [[`assignment/${id}/grade`, paperMark.grade] as const]),
      ...(excused || missing ? [[`assignment/${id}/grade`, null] as const] : []),
    ]);
    const kept = [...learner.sink.items.values()]
      .filter(({ recordKind }) => recordKind === 'grade')
      .map(({ key }) => {
        const { value } = learner.sink.record(key);
        return [
          key,
          typeof value === 'object' && value !== null && 'said' in value ? value.said : undefined,
        ] as const;
      });
    expect(new Map<string, unknown>(kept)).toEqual(new Map<string, unknown>(expected));
    expect(expected.length).toBeGreaterThan(60);
  });

  it('has every comment that the learner may see, with its author as given', () => {
    const messages = [...learner.sink.items.values()].filter(({ key }) => /\/comment\/\d+$/.test(key));
    const visible = assignments.flatMap(({ comments, postedAt }) =>
      comments.filter(({ author }) => postedAt !== null || author?.id === 1001),
    );
    expect(messages).toHaveLength(visible.length);
    expect(learner.sink.record('assignment/3001/comment/6000').by).toEqual({
      standing: 'named',
      id: '5501',
      name: 'Dana Marker',
    });
    expect(learner.sink.record('assignment/3001/comment/6002').by).toEqual({ standing: 'hidden', id: null });
  });

  it('never sends the token to the host of the files', () => {
    expect(
      learner.canvas.requests.entries.filter(({ path }) => /^\/\d+\//.test(path)).length,
    ).toBeGreaterThan(50);
    expect(learner.canvas.strayTokens).toEqual([]);
  });

  it('downloads nothing the second time, and keeps nothing new', async () => {
    expect(await learner.pull()).toMatchObject({ state: 'ok' });
    expect(learner.canvas.requests.count('/download')).toBe(0);
    expect(learner.sink.log).toMatchObject({ captured: [], changed: [], gone: [], failed: [] });
  });
});
