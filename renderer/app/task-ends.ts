import type { z } from 'zod';

import type { syncReportSchema, Task } from '../../src/contract/tasks.ts';
import { errorMeanings } from '../../src/base/error-codes.ts';
import { fill } from '../language/fill.ts';
import { plural } from '../language/plural.ts';
import { navigate, parseRoute } from './router.ts';
import { tasksStore } from './tasks.ts';
import { toast, type Toast } from './toasts.ts';
import { words } from './words.ts';

type Report = z.infer<typeof syncReportSchema>;

/** Says how copying and adding ended, wherever the learner is; other kinds have a screen that shows their end. */
export function followTaskEnds(): void {
  const running = new Set<string>();
  tasksStore.subscribe(() => {
    for (const task of tasksStore.get().values()) {
      if (task.state === 'running') running.add(task.id);
      else if (running.delete(task.id) && (task.kind === 'sync' || task.kind === 'add-files')) sayEnd(task);
    }
  });
}

function sayEnd(task: Extract<Task, { kind: 'sync' | 'add-files' }>): void {
  const said = endOf(task);
  // Where sources are shown, so is how their copying ended; elsewhere it is said in passing.
  const shownThere = parseRoute(location.hash).segments[0] === 'sources';
  if (said !== undefined && !shownThere && !(task.quiet && said.tone === 'safe')) toast(said);
}

function endOf(task: Extract<Task, { kind: 'sync' | 'add-files' }>): Omit<Toast, 'id'> | undefined {
  const say = words.en.ended;
  if (task.state === 'cancelled') return { tone: 'info', text: say.stopped };
  if (task.state === 'failed') {
    return { tone: 'risk', text: errorMeanings[task.error?.code ?? 'internal.bug'].sentence };
  }
  const reports: readonly Report[] = task.result?.reports ?? [];
  const sum = (of: 'captured' | 'changed' | 'failed'): number =>
    reports.reduce((total, report) => total + report[of], 0);
  const look = (to: string): Toast['action'] => ({ label: say.look, onPress: () => navigate(to) });
  const kept = sum('captured') + sum('changed');
  const failed = sum('failed');
  const stopped = reports.find(({ error }) => error !== undefined);
  if (stopped?.error !== undefined) {
    const text = `${stopped.name}: ${errorMeanings[stopped.error.code].sentence}`;
    return { tone: 'attention', text, action: look(`/sources/${stopped.id}`) };
  }
  const keptWords = kept === 0 ? say.nothingNew : plural(kept, say.copiedOne, say.copiedMany);
  if (failed === 0)
    return { tone: 'safe', text: keptWords, ...(kept > 0 ? { action: look('/evidence') } : {}) };
  const text = fill('{kept} {failed}', {
    kept: kept === 0 ? '' : keptWords,
    failed: plural(failed, say.failedOne, say.failedMany),
  }).trim();
  return { tone: 'attention', text, action: look('/evidence?state=failed') };
}
