/** Where the time comes from; tests hand in one of their own. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };

/** ISO 8601 in UTC with milliseconds, as every time of ours is written: `2026-11-21T09:30:00.000Z`. */
export function isoTime(clock: Clock): string {
  return clock.now().toISOString();
}
