import { useEffect } from 'react';

import type { Grant } from '../../src/contract/shell-contract.ts';
import { createStore, useStore } from './store.ts';

/** Who takes files that are dropped on the window. */
export interface DropTaker {
  /** Said on the overlay while files hang over the window. */
  readonly says: string;
  readonly take: (files: readonly Grant[]) => void;
}

const takers = createStore<readonly DropTaker[]>([]);

/** The screen that is shown takes dropped files, instead of their being added to the vault. */
export function useDropTaker(says: string, take: (files: readonly Grant[]) => void): void {
  useEffect(() => {
    const taker = { says, take };
    takers.update((list) => [...list, taker]);
    return () => takers.update((list) => list.filter((one) => one !== taker));
  }, [says, take]);
}

/** The latest taker. */
export function currentTaker(): DropTaker | undefined {
  return takers.get().at(-1);
}

export function useCurrentTaker(): DropTaker | undefined {
  return useStore(takers).at(-1);
}
