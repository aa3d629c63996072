/** How well a unit is protected. */
type ProtectionLevel = 'safe' | 'attention' | 'risk';

interface ReasonMeaning {
  readonly level: Exclude<ProtectionLevel, 'safe'>;
  /** What is so, in one plain sentence. */
  readonly sentence: string;
  /** The one thing to do about it. */
  readonly next: string;
}

/** The rules of PROTECTION.md, worst first: the first reason that applies names what to do next. */
export const protectionReasons = {
  damaged: {
    level: 'risk',
    sentence: 'A kept file is damaged or missing.',
    next: 'Run a full check, then mend what it finds.',
  },
  'not-kept': {
    level: 'risk',
    sentence: 'Something could not be copied, and no earlier version is kept.',
    next: 'Sync again, or save the file yourself and add it.',
  },
  'no-evidence': {
    level: 'risk',
    sentence: 'Nothing is kept for this yet.',
    next: 'Connect the portal or folder where your work is, or add your files.',
  },
  'never-copied': {
    level: 'risk',
    sentence: 'Its source was never copied to the end.',
    next: 'Sync now.',
  },
  held: {
    level: 'attention',
    sentence: 'Very many files changed at once, so copying was stopped to be safe.',
    next: 'Look at the folder. If the changes are yours, let copying go on.',
  },
  'login-expired': {
    level: 'attention',
    sentence: 'The sign-in to its portal has ended.',
    next: 'Sign in to the portal again.',
  },
  'shows-less': {
    level: 'attention',
    sentence: 'Its portal shows less than before. What was kept is still here.',
    next: 'Open the portal in your browser and see if it asks you for something.',
  },
  'newest-not-kept': {
    level: 'attention',
    sentence: 'The newest version could not be copied. An earlier one is kept.',
    next: 'Sync again.',
  },
  'file-shrank': {
    level: 'attention',
    sentence: 'A file became shorter or empty. The earlier version is kept.',
    next: 'Look at the file and see if that is what you wanted.',
  },
  unreachable: {
    level: 'attention',
    sentence: 'Its portal could not be copied last time.',
    next: 'Sync again later. Everything that was kept is still here.',
  },
  stale: {
    level: 'attention',
    sentence: 'It was last copied more than a week ago.',
    next: 'Sync now.',
  },
  'not-handed-in': {
    level: 'attention',
    sentence: 'No work was handed in for an assignment.',
    next: 'Hand in your work when it is ready, then sync.',
  },
  'not-marked': {
    level: 'attention',
    sentence: 'Work was handed in, and no grade or feedback has been given out yet.',
    next: 'Sync again once your work has been marked.',
  },
  'no-second-copy': {
    level: 'attention',
    sentence: 'No second copy from the last 30 days holds all of it.',
    next: 'Make a second copy on a USB stick or another disk. If you have one, copy to it again.',
  },
  'no-independent-date': {
    level: 'attention',
    sentence: 'Nobody else has put a date on all of it yet.',
    next: 'Switch on independent dates.',
  },
} as const satisfies Record<string, ReasonMeaning>;

export type ProtectionReason = keyof typeof protectionReasons;

const order = Object.keys(protectionReasons);

export interface Protection {
  readonly level: ProtectionLevel;
  /** In the order of the table. */
  readonly reasons: readonly ProtectionReason[];
  /** The one thing to do; absent where all is safe. */
  readonly next?: string;
}

/** The level that a set of reasons gives. */
export function judgeProtection(found: ReadonlySet<ProtectionReason>): Protection {
  const reasons = [...found].sort((a, b) => order.indexOf(a) - order.indexOf(b));
  const [first] = reasons;
  if (first === undefined) return { level: 'safe', reasons };
  const atRisk = reasons.some((reason) => protectionReasons[reason].level === 'risk');
  return { level: atRisk ? 'risk' : 'attention', reasons, next: protectionReasons[first].next };
}
