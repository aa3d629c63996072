import { describe, expect, it } from 'vitest';
import { syncExitCode } from '../../../src/cli/commands/sync.ts';
import { exitCodeOf } from '../../../src/cli/exit-codes.ts';
import { errorMeanings, isErrorCode } from '../../../src/base/error-codes.ts';
import { VaultError } from '../../../src/base/errors.ts';
import type { SyncReport } from '../../../src/vault/sync.ts';

const ended = (state: SyncReport['state'], failed = 0): SyncReport => ({
  id: 's-1',
  type: 'moodle',
  name: 'Northfield',
  state,
  captured: 0,
  changed: 0,
  unchanged: 0,
  gone: 0,
  failed,
  erased: 0,
  items: [],
});

describe('how a sync ends', () => {
  it.each([
    [[], 0],
    [[ended('ok')], 0],
    [[ended('ok', 1)], 1],
    [[ended('partial', 1)], 1],
    [[ended('held')], 1],
    [[ended('shows-less')], 1],
    [[ended('unreachable')], 5],
    [[ended('login-expired'), ended('maintenance'), ended('refused')], 5],
    [[ended('unreachable'), ended('ok')], 1],
  ])('case %#', (sources, code) => {
    expect(syncExitCode(sources)).toBe(code);
  });
});

describe('exit codes', () => {
  it('follow the families of errors', () => {
    for (const code of Object.keys(errorMeanings)) {
      if (!isErrorCode(code)) throw new Error(code);
      const exit = exitCodeOf(new VaultError(code));
      if (code.startsWith('storage.')) expect([code, exit]).toEqual([code, 4]);
      expect([0, 1, 2, 3, 4, 5, 70]).toContain(exit);
    }
    expect(exitCodeOf(new VaultError('internal.bug'))).toBe(70);
    expect(exitCodeOf(new VaultError('internal.cancelled'))).toBe(1);
  });
});
