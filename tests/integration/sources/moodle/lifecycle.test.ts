import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { practiceChanges, type PracticeChange } from '../../../../src/practice/lifecycle.ts';
import type { PullResult } from '../../../../src/sources/source.ts';
import { PracticeLearner } from '../../../support/practice-learner.ts';

interface Expected {
  readonly captured?: readonly string[];
  readonly changed?: readonly string[];
  readonly back?: readonly string[];
  readonly gone?: readonly (readonly [string, string])[];
  readonly alerts?: readonly { readonly code: string; readonly key: string }[];
  readonly state?: PullResult['state'];
}

const attempt = (assignment: number, number = 0) => `assignment/${assignment}/attempt/${number}`;

/** Exactly what each recorded change does to what is kept; what is not named stays as it is. */
const expectations: Readonly<Record<PracticeChange, Expected>> = {
  '01_remark_in_assignment': {
    changed: [`${attempt(1)}/feedback`, `${attempt(1)}/grade`, 'course/2/grade-item/2'],
    gone: [[`${attempt(1)}/feedback/comments/sketch.png`, 'not-listed']],
  },
  '02_gradebook_override': {
    changed: [`${attempt(3, 1)}/grade`, 'course/2/grade-item/4'],
    captured: ['course/2/grade-item/4/feedback'],
  },
  '03_gradebook_item_hidden': {
    gone: [
      [`${attempt(4)}/feedback`, 'hidden'],
      [`${attempt(4)}/grade`, 'hidden'],
      ['course/2/grade-item/5', 'hidden'],
    ],
  },
  '04_gradebook_item_hidden_until': {},
  '05_gradebook_item_shown_again': {
    back: [`${attempt(4)}/feedback`, `${attempt(4)}/grade`, 'course/2/grade-item/5'],
  },
  '06_marking_workflow_release': {
    changed: [attempt(2)],
    captured: [
      `${attempt(2)}/feedback`,
      `${attempt(2)}/feedback/file/secret feedback.pdf`,
      `${attempt(2)}/grade`,
      'course/2/grade-item/3',
    ],
  },
  '07_marking_workflow_withdrawn': {
    changed: [attempt(2)],
    gone: [
      [`${attempt(2)}/feedback`, 'withdrawn'],
      [`${attempt(2)}/feedback/file/secret feedback.pdf`, 'withdrawn'],
      [`${attempt(2)}/grade`, 'withdrawn'],
      ['course/2/grade-item/3', 'cleared'],
    ],
  },
  '08_grade_removed': {
    changed: [attempt(13), `${attempt(13)}/feedback`],
    gone: [
      [`${attempt(13)}/grade`, 'cleared'],
      ['course/3/grade-item/15', 'cleared'],
    ],
  },
  '09_feedback_comment_only': {
    captured: [`${attempt(14)}/feedback`],
    changed: [`${attempt(14)}/grade`, 'course/3/grade-item/16'],
  },
  '10_feedback_file_replaced_same_name': {
    changed: [`${attempt(16)}/feedback`, `${attempt(16)}/feedback/file/fb.pdf`],
  },
  '11_attempt_reopened': {
    captured: [attempt(3, 2)],
    changed: [`${attempt(3, 1)}/feedback`, `${attempt(3, 1)}/grade`, 'course/2/grade-item/4'],
    gone: [['course/2/grade-item/4/feedback', 'not-listed']],
  },
  '12_resubmitted_not_marked': {
    captured: [`${attempt(3, 2)}/submission`, `${attempt(3, 2)}/submission/file/portfolio v3.docx`],
    changed: [attempt(3, 2)],
  },
  '13_learner_replaces_file': {
    changed: [attempt(4), `${attempt(4)}/submission`, `${attempt(4)}/submission/file/inspection.pdf`],
  },
  '14_submission_removed': {
    changed: [attempt(12)],
    gone: [
      [`${attempt(12)}/submission`, 'removed'],
      [`${attempt(12)}/submission/file/lab.docx`, 'removed'],
    ],
  },
  '15_due_date_and_name': { changed: ['assignment/1', 'course/2/grade-item/2'] },
  '16_assignment_hidden': {
    state: 'shows-less',
    alerts: [{ code: 'shows-less', key: 'assignment/5' }],
  },
  '17_assignment_deletion_pending': {
    // Its row is not in the course's list of what is done any more.
    changed: ['course/3/completion'],
    gone: [
      ['assignment/17', 'deleted'],
      [attempt(17), 'deleted'],
      [`${attempt(17)}/submission`, 'deleted'],
      [`${attempt(17)}/submission/file/todelete.pdf`, 'deleted'],
    ],
  },
  '18_assignment_deleted_done': {},
  '19_reverted_to_draft': {
    changed: [
      attempt(1),
      `${attempt(1)}/submission`,
      // The site gives the mark and the comment a new date too.
      `${attempt(1)}/feedback`,
      `${attempt(1)}/grade`,
      'course/2/grade-item/2',
    ],
  },
  '20_identities_revealed': {
    captured: [`${attempt(11)}/feedback`, `${attempt(11)}/grade`, 'course/2/grade-item/12'],
  },
  '21_grade_with_notification': {
    changed: [`${attempt(5)}/feedback`, `${attempt(5)}/grade`, 'course/2/grade-item/6'],
  },
};

