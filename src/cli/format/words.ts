/** How the last copying of a source ended, as a person says it. */
const sourceStates: Readonly<Record<string, string>> = {
  new: 'not copied yet',
  ok: 'copied',
  partial: 'copied, but not everything',
  unreachable: 'could not be reached',
  'login-expired': 'the sign-in has ended',
  maintenance: 'closed for maintenance',
  refused: 'did not allow it',
  'shows-less': 'shows less than before',
  held: 'on hold: very many files changed at once',
  removed: 'not asked any more',
};

export function saySourceState(state: string): string {
  return sourceStates[state] ?? state;
}

const levels: Readonly<Record<string, string>> = {
  safe: 'Safe',
  attention: 'Needs attention',
  risk: 'At risk',
};

/** Protection of a unit: Safe, Needs attention, At risk. */
export function sayLevel(level: string): string {
  return levels[level] ?? level;
}

const outcomes: Readonly<Record<string, string>> = {
  captured: 'new',
  changed: 'new version',
  unchanged: 'as before',
  gone: 'gone from there, kept here',
  failed: 'not kept',
};

/** What happened to an item. */
export function sayOutcome(outcome: string): string {
  return outcomes[outcome] ?? outcome;
}
