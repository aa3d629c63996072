import type { TaskResult } from '../../src/contract/tasks.ts';
import type { SyncReport } from '../../src/vault/sync.ts';

/** Items that a report names; the counts tell of all. */
const mostItems = 1000;

/** A report as pages take it: what failed first, then what is new, at most a thousand items. */
export function reportForPage(report: SyncReport): TaskResult<'sync'>['reports'][number] {
  const { id, type, name, state, error, captured, changed, unchanged, gone, failed, erased } = report;
  const told = report.items.filter(({ outcome }) => outcome !== 'unchanged');
  const byWeight = [
    ...told.filter(({ code }) => code !== undefined),
    ...told.filter(({ code }) => code === undefined),
  ];
  return {
    id,
    type,
    name,
    state,
    ...(error === undefined ? {} : { error: { code: error.code, details: error.details } }),
    captured,
    changed,
    unchanged,
    gone,
    failed,
    erased,
    items: byWeight.slice(0, mostItems).map((item) => ({
      id: item.id,
      name: item.name,
      outcome: item.outcome,
      ...(item.size === undefined ? {} : { size: item.size }),
      ...(item.code === undefined ? {} : { code: item.code }),
    })),
  };
}
