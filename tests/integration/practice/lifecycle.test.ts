import { readdirSync } from 'node:fs';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';

import { assignmentListSchema, gradeReportSchema } from '../../../src/practice/documents.ts';
import { practiceChanges } from '../../../src/practice/lifecycle.ts';
import type { PracticeChange } from '../../../src/practice/lifecycle.ts';
import { listFiles } from '../../../src/practice/listed-files.ts';
import { startPracticeProvider } from '../../../src/practice/provider.ts';
import type { PracticeProvider } from '../../../src/practice/provider.ts';
import { findRecordingsFolder } from '../../../src/practice/recordings-folder.ts';
import { ask, call, recordings, signIn } from './client.ts';

let provider: PracticeProvider;
let token: string;
beforeEach(async () => {
  provider = await startPracticeProvider();
  token = await signIn(provider);
});
afterEach(() => provider.close());

const courseOf = (assignmentId: number): string => (assignmentId <= 11 ? '2' : '3');

const status = (assignmentId: number): Promise<unknown> =>
  call(provider, token, 'mod_assign_get_submission_status', { assignid: String(assignmentId) });

async function gradeItem(assignmentId: number): Promise<unknown> {
  const report = gradeReportSchema.parse(
    await call(provider, token, 'gradereport_user_get_grade_items', {
      courseid: courseOf(assignmentId),
      userid: '3',
    }),
  );
  const found = report.usergrades[0].gradeitems.find(
    (item) => item.itemmodule === 'assign' && item.iteminstance === assignmentId && item.itemnumber === 0,
  );
  return found ?? null;
}

/** Changes that were recorded one on top of the other. */
const recordedAfter: Partial<Record<PracticeChange, readonly PracticeChange[]>> = {
  '04_gradebook_item_hidden_until': ['03_gradebook_item_hidden'],
  '05_gradebook_item_shown_again': ['03_gradebook_item_hidden', '04_gradebook_item_hidden_until'],
  '07_marking_workflow_withdrawn': ['06_marking_workflow_release'],
  '12_resubmitted_not_marked': ['11_attempt_reopened'],
  '18_assignment_deleted_done': ['17_assignment_deletion_pending'],
};
/** Where the site at the recorded `before` differed from the recordings of the calls, for what was going on beside. */
const beforeDiffers: Partial<Record<PracticeChange, string>> = {
  '18_assignment_deleted_done': 'no before was recorded',
  '19_reverted_to_draft': 'the assignment had been renamed by 15',
  '21_grade_with_notification': 'the weights had moved with 20',
};

it('knows every change that was recorded', () => {
  const files = readdirSync(`${findRecordingsFolder()}11_lifecycle`).filter((file) => !file.includes('_c2_'));
  expect([...practiceChanges].map((name) => `${name}.json`)).toEqual(files.sort());
});

describe('each change of the site shows exactly what was recorded', () => {
  it.each(practiceChanges)('%s', async (name) => {
    const recorded = recordings.change(name);
    for (const earlier of recordedAfter[name] ?? []) provider.switches.apply(earlier);
    const { assignmentId: expected } =
      name === '18_assignment_deleted_done'
        ? { assignmentId: 17 }
        : z
            .object({ lastattempt: z.looseObject({ submission: z.looseObject({ assignment: z.number() }) }) })
            .transform(({ lastattempt }) => ({ assignmentId: lastattempt.submission.assignment }))
            .parse(recorded.before?.submission_status);
    if (beforeDiffers[name] === undefined) {
      expect(await status(expected)).toEqual(recorded.before?.submission_status);
      expect(await gradeItem(expected)).toEqual(recorded.before?.grade_item);
    }

    const { assignmentId } = provider.switches.apply(name);

    expect(assignmentId).toBe(expected);
    expect(await status(assignmentId)).toEqual(recorded.after.submission_status);
    expect(await gradeItem(assignmentId)).toEqual(recorded.after.grade_item);
  });

  it('and every file that is listed afterwards can be had, with the size that is announced', async () => {
    for (const name of practiceChanges) provider.switches.apply(name);
    const assignments = assignmentListSchema.parse(await call(provider, token, 'mod_assign_get_assignments'));
    const ids = assignments.courses.flatMap((course) => course.assignments.map(({ id }) => id));
    const listed = (await Promise.all(ids.map(status))).flatMap(listFiles);
    expect(listed.length).toBeGreaterThan(60);
    for (const { path, size } of listed) {
      const encoded = path.split('/').map(encodeURIComponent).join('/');
      const reply = await ask(provider, {
        method: 'HEAD',
        path: `/webservice/pluginfile.php/${encoded}?token=${token}`,
      });
      expect([path, reply.status, reply.headers['content-length']]).toEqual([path, 200, String(size)]);
    }
  });
});

