import { describe, expect, it } from 'vitest';

import { sourceRunOf } from '../../../../renderer/features/sources/source-run.ts';
import type { Task } from '../../../../src/contract/tasks.ts';

const report = (id: string) => ({
  id,
  type: 'moodle',
  name: id,
  state: 'ok',
  captured: 0,
  changed: 0,
  unchanged: 0,
  erased: 0,
  gone: 0,
  failed: 0,
  items: [],
});
const sync = (id: string, rest: Partial<Extract<Task, { kind: 'sync' }>> = {}): Task => ({
  id,
  kind: 'sync',
  quiet: false,
  startedAt: '2026-11-22T12:00:00Z',
  state: 'running',
  ...rest,
});
const portal = { id: 's-1', type: 'moodle' };

describe('what is being copied from a source', () => {
  it('is a copying of it alone, or of everything', () => {
    expect(sourceRunOf([sync('t-1', { source: 's-1' })], portal).running?.id).toBe('t-1');
    expect(sourceRunOf([sync('t-1', { source: 's-2' })], portal).running).toBeUndefined();
    expect(sourceRunOf([sync('t-1')], portal).running?.id).toBe('t-1');
  });

  it('is never a round over everything for what is brought by hand', () => {
    expect(sourceRunOf([sync('t-1')], { id: 's-9', type: 'files' }).running).toBeUndefined();
    const adding: Task = { ...sync('t-2'), kind: 'add-files' } as Task;
    expect(sourceRunOf([adding], { id: 's-9', type: 'files' }).running?.id).toBe('t-2');
    expect(sourceRunOf([adding], portal).running).toBeUndefined();
  });

  it('finds how the latest copying of it ended among others', () => {
    const tasks = [
      sync('t-1', { state: 'done', result: { reports: [report('s-1'), report('s-2')] } }),
      sync('t-2', { state: 'done', source: 's-2', result: { reports: [report('s-2')] } }),
    ];
    expect(sourceRunOf(tasks, portal)).toMatchObject({ ended: { id: 't-1' }, report: { id: 's-1' } });
  });
});
