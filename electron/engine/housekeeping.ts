import type { WritableVault } from '../../src/vault/vault-context.ts';
import { checkSlice } from '../../src/vault/work/check-slice.ts';
import { catchUpParity } from '../../src/vault/work/run-job.ts';
import type { Changes } from './changes.ts';
import type { Lanes } from './lanes.ts';
import type { Tasks } from './tasks.ts';

interface Parts {
  readonly tasks: Tasks;
  readonly lanes: Lanes;
  readonly changes: Changes;
}

/** What keeps a vault well and goes on by itself, a little at a time; it gives way to whatever a person does. */
export class Housekeeping {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Goes on with looking through the vault. @returns the task's id */
  checkSlice(vault: WritableVault): string {
    const { tasks, lanes, changes } = this.#parts;
    return tasks.start({ kind: 'check-slice', quiet: true }, ({ signal, giveWay }) =>
      // What captures leave on their way looks like leftovers, so nothing else goes on beside it.
      lanes.hold(
        'everything',
        signal,
        async () => {
          const report = await checkSlice(vault, { signal });
          changes.note('status', 'alerts');
          return { finished: report !== undefined };
        },
        giveWay,
      ),
    );
  }

  /** Makes spare data of what is new. @returns the task's id */
  makeParity(vault: WritableVault): string {
    const { tasks, lanes } = this.#parts;
    return tasks.start({ kind: 'make-parity', quiet: true }, ({ signal, progress, giveWay }) =>
      lanes.hold(
        'copies',
        signal,
        async () => ({ ok: await catchUpParity(vault, { signal, onProgress: progress }) }),
        giveWay,
      ),
    );
  }
}
