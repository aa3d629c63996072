import { useMemo } from 'react';

import type { EngineInput, EngineOutput } from '../../src/contract/engine-contract.ts';
import type { Task, TaskKind } from '../../src/contract/tasks.ts';
import { engine } from './engine.ts';
import { createStore, useStore } from './store.ts';

/** Every task that the engine lists, by id, in the order they began. */
export const tasksStore = createStore<ReadonlyMap<string, Task>>(new Map());

/** Calls that begin long work, and the kind of task each begins. */
interface KindOf {
  'sources.sync': 'sync';
  'files.add': 'add-files';
  'import.preview': 'preview-import';
  'import.take': 'import';
  'items.saveCopy': 'save-copy';
  'check.run': 'check';
  'index.rebuild': 'rebuild-index';
  'repair.start': 'repair';
  'repair.whole': 'repair';
  'erase.start': 'erase';
  'parity.set': 'switch-parity';
  'dates.ask': 'ask-dates';
  'dates.refresh': 'refresh-dates';
  'witnesses.ask': 'ask-witnesses';
  'bundle.export': 'export';
  'bundle.verify': 'verify';
  'verifier.save': 'save-verifier';
  'replicas.sync': 'copy-vault';
  'replicas.check': 'check-copy';
  'replicas.rehearse': 'rehearse';
  'restore.start': 'restore';
  'replicas.takeInForks': 'take-in-forks';
}
export type TaskMethod = keyof KindOf;
export type TaskOfKind<Kind extends TaskKind> = Extract<Task, { kind: Kind }>;
export type TaskOf<Name extends TaskMethod> = TaskOfKind<KindOf[Name]>;

/** Asks for the tasks under way and follows them. Throws CallError. */
export async function followTasks(): Promise<void> {
  engine.onEvent((event) => {
    if (event.type === 'task') put(event.task);
  });
  const { tasks } = await engine.call('tasks.list', {});
  for (const task of tasks) if (!tasksStore.get().has(task.id)) put(task);
}

function put(task: Task): void {
  tasksStore.update((tasks) => new Map(tasks).set(task.id, task));
}

/** Begins long work. @returns the task's id. Throws CallError if it could not begin. */
export async function startTask<Name extends TaskMethod>(
  name: Name,
  input: EngineInput<Name>,
): Promise<string> {
  const { task } = (await engine.call(name, input)) as EngineOutput<TaskMethod>;
  return task;
}

/**
 * Begins long work and waits for its end.
 * @param onStart gets the task's id as soon as it has begun
 * @returns the task as it ended: look at its `state`, which is `done` (with `result`), `failed` (with `error`) or `cancelled`.
 * Throws CallError if it could not begin.
 */
export async function runTask<Name extends TaskMethod>(
  name: Name,
  input: EngineInput<Name>,
  onStart?: (task: string) => void,
): Promise<TaskOf<Name>> {
  const id = await startTask(name, input);
  onStart?.(id);
  return (await ended(id)) as TaskOf<Name>;
}

function ended(id: string): Promise<Task> {
  return new Promise((resolve) => {
    let end: (() => void) | undefined = undefined;
    const look = (): void => {
      const task = tasksStore.get().get(id);
      if (task === undefined || task.state === 'running') return;
      end?.();
      resolve(task);
    };
    end = tasksStore.subscribe(look);
    look();
  });
}

/** Asks for a task to stop; how it ended comes as its `state`. Throws CallError. */
export async function cancelTask(task: string): Promise<void> {
  await engine.call('tasks.cancel', { task });
}

/** Takes a task that ended off the list. Throws CallError. */
export async function dismissTask(task: string): Promise<void> {
  await engine.call('tasks.dismiss', { task });
  tasksStore.update((tasks) => {
    const left = new Map(tasks);
    left.delete(task);
    return left;
  });
}

/** Takes every task of these kinds that ended off the list, so that hiding the latest brings up no older one. Throws CallError. */
export async function dismissEnded(...kinds: readonly TaskKind[]): Promise<void> {
  const ended = [...tasksStore.get().values()].filter(
    ({ kind, state, quiet }) => kinds.includes(kind) && state !== 'running' && !quiet,
  );
  await Promise.all(ended.map(({ id }) => dismissTask(id)));
}

/** All tasks, newest last. */
export function useTasks(): readonly Task[] {
  const tasks = useStore(tasksStore);
  return useMemo(() => [...tasks.values()], [tasks]);
}

/**
 * The newest task of a kind, so that a screen finds its work again after the page was replaced. What went on by itself counts while it runs: its end
 * hides nobody's own.
 */
export function useLatestTask<Kind extends TaskKind>(kind: Kind): TaskOfKind<Kind> | undefined {
  const tasks = useTasks();
  return tasks.findLast(
    (task): task is TaskOfKind<Kind> => task.kind === kind && (task.state === 'running' || !task.quiet),
  );
}
