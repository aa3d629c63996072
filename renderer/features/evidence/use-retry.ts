import { useCallback, useMemo } from 'react';

import { errorMeanings } from '../../../src/base/error-codes.ts';
import { asCallError } from '../../app/call-error.ts';
import { startTask, useTasks } from '../../app/tasks.ts';
import { toast } from '../../app/toasts.ts';

/** Tries again what could not be copied, by asking its source once more. How that ended is said by the app's frame. */
export function useRetry(): {
  /** Sources that are being asked now. */
  readonly busy: ReadonlySet<string>;
  readonly retry: (source: string) => void;
} {
  const tasks = useTasks();
  const busy = useMemo(
    () =>
      new Set(
        tasks.flatMap((task) =>
          task.kind === 'sync' && task.state === 'running' && task.source !== undefined ? [task.source] : [],
        ),
      ),
    [tasks],
  );
  const retry = useCallback((source: string) => {
    startTask('sources.sync', { source }).catch((thrown: unknown) =>
      toast({ tone: 'attention', text: errorMeanings[asCallError(thrown).code].sentence }),
    );
  }, []);
  return { busy, retry };
}

/** Whether a source can be asked again: files brought in by hand and removed sources can not. */
export function canAskAgain(source: { readonly type: string; readonly state: string }): boolean {
  return ['moodle', 'folder'].includes(source.type) && source.state !== 'removed';
}
