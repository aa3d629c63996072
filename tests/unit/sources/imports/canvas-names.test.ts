import { expect, it } from 'vitest';

import { parseBulkName } from '../../../../src/sources/imports/canvas-submissions/bulk-names.ts';
import {
  isExportRoot,
  parseExportPath,
} from '../../../../src/sources/imports/canvas-submissions/export-paths.ts';

it.each([
  [
    'ashworthrobin_LATE_1001_9001_essay.pdf',
    {
      user: '1001',
      person: 'ashworthrobin',
      late: true,
      part: { kind: 'file', id: '9001', name: 'essay.pdf' },
    },
  ],
  [
    'ashworthrobin_1001_9001_unit_3_12_final.pdf',
    {
      user: '1001',
      person: 'ashworthrobin',
      late: false,
      part: { kind: 'file', id: '9001', name: 'unit_3_12_final.pdf' },
    },
  ],
  [
    'ashworthrobin_1001_text.html',
    { user: '1001', person: 'ashworthrobin', late: false, part: { kind: 'text' } },
  ],
  [
    'ashworthrobin_late_1001_link.html',
    { user: '1001', person: 'ashworthrobin', late: true, part: { kind: 'link' } },
  ],
  [
    'anon_Ab3xY_9001_essay.pdf',
    {
      user: 'anon_Ab3xY',
      person: undefined,
      late: false,
      part: { kind: 'file', id: '9001', name: 'essay.pdf' },
    },
  ],
  [
    '李雷_7_8_作业.docx',
    { user: '7', person: '李雷', late: false, part: { kind: 'file', id: '8', name: '作业.docx' } },
  ],
])('reads %s', (name, expected) => {
  expect(parseBulkName(name)).toEqual(expected);
});

it.each(['essay.pdf', 'report_final.pdf', 'ashworthrobin_1001.pdf', '_1001_9001_x', 'text.html'])(
  'leaves %s alone',
  (name) => {
    expect(parseBulkName(name)).toBeUndefined();
  },
);

it('reads the paths of a learner\u2019s own download, and knows its folder by the day', () => {
  expect(isExportRoot('2026-11-22 data export')).toBe(true);
  expect(isExportRoot('data export')).toBe(false);
  expect(parseExportPath('Level 3/Unit 1/essay.pdf')).toEqual({
    course: 'Level 3',
    assignment: 'Unit 1',
    name: 'essay.pdf',
    written: undefined,
  });
  expect(parseExportPath('Level 3/Unit 1/submission_text_2.html')?.written).toEqual({
    kind: 'text',
    version: 2,
  });
  expect(parseExportPath('Level 3/Unit 1/before/after.pdf')?.name).toBe('before/after.pdf');
  expect(parseExportPath('Level 3/essay.pdf')).toBeUndefined();
});