describe('what changes beside status and grade', () => {
  const assignmentsOf = async (courseid: string) => {
    const list = await call(provider, token, 'mod_assign_get_assignments', { 'courseids[0]': courseid });
    return assignmentListSchema.parse(list);
  };
  const namesIn = async (courseid: string): Promise<string> =>
    JSON.stringify(await call(provider, token, 'core_course_get_contents', { courseid }));
  const download = (path: string) =>
    ask(provider, { path: `/webservice/pluginfile.php/${path}?token=${token}` });

  it('a renamed assignment has its new name and date in the lists, too', async () => {
    const before = await assignmentsOf('2');
    provider.switches.apply('15_due_date_and_name');
    const after = await assignmentsOf('2');
    const find = (list: typeof before) => list.courses[0]?.assignments.find(({ id }) => id === 1);
    expect(find(after)?.name).toBe('Unit 1 Assignment (renamed)');
    expect(find(after)?.duedate).toBeGreaterThan(find(before)?.duedate ?? Infinity);
    expect(await namesIn('2')).toContain('Unit 1 Assignment (renamed)');
  });

  it('a hidden assignment is only warned of', async () => {
    provider.switches.apply('16_assignment_hidden');
    const { courses, warnings } = await assignmentsOf('2');
    expect(courses[0]?.assignments.map(({ id }) => id)).not.toContain(5);
    expect(warnings.map(({ itemid }) => itemid)).toContain(12);
    expect(await namesIn('2')).not.toContain('Observation record');
  });

  it('a deleted assignment leaves what was recorded of its course', async () => {
    for (const name of practiceChanges.slice(7, 10)) provider.switches.apply(name);
    provider.switches.apply('17_assignment_deletion_pending');
    provider.switches.apply('18_assignment_deleted_done');
    const after = (what: string): unknown =>
      recordings.json(`11_lifecycle/18_${what}_c2_after_deletion.json`);
    expect(await assignmentsOf('3')).toEqual(after('get_assignments'));
    expect(await call(provider, token, 'core_course_get_contents', { courseid: '3' })).toEqual(
      after('course_contents'),
    );
    expect(
      await call(provider, token, 'gradereport_user_get_grade_items', { courseid: '3', userid: '3' }),
    ).toEqual(after('grade_items'));
    const file = await download('45/assignsubmission_file/submission_files/15/todelete.pdf');
    expect(JSON.parse(file.body.toString())).toMatchObject({ errorcode: 'invalidrecord' });
  });

  it('a removed submission takes its file with it', async () => {
    const path = '40/assignsubmission_file/submission_files/10/lab.docx';
    expect((await download(path)).status).toBe(200);
    provider.switches.apply('14_submission_removed');
    expect((await download(path)).status).toBe(404);
  });

  it.each([
    ['10_feedback_file_replaced_same_name', '44/assignfeedback_file/feedback_files/12/fb.pdf', 571, 1049],
    ['13_learner_replaces_file', '32/assignsubmission_file/submission_files/4/inspection.pdf', 819, 1049],
  ] as const)('%s: other bytes under the same address', async (name, path, before, after) => {
    const first = await download(path);
    provider.switches.apply(name);
    const second = await download(path);
    expect([first.body.length, second.body.length]).toEqual([before, after]);
    expect(second.headers.etag).not.toBe(first.headers.etag);
  });

  it('says of a change what core_course_get_updates_since said, and nothing of a silent one', async () => {
    const updates = (): Promise<unknown> =>
      call(provider, token, 'core_course_get_updates_since', { courseid: '2', since: '1795294000' });
    provider.switches.apply('03_gradebook_item_hidden');
    expect(await updates()).toEqual({ instances: [], warnings: [] });
    provider.switches.apply('01_remark_in_assignment');
    expect(await updates()).toEqual(
      recordings.change('01_remark_in_assignment').core_course_get_updates_since,
    );
  });
});

describe('marking anew, beyond the recordings', () => {
  it('changes grade, comment and times in both places, and keeps the grade id', async () => {
    provider.switches.markAgain(1, { grade: 'Distinction', comment: '<p>Much better.</p>' });
    expect(await status(1)).toMatchObject({
      feedback: {
        grade: { id: 1, grade: '4.00000', attemptnumber: 0 },
        gradefordisplay: 'Distinction',
        plugins: [{ type: 'comments', editorfields: [{ text: '<p>Much better.</p>' }] }, {}, {}],
      },
    });
    expect(await gradeItem(1)).toMatchObject({
      graderaw: 4,
      gradeformatted: 'Distinction',
      percentageformatted: '100.00 %',
      feedback: '<p>Much better.</p>',
    });
  });

  it('marks work for the first time, in points', async () => {
    provider.switches.markAgain(17, { grade: 6.5 });
    expect(await status(17)).toMatchObject({
      lastattempt: { graded: true, gradingstatus: 'graded' },
      feedback: { gradefordisplay: '6.50&nbsp;/&nbsp;10.00', grade: { grade: '6.50000' } },
    });
    expect(await gradeItem(17)).toMatchObject({ graderaw: 6.5, gradeformatted: '6.50' });
  });

  it('refuses a grade that the assignment does not have, and an assignment that is not there', () => {
    expect(() => {
      provider.switches.markAgain(1, { grade: 5 });
    }).toThrow(expect.objectContaining({ code: 'input.record-invalid' }));
    expect(() => {
      provider.switches.markAgain(17, { grade: 'Merit' });
    }).toThrow(expect.objectContaining({ code: 'input.record-invalid' }));
    expect(() => {
      provider.switches.markAgain(8, { grade: 3 });
    }).toThrow(expect.objectContaining({ code: 'input.not-found' }));
  });
});
