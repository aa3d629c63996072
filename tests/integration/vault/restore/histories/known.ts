import type { Step } from './step.ts';

/** Histories that once did not end well, each with what it met. */
export const knownHistories: readonly Step[][] = [
  // An erasure that a lost laptop alone had made.
  [
    { do: 'sync', who: 0, where: 0 },
    { do: 'add', who: 2 },
    { do: 'sync', who: 2, where: 1 },
    { do: 'restart', who: 0 },
    { do: 'add', who: 1 },
    { do: 'passphrase', who: 2 },
    { do: 'erase', who: 2, number: 0 },
    { do: 'restart', who: 0 },
    { do: 'lose-others', who: 1, where: 0 },
    { do: 'passphrase-twice', who: 1 },
    { do: 'erase', who: 2, number: 5 },
    { do: 'passphrase', who: 0 },
    { do: 'restart', who: 0 },
  ],
  // One laptop keeps bytes a second time that another erases, both in the first one's log.
  [
    { do: 'restart', who: 0 },
    { do: 'add', who: 1 },
    { do: 'passphrase-twice', who: 0 },
    { do: 'add', who: 1 },
    { do: 'sync', who: 1, where: 0 },
    { do: 'passphrase', who: 0 },
    { do: 'cut', who: 0, where: 1, after: 25 },
    { do: 'sync', who: 0, where: 0 },
    { do: 'restart', who: 1 },
    { do: 'sync', who: 2, where: 1 },
    { do: 'add', who: 1 },
    { do: 'cut', who: 2, where: 1, after: 9 },
    { do: 'passphrase-twice', who: 0 },
    { do: 'erase', who: 0, number: 2 },
  ],
  // A fork whose other half was closed early and holds nothing else.
  [
    { do: 'add', who: 2 },
    { do: 'lose', who: 0, where: 0 },
    { do: 'erase', who: 2, number: 1 },
    { do: 'cut', who: 1, where: 0, after: 17 },
    { do: 'clone', who: 2, to: 2 },
    { do: 'add', who: 2 },
    { do: 'sync', who: 0, where: 1 },
    { do: 'erase', who: 0, number: 5 },
    { do: 'change', who: 1 },
    { do: 'add', who: 2 },
    { do: 'clone', who: 2, to: 2 },
    { do: 'change', who: 2 },
  ],
  // Both halves of a fork: one erases the bytes that the other keeps under another name.
  [
    { do: 'add', who: 2 },
    { do: 'sync', who: 1, where: 1 },
    { do: 'add', who: 1 },
    { do: 'add', who: 2 },
    { do: 'clone', who: 1, to: 2 },
    { do: 'sync', who: 0, where: 1 },
    { do: 'erase', who: 1, number: 1 },
    { do: 'cut', who: 2, where: 1, after: 28 },
    { do: 'add', who: 0 },
  ],
];
