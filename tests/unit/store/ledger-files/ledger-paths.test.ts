import { expect, test } from 'vitest';

import {
  findLedgerFileName,
  isLogId,
  ledgerFileInside,
  ledgerFileName,
} from '../../../../src/store/ledger-files/ledger-paths.ts';

test('names of a log’s files are read as they are made', () => {
  for (const number of [1, 42, 99_999_999])
    for (const kind of ['segment', 'keys'] as const)
      expect(findLedgerFileName(ledgerFileName(number, kind))).toEqual({ number, kind });
  expect(ledgerFileInside('ledger-copy', 'ab', 7, 'keys')).toBe('ledger-copy/ab/00000007.keys');
});

test.each([
  '00000000.segment',
  '1.segment',
  '000000001.keys',
  '00000001.Segment',
  '00000001.segment.new',
  '',
])('takes %o for no file of a log', (name) => {
  expect(findLedgerFileName(name)).toBeUndefined();
});

test('a log’s folder is named by 32 lower-case hexadecimal digits', () => {
  expect(isLogId('0123456789abcdef0123456789abcdef')).toBe(true);
  expect(isLogId('0123456789ABCDEF0123456789ABCDEF')).toBe(false);
  expect(isLogId('0123456789abcdef')).toBe(false);
});
