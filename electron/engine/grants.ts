import { basename } from 'node:path';

import { VaultError } from '../../src/base/errors.ts';

/** Paths that the learner chose, by the opaque names under which the page speaks of them. */
export class Grants {
  readonly #paths = new Map<string, string>();

  /** What main says that the learner chose. */
  remember(id: string, path: string): void {
    this.#paths.set(id, path);
  }

  /** Absolute path. Throws `input.path-missing` for a name that nobody granted. */
  path(id: string): string {
    const path = this.#paths.get(id);
    if (path === undefined) throw new VaultError('input.path-missing', { what: 'grant' });
    return path;
  }

  /** Its own name, for the eyes of whoever chose it. */
  label(id: string): string {
    return basename(this.path(id));
  }
}
