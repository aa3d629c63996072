import { useTasks, type TaskOfKind } from '../../app/tasks.ts';
import type { Task, TaskResult } from '../../../src/contract/tasks.ts';
import { isAsked } from './source-state.ts';

/** Copying from sources, adding files by hand, or taking in what was handed over. */
export type CopyTask = TaskOfKind<'sync'> | TaskOfKind<'add-files'> | TaskOfKind<'import'>;
export type SyncReport = TaskResult<'sync'>['reports'][number];

function isCopyTask(task: Task): task is CopyTask {
  return task.kind === 'sync' || task.kind === 'add-files' || task.kind === 'import';
}

export interface SourceRun {
  readonly running: CopyTask | undefined;
  /** The latest that ended and concerned the source. */
  readonly ended: CopyTask | undefined;
  readonly report: SyncReport | undefined;
}

/** What is being copied from a source, and how the last copying that somebody asked for went. */
export function useSourceRun(source: { readonly id: string; readonly type: string }): SourceRun {
  return sourceRunOf(useTasks(), source);
}

export function sourceRunOf(
  tasks: readonly Task[],
  source: { readonly id: string; readonly type: string },
): SourceRun {
  const own = tasks.filter(isCopyTask).filter((task) => concerns(task, source));
  const ended = own.findLast(({ state }) => state !== 'running');
  return {
    running: own.findLast(({ state }) => state === 'running'),
    ended,
    report: ended?.result?.reports.find(({ id }) => id === source.id),
  };
}

function concerns(task: CopyTask, { id, type }: { readonly id: string; readonly type: string }): boolean {
  if (task.source !== undefined) return task.source === id;
  if (task.kind === 'add-files') return type === 'files';
  if (task.kind === 'import' && task.result === undefined) return false;
  if (task.result !== undefined) return task.result.reports.some((report) => report.id === id);
  return isAsked({ type });
}

/** Everything that is being copied, and what somebody asked for that ended and was not hidden, newest first. */
export function useCopying(): { readonly running: readonly CopyTask[]; readonly ended: readonly CopyTask[] } {
  const tasks = useTasks().filter(isCopyTask);
  return {
    running: tasks.filter(({ state }) => state === 'running'),
    ended: tasks.filter(({ state, quiet }) => state !== 'running' && !quiet).toReversed(),
  };
}
