import { startTask, tasksStore } from '../../app/tasks.ts';

/** Begins to copy from a source, unless the engine has begun by itself. Throws CallError. */
export async function ensureCopying(source: string): Promise<void> {
  const tasks = [...tasksStore.get().values()];
  const copying = tasks.some(
    (task) => task.kind === 'sync' && task.state === 'running' && task.source === source,
  );
  if (!copying) await startTask('sources.sync', { source });
}
