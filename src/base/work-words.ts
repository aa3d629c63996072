/** Kinds of work that go on by themselves, the most pressing first. */
export const workKinds = ['sync', 'ask', 'copy', 'refresh', 'parity', 'rehearse', 'check'] as const;
export type WorkKind = (typeof workKinds)[number];

/** What each kind is, in a few plain words: while it goes on, and what comes next. */
export const workMeanings: Readonly<Record<WorkKind, { readonly now: string; readonly name: string }>> = {
  sync: { now: 'Copying your work…', name: 'Look for new work' },
  ask: { now: 'Asking others for a date…', name: 'Ask others for a date' },
  copy: { now: 'Bringing a second copy up to date…', name: 'Bring a second copy up to date' },
  refresh: { now: 'Keeping the dates good…', name: 'Keep the dates good' },
  parity: { now: 'Making spare data for repairs…', name: 'Make spare data for repairs' },
  rehearse: { now: 'Trying a second copy…', name: 'Try if a second copy works' },
  check: { now: 'Looking through your vault…', name: 'Look through a part of your vault' },
};

/** Why work that is due does not go on now. */
export const waitReasons = ['battery', 'metered', 'away', 'failed', 'covered', 'busy'] as const;
export type WaitReason = (typeof waitReasons)[number];

export const waitMeanings: Readonly<Record<WaitReason, string>> = {
  battery: 'It waits until you plug in.',
  metered: 'It waits until data costs nothing.',
  away: 'Its place is not here now.',
  failed: 'It did not work last time. It is tried again by itself.',
  covered: 'It waits until you come back.',
  busy: 'It waits until you are done.',
};

/** How the vault stands as a whole: the worst that holds comes first. */
export const standingCodes = [
  'damaged',
  'needs-you',
  'rehearsal-failed',
  'copy-late',
  'working',
  'waits-battery',
  'waits-metered',
  'well',
  'new',
] as const;
export type StandingCode = (typeof standingCodes)[number];

/** One sentence for each, with `{date}` where a day is to be said. Home, the tray and `status` show the very same. */
export const standingMeanings: Readonly<Record<StandingCode, string>> = {
  damaged: 'Something in your vault is damaged.',
  'needs-you': 'Something needs you.',
  'rehearsal-failed': 'A second copy did not give all your work back.',
  'copy-late': 'A second copy is old. Plug it in, or go where it is.',
  working: 'Work goes on.',
  'waits-battery': 'Work waits until you plug in. Last copied: {date}.',
  'waits-metered': 'Work waits until data costs nothing. Last copied: {date}.',
  well: 'Up to date. Last copied: {date}.',
  new: 'Nothing was copied yet.',
};
