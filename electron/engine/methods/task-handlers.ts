import type { Task } from '../../../src/contract/tasks.ts';
import type { taskMethods } from '../../../src/contract/methods/task-methods.ts';
import type { EngineContext } from '../engine-context.ts';
import type { Handlers } from '../handlers.ts';

/** Long work under way. */
export function taskHandlers({ tasks, session }: EngineContext): Handlers<typeof taskMethods> {
  return {
    'tasks.list': () => ({
      tasks: session.state === 'covered' ? tasks.list().map(withoutNames) : tasks.list(),
    }),
    'tasks.cancel': ({ task }) => {
      tasks.cancel(task);
      return {};
    },
    'tasks.dismiss': ({ task }) => {
      tasks.dismiss(task);
      return {};
    },
  };
}

/** A task as it may be told while nothing is to be shown: that it runs, how far it is, and how it ended. */
export function withoutNames(task: Task): Task {
  const { result: _result, progress, ...rest } = task;
  return { ...rest, ...(progress === undefined ? {} : { progress: { ...progress, name: '' } }) };
}