/** Between these the recorded site had been put back, so that each begins from the beginning. */
const sittings: readonly (readonly PracticeChange[])[] = [
  practiceChanges.slice(0, 14),
  ['15_due_date_and_name'],
  ['16_assignment_hidden'],
  ['17_assignment_deletion_pending', '18_assignment_deleted_done'],
  ['19_reverted_to_draft'],
  ['20_identities_revealed'],
  ['21_grade_with_notification'],
];

it('tries every recorded change', () => {
  expect(sittings.flat()).toEqual(practiceChanges);
});

describe.each(sittings)(
  'each recorded change by staff is exactly that change (facts 15 to 18): from %s on',
  (...changes) => {
    let learner: PracticeLearner;

    beforeAll(async () => {
      learner = await PracticeLearner.start();
      await learner.pull();
    });
    afterAll(async () => learner.provider.close());

    it.each(changes)('%s', async (change) => {
      learner.provider.switches.apply(change);
      const result = await learner.pull();
      const { captured, changed, back, gone, alerts, failed } = learner.sink.log;
      const expected = expectations[change];
      expect({
        captured: captured.sort(),
        changed: changed.sort(),
        back: back.sort(),
        gone: gone.sort(),
        alerts: alerts.map(({ code, key }) => ({ code, key })),
        state: result.state,
        failed,
      }).toEqual({
        captured: [...(expected.captured ?? [])].sort(),
        changed: [...(expected.changed ?? [])].sort(),
        back: [...(expected.back ?? [])].sort(),
        gone: [...(expected.gone ?? [])].sort(),
        alerts: expected.alerts ?? [],
        state: expected.state ?? 'ok',
        failed: [],
      });
      const { requests } = learner.provider;
      expect(requests.count()).toBeLessThan(60);
      expect(requests.bytesSent).toBeLessThan(300_000);

      const again = await learner.pull();
      expect(learner.sink.log).toMatchObject({ captured: [], changed: [], back: [], gone: [], alerts: [] });
      expect(again.state).toBe(expected.state ?? 'ok');
    });
  },
);

describe('after all of it', () => {
  let learner: PracticeLearner;

  beforeAll(async () => {
    learner = await PracticeLearner.start();
    await learner.pull();
    for (const change of sittings[0] ?? []) {
      learner.provider.switches.apply(change);
      await learner.pull();
    }
  });
  afterAll(async () => learner.provider.close());

  it('keeps every version: nothing that was ever captured is lost by any of it', () => {
    const versions = (key: string) =>
      learner.sink.items.get(key)?.versions.map(({ observation }) => observation.record) ?? [];
    expect(versions(`${attempt(1)}/grade`).map(({ value }) => value)).toMatchObject([
      { said: 'Merit' },
      { said: 'Distinction' },
    ]);
    expect(versions(`${attempt(3, 1)}/grade`)).toMatchObject([
      { value: { said: 'Pass' } },
      // The override came from the gradebook alone (fact 16).
      {
        value: { said: 'Merit' },
        raw: { said: '2.00000' },
        overridden: { assignment: { said: '2.00000' }, gradebook: { said: 'Merit' } },
      },
      { value: { said: 'Refer' }, raw: { said: '1.00000' } },
    ]);
    const file = learner.sink.items.get(`${attempt(4)}/submission/file/inspection.pdf`);
    expect(file?.versions.map(({ size }) => size)).toEqual([819, 1049]);
    expect(learner.sink.record(attempt(3, 2))).toMatchObject({
      numberAtSource: 2,
      status: { said: 'submitted' },
    });
  });

  it('marks again what is marked again beyond the recordings', async () => {
    learner.provider.switches.markAgain(18, { grade: 'Distinction', comment: '<p>On appeal.</p>' });
    await learner.pull();
    expect(learner.sink.log.changed.sort()).toEqual([
      `${attempt(18)}/feedback`,
      `${attempt(18)}/grade`,
      'course/4/grade-item/21',
    ]);
  });
});
