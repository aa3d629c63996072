import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { PracticeChange } from '../../../src/practice/lifecycle.ts';
import { openContent } from '../../../src/vault/get-content.ts';
import type { SyncReport } from '../../../src/vault/sync.ts';
import { PracticeLearner } from '../../support/vault/practice-learner.ts';
import { sha1 } from '../../support/vault/recorded-work.ts';
import { collect } from '../../support/vault/vault-world.ts';

/** What one sync after a change must bring, key by key. What is named nowhere must stay as it was. */
interface Expected {
  readonly captured?: readonly string[];
  readonly changed?: readonly string[];
  readonly gone?: readonly string[];
  /** Keys that were gone, and are seen again. */
  readonly back?: readonly string[];
  readonly state?: string;
}

/** One story in the order in which it was recorded: staff change things, and the learner syncs after each change. */
describe('after each change that staff made at the site', () => {
  let learner: PracticeLearner;

  beforeAll(async () => {
    learner = await PracticeLearner.connect();
    expect(await learner.sync()).toMatchObject({ state: 'ok' });
  });
  afterAll(() => learner.end());

  const syncAfter = async (change: PracticeChange, expected: Expected): Promise<SyncReport> => {
    const before = learner.everything();
    learner.provider.switches.apply(change);
    const report = await learner.sync();
    const after = learner.everything();
    const back = [...after]
      .filter(([key, { gone }]) => before.get(key)?.gone === true && !gone)
      .map(([key]) => key);
    expect({
      state: report.state,
      captured: learner.keys(report, 'captured'),
      changed: learner.keys(report, 'changed'),
      gone: learner.keys(report, 'gone'),
      failed: learner.keys(report, 'failed'),
      back: back.sort(),
    }).toEqual({
      state: expected.state ?? 'ok',
      captured: [...(expected.captured ?? [])].sort(),
      changed: [...(expected.changed ?? [])].sort(),
      gone: [...(expected.gone ?? [])].sort(),
      failed: [],
      back: [...(expected.back ?? [])].sort(),
    });
    // Nothing that was kept is ever less than before.
    for (const [key, { versions }] of before)
      expect(after.get(key)?.versions ?? 0, key).toBeGreaterThanOrEqual(versions);
    return report;
  };
  /** What each version of an item's grade or comment says. */
  const said = (key: string, property: 'value' | 'comments'): string[] =>
    learner.history(key).versions.map(({ record }) => {
      const value = record[property];
      const first: unknown = Array.isArray(value) ? value[0] : value;
      return typeof first === 'object' && first !== null && 'said' in first ? String(first.said) : '';
    });
  const goneBecause = (key: string): unknown =>
    learner.history(key).events.findLast(({ kind }) => kind === 'item-gone')?.detail.reason;

  it('keeps the old mark and the new one of a re-mark', async () => {
    await syncAfter('01_remark_in_assignment', {
      changed: ['assignment/1/attempt/0/feedback', 'assignment/1/attempt/0/grade', 'course/2/grade-item/2'],
      gone: ['assignment/1/attempt/0/feedback/comments/sketch.png'],
    });
    expect(said('assignment/1/attempt/0/grade', 'value')).toEqual(['Merit', 'Distinction']);
    expect(new Set(said('assignment/1/attempt/0/feedback', 'comments')).size).toBe(2);
  });

  it('keeps both numbers where the gradebook overrides the assignment', async () => {
    await syncAfter('02_gradebook_override', {
      captured: ['course/2/grade-item/4/feedback'],
      changed: ['assignment/3/attempt/1/grade', 'course/2/grade-item/4'],
    });
    const { latest } = learner.get('assignment/3/attempt/1/grade');
    expect(latest?.record).toMatchObject({
      value: { said: 'Merit' },
      raw: { said: '2.00000' },
      overridden: { assignment: { said: '2.00000' } },
    });
    expect(said('assignment/3/attempt/0/grade', 'value')).toEqual(['Refer']);
  });

  const hidden = ['assignment/4/attempt/0/feedback', 'assignment/4/attempt/0/grade', 'course/2/grade-item/5'];
  it('marks a hidden grade as hidden, with the date, and keeps it', async () => {
    await syncAfter('03_gradebook_item_hidden', { gone: hidden });
    for (const key of hidden) expect(goneBecause(key)).toBe('hidden');
    await syncAfter('04_gradebook_item_hidden_until', {});
  });

  it('takes it as seen again, without a new version, once it is shown again', async () => {
    await syncAfter('05_gradebook_item_shown_again', { back: hidden });
    expect(learner.history('assignment/4/attempt/0/grade').versions).toHaveLength(1);
  });

  const released = [
    'assignment/2/attempt/0/feedback',
    'assignment/2/attempt/0/feedback/file/secret feedback.pdf',
    'assignment/2/attempt/0/grade',
    'course/2/grade-item/3',
  ];
  it('captures grade and feedback only once they are released', async () => {
    for (const key of released) expect(learner.find(key)).toBeUndefined();
    await syncAfter('06_marking_workflow_release', {
      captured: released,
      changed: ['assignment/2/attempt/0'],
    });
  });

  it('keeps what was released when the release is withdrawn, and says so', async () => {
    await syncAfter('07_marking_workflow_withdrawn', { gone: released, changed: ['assignment/2/attempt/0'] });
    expect(goneBecause('assignment/2/attempt/0/grade')).toBe('withdrawn');
    expect(said('assignment/2/attempt/0/grade', 'value')).toHaveLength(1);
  });

  it('keeps a grade that was cleared', async () => {
    await syncAfter('08_grade_removed', {
      changed: ['assignment/13/attempt/0', 'assignment/13/attempt/0/feedback'],
      gone: ['assignment/13/attempt/0/grade', 'course/3/grade-item/15'],
    });
    expect(goneBecause('assignment/13/attempt/0/grade')).toBe('cleared');
    expect(said('assignment/13/attempt/0/grade', 'value')).toHaveLength(1);
  });

  it('captures a comment that comes later', async () => {
    await syncAfter('09_feedback_comment_only', {
      captured: ['assignment/14/attempt/0/feedback'],
      changed: ['assignment/14/attempt/0/grade', 'course/3/grade-item/16'],
    });
  });

  it('keeps both files where one is replaced by another of the same name', async () => {
    const key = 'assignment/16/attempt/0/feedback/file/fb.pdf';
    await syncAfter('10_feedback_file_replaced_same_name', {
      changed: [key, 'assignment/16/attempt/0/feedback'],
    });
    const { versions } = learner.history(key);
    const contents = await Promise.all(
      versions.map(async ({ content }) =>
        content === undefined ? '' : sha1(await collect(openContent(learner.vault, content))),
      ),
    );
    expect(contents).toEqual([
      '6b964f0b068c5dea90ce79a8d1ed0b28706dcdb5',
      '5d159835ef3113822e53058d4504e653af11e770',
    ]);
    expect(versions[0]?.content?.sha256).not.toBe(versions[1]?.content?.sha256);
  });

  it('numbers a new attempt after the ones before, and leaves those alone', async () => {
    await syncAfter('11_attempt_reopened', {
      captured: ['assignment/3/attempt/2'],
      changed: ['assignment/3/attempt/1/feedback', 'assignment/3/attempt/1/grade', 'course/2/grade-item/4'],
      gone: ['course/2/grade-item/4/feedback'],
    });
    expect(learner.get('assignment/3/attempt/2').attempt).toBe(3);
    expect(said('assignment/3/attempt/1/grade', 'value')).toEqual(['Pass', 'Merit', 'Refer']);
    await syncAfter('12_resubmitted_not_marked', {
      captured: [
        'assignment/3/attempt/2/submission',
        'assignment/3/attempt/2/submission/file/portfolio v3.docx',
      ],
      changed: ['assignment/3/attempt/2'],
    });
    expect([0, 1, 2].map((number) => learner.get(`assignment/3/attempt/${number}`).attempt)).toEqual([
      1, 2, 3,
    ]);
    expect(learner.find('assignment/3/attempt/2/grade')).toBeUndefined();
    // One chain, linked entry by entry.
    const versions = [0, 1, 2].flatMap((number) =>
      learner.vault.index.items.versions(learner.get(`assignment/3/attempt/${number}`).id),
    );
    const chain = versions.sort((a, b) => a.index - b.index).map((version) => version.chain);
    expect(new Set(chain.map((place) => place?.chain)).size).toBe(1);
    expect(chain.map((place) => place?.sequence)).toEqual(chain.map((_, position) => position + 1));
    expect(chain.map((place) => place?.previous)).toEqual([
      null,
      ...versions.slice(0, -1).map(({ leafHash }) => leafHash),
    ]);
  });

  it('keeps the marked file where the learner replaced it after marking', async () => {
    const key = 'assignment/4/attempt/0/submission/file/inspection.pdf';
    await syncAfter('13_learner_replaces_file', {
      changed: [key, 'assignment/4/attempt/0', 'assignment/4/attempt/0/submission'],
    });
    expect(learner.history(key).versions).toHaveLength(2);
  });

  it('keeps a submission that staff removed', async () => {
    const file = 'assignment/12/attempt/0/submission/file/lab.docx';
    await syncAfter('14_submission_removed', {
      changed: ['assignment/12/attempt/0'],
      gone: ['assignment/12/attempt/0/submission', file],
    });
    expect(goneBecause(file)).toBe('removed');
    const { latest } = learner.get(file);
    if (latest?.content === undefined) throw new Error('no content');
    expect(await collect(openContent(learner.vault, latest.content))).toHaveLength(986);
  });

  it('keeps the old name and due date beside the new ones', async () => {
    await syncAfter('15_due_date_and_name', {
      changed: [
        'assignment/1',
        'assignment/1/attempt/0/feedback',
        'assignment/1/attempt/0/grade',
        'course/2/grade-item/2',
      ],
      // The comment that was changed back shows its picture again.
      back: ['assignment/1/attempt/0/feedback/comments/sketch.png'],
    });
    const names = learner.history('assignment/1').versions.map(({ name }) => name);
    expect(names).toEqual(['Unit 1 Assignment: Risk assessment', 'Unit 1 Assignment (renamed)']);
  });

  it('does not take a hidden assignment for a deleted one', async () => {
    const report = await syncAfter('16_assignment_hidden', { state: 'shows-less' });
    expect(report.error?.code).toBe('source.shows-less');
    expect(learner.get('assignment/5').gone).toBeUndefined();
    expect(learner.vault.index.statements.openAlerts()).toMatchObject([{ code: 'shows-less' }]);
  });

  it('keeps a deleted assignment with all its work', async () => {
    const parts = [
      'assignment/17',
      'assignment/17/attempt/0',
      'assignment/17/attempt/0/submission',
      'assignment/17/attempt/0/submission/file/todelete.pdf',
    ];
    await syncAfter('17_assignment_deletion_pending', {
      state: 'shows-less',
      gone: parts,
      // Its row is not in the course's list of what is done any more.
      changed: ['course/3/completion'],
    });
    for (const key of parts) expect(goneBecause(key)).toBe('deleted');
    await syncAfter('18_assignment_deleted_done', { state: 'shows-less' });
    const { latest } = learner.get(parts[3] ?? '');
    if (latest?.content === undefined) throw new Error('no content');
    expect(await collect(openContent(learner.vault, latest.content))).toHaveLength(819);
  });

  it('keeps that work was handed in when staff put it back to a draft', async () => {
    await syncAfter('19_reverted_to_draft', {
      state: 'shows-less',
      changed: [
        'assignment/1/attempt/0',
        'assignment/1/attempt/0/feedback',
        'assignment/1/attempt/0/grade',
        'assignment/1/attempt/0/submission',
        'course/2/grade-item/2',
      ],
    });
    const statuses = learner
      .history('assignment/1/attempt/0')
      .versions.map(({ record }) => (record.status as { said: string }).said);
    expect(statuses).toEqual(['submitted', 'draft']);
  });

  it('captures the blind mark once names are revealed, and not before', async () => {
    expect(learner.find('assignment/11/attempt/0/grade')).toBeUndefined();
    await syncAfter('20_identities_revealed', {
      state: 'shows-less',
      captured: [
        'assignment/11/attempt/0/feedback',
        'assignment/11/attempt/0/grade',
        'course/2/grade-item/12',
      ],
    });
  });

  it('goes on with an assignment that is shown again', async () => {
    await syncAfter('21_grade_with_notification', {
      changed: ['assignment/5/attempt/0/feedback', 'assignment/5/attempt/0/grade', 'course/2/grade-item/6'],
    });
  });

  it('keeps a mark beyond the recordings as one more version', async () => {
    const before = said('assignment/18/attempt/0/grade', 'value');
    learner.provider.switches.markAgain(18, { grade: 'Distinction', comment: '<p>Looked at again.</p>' });
    await learner.sync();
    expect(said('assignment/18/attempt/0/grade', 'value')).toEqual([...before, 'Distinction']);
    expect(said('assignment/18/attempt/0/feedback', 'comments').at(-1)).toBe('<p>Looked at again.</p>');
  });

  it('captures nothing once more when nothing changes', async () => {
    expect(await learner.sync()).toMatchObject({ captured: 0, changed: 0, gone: 0, failed: 0 });
  });
});
