import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { expect, it } from 'vitest';

import { listItems, showItem } from '../../../src/vault/items.ts';
import type { OpenVault } from '../../../src/vault/vault-context.ts';
import { bulkMembers, exportMembers } from '../../support/canvas-zips.ts';
import { rawZip } from '../../support/raw-zip.ts';
import { importAsForeseen } from '../../support/vault/foreseen.ts';
import { worlds } from '../../support/vault/worlds.ts';

const world = worlds();

function byKey(vault: OpenVault) {
  return new Map(listItems(vault).map(({ id }) => [showItem(vault, id).key, showItem(vault, id)]));
}

it('takes an assessor\u2019s download of one assignment, just as it was foreseen', async () => {
  const at = await world();
  const vault = await at.write();
  const { preview, report } = await importAsForeseen(
    vault,
    await at.file('submissions.zip', rawZip(bulkMembers)),
  );
  expect(preview).toMatchObject({
    format: 'canvas-submissions',
    origin: 'Unit 1: task (Canvas)',
    notices: [],
  });
  expect(report).toMatchObject({ state: 'ok', captured: 5, failed: 0 });
  const items = byKey(vault);
  expect(items.get('user/1001/file/9001')).toMatchObject({
    name: 'essay.pdf',
    latest: {
      record: {
        role: 'submission-file',
        path: 'ashworthrobin_LATE_1001_9001_essay.pdf',
        ids: { userid: '1001', fileid: '9001', person: 'ashworthrobin', late: 'LATE' },
        assignment: items.get('assignment')?.id,
        partOf: items.get('archive')?.id,
      },
    },
  });
  expect(items.get('user/1001/text')?.latest?.record).toMatchObject({ role: 'online-text' });
  expect(items.get('assignment')).toMatchObject({ kind: 'assignment', name: 'Unit 1: task' });
});

it('makes new versions of a newer download, and no doubles', async () => {
  const at = await world();
  const vault = await at.write();
  await importAsForeseen(vault, await at.file('submissions.zip', rawZip(bulkMembers)));
  const newer = bulkMembers.map((member) =>
    member.name.endsWith('_text.html') ? { ...member, data: member.data.replace('Five', 'Six') } : member,
  );
  const { report } = await importAsForeseen(vault, await at.file('submissions (1).zip', rawZip(newer)));
  expect(report).toMatchObject({ state: 'ok', captured: 0, failed: 0, gone: 0 });
  const items = byKey(vault);
  expect(items.get('user/1001/text')?.versions).toBe(2);
  expect(items.get('user/1001/file/9001')?.versions).toBe(1);
  expect(items.size).toBe(5);
});

it('says that a download holds the work of several people', async () => {
  const at = await world();
  const vault = await at.write();
  const members = [...bulkMembers, { name: 'leesam_1002_9003_essay.pdf', data: '%PDF-1.7\nAnother.\n' }];
  const { preview } = await importAsForeseen(vault, await at.file('submissions.zip', rawZip(members)));
  expect(preview).toMatchObject({ notices: ['several-people-in-zip'] });
});

it('takes a learner\u2019s own download by course and assignment, and the next one as the same, whatever its day', async () => {
  const at = await world();
  const vault = await at.write();
  const first = await importAsForeseen(
    vault,
    await at.file('2026-11-22 data export.zip', rawZip(exportMembers)),
  );
  expect(first.preview).toMatchObject({
    format: 'canvas-submissions',
    origin: 'Submissions from Canvas',
    notices: [],
  });
  expect(first.report).toMatchObject({ state: 'ok', captured: 8, failed: 0 });
  const items = byKey(vault);
  expect(items.get('assignment/Level 3/Unit 1')?.latest?.record).toEqual({
    title: 'Unit 1',
    course: { title: 'Level 3' },
  });
  expect(items.get('assignment/Level 3/Unit 2/submission_text_2.html')?.latest?.record).toMatchObject({
    role: 'online-text',
    ids: { version: 2 },
    assignment: items.get('assignment/Level 3/Unit 2')?.id,
  });
  const later = exportMembers.map(({ name, data }) => ({
    name: name.replace('2026-11-22', '2026-12-24'),
    data,
  }));
  const second = await importAsForeseen(vault, await at.file('2026-12-24 data export.zip', rawZip(later)));
  expect(second.report).toMatchObject({ state: 'ok', captured: 0, failed: 0 });
  expect(byKey(vault).size).toBe(8);
});

it('knows such a download that was unpacked into a folder', async () => {
  const at = await world();
  const vault = await at.write();
  for (const { name, data } of exportMembers) {
    const path = join(at.root, 'unpacked', name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, data);
  }
  const { preview, report } = await importAsForeseen(
    vault,
    join(at.root, 'unpacked', '2026-11-22 data export'),
  );
  expect(preview).toMatchObject({ format: 'canvas-submissions' });
  expect(report).toMatchObject({ state: 'ok', captured: 7 });
});

it('leaves a zip alone that has other files in it', async () => {
  const at = await world();
  const vault = await at.write();
  const members = [...bulkMembers, { name: 'readme.txt', data: 'Something else.' }];
  const { preview } = await importAsForeseen(vault, await at.file('mixed.zip', rawZip(members)));
  expect(preview).toMatchObject({ format: 'archive' });
});
