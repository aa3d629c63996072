import type { z } from 'zod';

import type { syncReportSchema, Task } from '../../src/contract/tasks.ts';
import { errorMeanings } from '../../src/base/error-codes.ts';
import { fill } from '../language/fill.ts';
import { plural } from '../language/plural.ts';
import { lockNow } from './lock-now.ts';
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
      else if (running.delete(task.id)) sayEnd(task);
    }
  });
}

/** Screens that show how work of their own ended; of most, the one of sources. */
const shownAt: Readonly<Partial<Record<Task['kind'], string>>> = {
  'ask-dates': 'settings',
  'copy-vault': 'copies',
  restore: 'restore',
};

type Copying = Extract<Task, { kind: 'sync' | 'add-files' | 'import' }>;
type Told = Omit<Toast, 'id'> | undefined;

function sayEnd(task: Task): void {
  const said = saidOf(task);
  // Where sources are shown, so is how their copying ended; elsewhere it is said in passing.
  const there = parseRoute(location.hash).segments[0] ?? '';
  const shownThere = there === (shownAt[task.kind] ?? 'sources');
  if (said !== undefined && !shownThere && !(task.quiet && said.tone === 'safe')) toast(said);
}

/** Of the kinds whose end no screen of its own shows. */
function saidOf(task: Task): Told {
  switch (task.kind) {
    case 'sync':
    case 'add-files':
    case 'import':
      return endOf(task);
    case 'preview-import':
      return foundOf(task);
    case 'connect':
      return connectedOf(task);
    case 'ask-dates':
      return datedOf(task);
    case 'copy-vault':
      return copiedOf(task);
    case 'restore':
      return restoredOf(task);
    default:
      return undefined;
  }
}

function failedOf({ error }: Task): Told {
  return { tone: 'risk', text: errorMeanings[error?.code ?? 'internal.bug'].sentence };
}

/** What somebody brought was looked at while they went elsewhere. */
function foundOf(task: Extract<Task, { kind: 'preview-import' }>): Told {
  const say = words.en.ended;
  if (task.state === 'cancelled') return undefined;
  if (task.state === 'failed') return failedOf(task);
  const look = { label: say.look, onPress: () => navigate(`/sources/import?task=${task.id}`) };
  return { tone: 'info', text: say.found, action: look };
}

function connectedOf(task: Extract<Task, { kind: 'connect' }>): Told {
  const say = words.en.ended;
  const { result } = task;
  if (task.state === 'cancelled') return undefined;
  if (result === undefined) return failedOf(task);
  const look = { label: say.look, onPress: () => navigate(`/sources/${result.source}`) };
  const text = fill(result.again ? say.signedIn : say.connected, { name: result.name });
  return { tone: 'safe', text, action: look };
}

/** A stick that is not there is no news while nobody asked. */
function copiedOf(task: Extract<Task, { kind: 'copy-vault' }>): Told {
  const say = words.en.ended;
  if (task.state === 'cancelled') return undefined;
  if (task.result === undefined) return task.quiet ? undefined : failedOf(task);
  const [failed] = task.result.failed;
  const look = { label: say.look, onPress: () => navigate('/copies') };
  // Nothing more is kept until the vault was opened again, so that is told of a quiet round too.
  const closed = task.result.failed.find(({ error }) => error.details.reopen === true);
  if (closed !== undefined) {
    const lock = { label: say.lock, onPress: lockNow };
    return { tone: 'attention', text: errorMeanings[closed.error.code].sentence, action: lock };
  }
  const taken = task.result.synced.reduce((sum, one) => sum + one.taken, 0);
  if (taken > 0) {
    const seen = { label: say.look, onPress: () => navigate('/evidence') };
    return { tone: 'info', text: plural(taken, say.tookInOne, say.tookInMany), action: seen };
  }
  if (failed === undefined) return { tone: 'safe', text: say.secondCopy };
  if (task.quiet) return undefined;
  const reason = errorMeanings[failed.error.code].sentence;
  return { tone: 'attention', text: fill(say.secondCopyNot, { name: failed.name, reason }), action: look };
}

function restoredOf(task: Extract<Task, { kind: 'restore' }>): Told {
  const say = words.en.ended;
  if (task.state === 'cancelled') return undefined;
  if (task.result === undefined) return failedOf(task);
  const look = { label: say.look, onPress: () => navigate('/restore') };
  const { whole } = task.result;
  return { tone: whole ? 'safe' : 'attention', text: whole ? say.restored : say.restoredNot, action: look };
}

function datedOf(task: Extract<Task, { kind: 'ask-dates' }>): Told {
  const say = words.en.ended;
  if (task.state === 'cancelled') return undefined;
  if (task.result === undefined) return failedOf(task);
  const names = task.result.stamped.map(({ name }) => name).join(', ');
  const look = { label: say.look, onPress: () => navigate('/settings?show=dates') };
  return names === ''
    ? { tone: 'attention', text: say.datedNone, action: look }
    : { tone: 'safe', text: fill(say.dated, { names }) };
}

function endOf(task: Copying): Told {
  const say = words.en.ended;
  // Work of its own accord that gave way to somebody goes on later.
  if (task.state === 'cancelled') return task.quiet ? undefined : { tone: 'info', text: say.stopped };
  if (task.state === 'failed') return failedOf(task);
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
