import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { openContent } from '../../../src/vault/get-content.ts';
import { listItems } from '../../../src/vault/items.ts';
import { PracticeLearner } from '../../support/vault/practice-learner.ts';
import {
  recordedComments,
  recordedCompletion,
  recordedMaterials,
  recordedPosts,
  recordedQuizAttempts,
  recordedRatings,
  recordedRows,
  wordsOfOthers,
} from '../../support/vault/recorded-site.ts';
import { sha1 } from '../../support/vault/recorded-work.ts';
import { collect } from '../../support/vault/vault-world.ts';

/** With `moodle-recorded.test.ts`, which compares the work, grades and feedback of assignments: nothing less, and nothing more. */
describe('a synced vault of learner 1 equals the recorded site', () => {
  let learner: PracticeLearner;

  beforeAll(async () => {
    learner = await PracticeLearner.connect();
    expect(await learner.sync()).toMatchObject({ state: 'ok', failed: 0 });
  });
  afterAll(() => learner.end());

  const keysOf = (kind: string): string[] =>
    listItems(learner.vault, { kind }).map(({ id }) => learner.keyOf(id));
  const recordOf = (key: string): Readonly<Record<string, unknown>> => learner.get(key).latest?.record ?? {};
  const bytesOf = async (key: string): Promise<Buffer> => {
    const content = learner.get(key).latest?.content;
    if (content === undefined) throw new Error(`no content: ${key}`);
    return collect(openContent(learner.vault, content));
  };
  const saidIn = (value: unknown): unknown =>
    typeof value === 'object' && value !== null && 'said' in value ? value.said : undefined;
  const byKey = (a: { key: string }, b: { key: string }): number => (a.key < b.key ? -1 : 1);

  it('in every comment under a submission and every post of theirs in a forum, and holds no other message', () => {
    const messages = keysOf('message').map((key) => {
      const { channel, by, text, subject, sent } = recordOf(key);
      const [first]: unknown[] = Array.isArray(text) ? text : [];
      return {
        key,
        channel,
        by,
        said: saidIn(first),
        ...(subject === undefined ? {} : { subject }),
        sent: saidIn(sent),
      };
    });
    const expected = [...recordedComments(), ...recordedPosts()] as { key: string }[];
    expect(messages.sort(byKey)).toEqual(expected.sort(byKey));
    expect(messages.length).toBeGreaterThan(1);
  });

  it('and holds nothing that others wrote in the forums, not even in the raw answers', async () => {
    const words = wordsOfOthers();
    expect(words.length).toBeGreaterThan(0);
    for (const { id } of listItems(learner.vault)) {
      const { latest } = learner.get(learner.keyOf(id));
      const kept = [JSON.stringify(latest?.record)];
      for (const raw of latest?.provenance.raw ?? [])
        kept.push((await collect(openContent(learner.vault, raw))).toString('utf8'));
      for (const text of kept) for (const word of words) expect(text.includes(word)).toBe(false);
    }
  });

  it('in every attempt at a quiz, with its grade and all that its review shows', async () => {
    const attempts = recordedQuizAttempts();
    expect(keysOf('attempt').filter((key) => key.startsWith('quiz/'))).toEqual(
      attempts.map(({ quiz, id }) => `quiz/${quiz}/attempt/${id}`),
    );
    for (const { quiz, id, attempt, state, timestart, timefinish, sumgrades, grade, words } of attempts) {
      const key = `quiz/${quiz}/attempt/${id}`;
      expect(recordOf(key)).toMatchObject({
        number: attempt,
        numberAtSource: attempt,
        assignment: learner.get(`quiz/${quiz}`).id,
        status: { said: state },
        started: { said: timestart },
        submitted: { said: timefinish },
      });
      expect(recordOf(`${key}/grade`)).toMatchObject({
        value: { said: grade },
        raw: { said: sumgrades },
        attempt: learner.get(key).id,
      });
      const page = (await bytesOf(`${key}/review`)).toString('utf8');
      expect(words.length).toBeGreaterThan(6);
      for (const word of words) expect(page).toContain(word);
      expect(page).toContain('My essay answer');
      expect(page).toContain('Good essay');
      expect(page).not.toMatch(/<script|<link|\son\w+=|https?:\/\/|<a\s|sesskey/i);
    }
  });

  it('in every grade that the reports show, and shows no other', () => {
    const rows = new Map(
      keysOf('grade')
        .filter((key) => key.includes('/grade-item/'))
        .map((key) => [Number(key.split('/').at(-1)), saidIn(recordOf(key).value)]),
    );
    expect(rows).toEqual(recordedRows());
    expect(rows.size).toBeGreaterThan(14);
    // The quiz's row names the quiz.
    expect(recordOf('course/3/grade-item/30').assignment).toBe(learner.get('quiz/1').id);
  });

  it('in every file that its course pages offer and that was put forward as prior learning', async () => {
    const kept = await Promise.all(
      keysOf('document')
        .filter((key) => /^(?:course\/\d+\/module|prior-learning\/\d+\/file)\//.test(key))
        .map(async (key) => {
          const { name, path } = recordOf(key);
          return { name, path, sha1: sha1(await bytesOf(key)) };
        }),
    );
    const order = (a: object, b: object): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
    expect(kept.sort(order)).toEqual(recordedMaterials().sort(order));
    expect(kept.length).toBeGreaterThan(10);
  });

  it('in every rating of a competency, with who gave it and what they noted', () => {
    const { usercompetencycourse: rating, evidence } = recordedRatings();
    const key = `course/${rating.courseid}/competency/${rating.competencyid}`;
    expect(keysOf('grade').filter((each) => each.includes('/competency/'))).toEqual([key]);
    expect(recordOf(key)).toMatchObject({ value: { said: rating.gradename }, proficient: { said: false } });
    expect(keysOf('decision')).toEqual(evidence.map(({ id }) => `${key}/decision/${id}`));
    for (const { id, note, actionuser } of evidence)
      expect(recordOf(`${key}/decision/${id}`)).toMatchObject({
        outcome: rating.gradename,
        comment: note,
        by: { standing: 'named', name: actionuser.fullname },
      });
    expect(keysOf('document').filter((each) => each.startsWith('plan/'))).toEqual(['plan/1']);
  });

  it('in what is completed', async () => {
    const page = (await bytesOf('course/2/completion')).toString('utf8');
    const states = [...page.matchAll(/<tr><td>[^<]*<\/td><td>(\d) /g)].map(([, state]) => Number(state));
    expect(states).toEqual(recordedCompletion().map(({ state }) => state));
    expect(states.length).toBeGreaterThan(5);
  });

  it('keeps texts with images as pages that need nothing of the site', async () => {
    const pages = keysOf('document').filter((key) => key.endsWith('/with-images'));
    expect(pages.sort()).toEqual([
      'assignment/14/attempt/0/submission/online-text/with-images',
      'assignment/2/attempt/0/submission/online-text/with-images',
    ]);
    const page = (await bytesOf(pages[0] ?? '')).toString('utf8');
    expect(page.match(/src="data:image\/png;base64,/g)).toHaveLength(2);
    expect(page).toContain('[image, not kept here: x.png: https://example.org/x.png]');
    expect(page).not.toMatch(/src="https?:/);
  });
});
