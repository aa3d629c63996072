import type { CopySchedule, SecondCopy } from '../../../src/contract/methods/replica-methods.ts';
import type { Level } from '../../ui/state-mark.tsx';

export type Standing = 'good' | 'behind' | 'never' | 'stale' | 'changed' | 'elsewhere';

/** How a second copy stands, worst first. */
export function standingOf(copy: SecondCopy): Standing {
  if (copy.alerts.length > 0) return 'changed';
  if (copy.place === undefined) return 'elsewhere';
  if (copy.syncedAt === undefined) return 'never';
  if (copy.stale) return 'stale';
  return copy.behind > 0 ? 'behind' : 'good';
}

export const levelOf: Readonly<Record<Standing, Level>> = {
  good: 'safe',
  behind: 'attention',
  never: 'attention',
  stale: 'attention',
  changed: 'risk',
  elsewhere: 'none',
};

/** The schedules that can be chosen. */
export const schedules = {
  'plugged-day': { whenPluggedIn: true, everyHours: 24 },
  plugged: { whenPluggedIn: true },
  day: { whenPluggedIn: false, everyHours: 24 },
  week: { whenPluggedIn: false, everyHours: 168 },
  never: { whenPluggedIn: false },
} as const satisfies Readonly<Record<string, CopySchedule>>;
export type ScheduleName = keyof typeof schedules;

/** The choice that says what a schedule does; of hours that cannot be chosen here, the nearest. */
export function scheduleName({ whenPluggedIn, everyHours }: CopySchedule): ScheduleName {
  if (everyHours === undefined) return whenPluggedIn ? 'plugged' : 'never';
  if (whenPluggedIn) return 'plugged-day';
  return everyHours > 96 ? 'week' : 'day';
}

/** A server is never plugged in. */
export function schedulesFor(type: SecondCopy['type']): readonly ScheduleName[] {
  return type === 'webdav' ? ['day', 'week', 'never'] : ['plugged-day', 'plugged', 'day', 'week', 'never'];
}
