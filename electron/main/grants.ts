import { randomBytes } from 'node:crypto';
import { basename } from 'node:path';

import { VaultError } from '../../src/base/errors.ts';
import type { Grant } from '../../src/contract/shell-contract.ts';

/** Paths that the learner chose, by the opaque ids that the page knows them under. */
export interface Grants {
  /** Makes a grant; the engine hears of it before this returns. */
  give(path: string): Grant;
  /** Throws `input.not-found` for an id that stands for nothing. */
  path(id: string): string;
  /** Tells a fresh engine of all that still stands. */
  tellAgain(): void;
  /** After locking: nothing chosen before stands. */
  forget(): void;
}

export function createGrants(tell: (id: string, path: string) => void): Grants {
  const paths = new Map<string, string>();
  return {
    give: (path) => {
      const id = `g-${randomBytes(16).toString('hex')}`;
      paths.set(id, path);
      tell(id, path);
      return { id, label: basename(path) || path };
    },
    path: (id) => {
      const path = paths.get(id);
      if (path === undefined) throw new VaultError('input.not-found');
      return path;
    },
    tellAgain: () => {
      for (const [id, path] of paths) tell(id, path);
    },
    forget: () => {
      paths.clear();
    },
  };
}
