import type { TaskResult } from '../../src/contract/tasks.ts';
import { checkReplicaNow } from '../../src/vault/replicas/check-replica.ts';
import { forgetHeaders } from '../../src/vault/replicas/forget-headers.ts';
import { rehearseRestore } from '../../src/vault/restore/rehearse-restore.ts';
import { listReplicas } from '../../src/vault/replicas/list-replicas.ts';
import { syncReplicas, type SyncReplicasReport } from '../../src/vault/replicas/sync-replicas.ts';
import type { WritableVault } from '../../src/vault/vault-context.ts';
import { WorkMemory } from '../../src/vault/work/work-memory.ts';
import type { Changes } from './changes.ts';
import type { Lanes } from './lanes.ts';
import type { Session } from './session.ts';
import type { TaskControls, Tasks } from './tasks.ts';

interface Parts {
  readonly tasks: Tasks;
  readonly lanes: Lanes;
  readonly changes: Changes;
  readonly session: Session;
  readonly tellState: () => void;
}

/** Second copies: brings them up to date, looks through them, tries them. The scheduler asks for that by itself, a person at any time. */
export class KeepingCopies {
  readonly #parts: Parts;
  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Brings copies up to date. @param which ids; all whose place is known if left out. @returns the task's id */
  sync(vault: WritableVault, which: readonly string[] | undefined, quiet = false): string {
    const { tasks, lanes, changes } = this.#parts;
    const [only, ...others] = which ?? [];
    const about = only === undefined || others.length > 0 ? {} : { source: only };
    return tasks.start({ kind: 'copy-vault', quiet, ...about }, ({ signal, progress, giveWay }) =>
      lanes.hold(
        'copies',
        signal,
        async ({ alone }) => {
          try {
            // What other computers left there comes in first, and that bears no capturing beside it; sending does.
            const report = await syncReplicas(vault, which, { signal, onProgress: progress, alone });
            noteRounds(vault, report);
            this.#noteReopen(vault, report);
            return forPage(report);
          } finally {
            changes.note('items', 'status', 'alerts', 'copies');
          }
        },
        giveWay,
      ),
    );
  }

  /** Nothing more is kept until the vault is opened again: that is told on every screen. */
  #noteReopen(vault: WritableVault, { failed }: SyncReplicasReport): void {
    const { session, tellState } = this.#parts;
    const found = failed.find(({ error }) => error.details.reopen === true);
    if (found === undefined || session.held !== vault) return;
    session.hasToReopen(found.error.code);
    tellState();
  }

  /** Lets older passphrases open them no more, beside no round of copying. @returns names of those where that is so, and of the others */
  forgetPassphrases(
    vault: WritableVault,
    signal: AbortSignal,
  ): Promise<{ done: string[]; pending: string[] }> {
    return this.#parts.lanes.hold('copies', signal, async () => {
      const { done, pending } = await forgetHeaders(vault, undefined, signal);
      return { done: done.map(({ name }) => name), pending: pending.map(({ name }) => name) };
    });
  }

  /** Looks through one copy. @returns the task's id */
  check(vault: WritableVault, copy: string, full: boolean): string {
    const { tasks, lanes, changes } = this.#parts;
    return tasks.start({ kind: 'check-copy', source: copy }, (controls: TaskControls) =>
      lanes.hold('copies', controls.signal, async () => {
        try {
          const { id, name, ok, files, bytes, damaged } = await checkReplicaNow(vault, copy, {
            full,
            signal: controls.signal,
            onProgress: controls.progress,
          });
          const behind = (await listReplicas(vault)).find((row) => row.id === id)?.behind ?? 0;
          return { id, name, full, ok, files, bytes, damaged: damaged.length, behind };
        } finally {
          changes.note('status', 'alerts', 'copies');
        }
      }),
    );
  }

  /** Tries a restore from one copy. @returns the task's id */
  rehearse(
    vault: WritableVault,
    copy: string,
    { all, quiet = false }: { readonly all: boolean; readonly quiet?: boolean },
  ): string {
    const { tasks, lanes, changes } = this.#parts;
    return tasks.start({ kind: 'rehearse', quiet, source: copy }, ({ signal, progress, giveWay }) =>
      lanes.hold(
        'copies',
        signal,
        async () => {
          try {
            const report = await rehearseRestore(vault, copy, { all, signal, onProgress: progress });
            const { name, items, readable, of, missing, header } = report;
            return { name, items, readable, of, missing: missing.slice(0, 1000), header };
          } finally {
            changes.note('status', 'copies');
          }
        },
        giveWay,
      ),
    );
  }
}

/** Remembers how rounds ended, so that one that did not is left alone for a while. */
function noteRounds(vault: WritableVault, { synced, failed }: SyncReplicasReport): void {
  const memory = WorkMemory.read(vault);
  const now = Date.now();
  for (const { id } of synced) memory.note({ kind: 'copy', about: id }, now, undefined);
  for (const { id, error } of failed) memory.note({ kind: 'copy', about: id }, now, error);
}

function forPage({ synced, failed }: SyncReplicasReport): TaskResult<'copy-vault'> {
  return {
    synced: synced.map(({ id, name, files, bytes, lacking, alerts, joined }) => ({
      id,
      name,
      files,
      bytes,
      lacking,
      alerts: [...alerts],
      taken: joined.items.length,
      mended: joined.mended,
    })),
    failed: failed.map(({ id, name, error: { code, details } }) => ({ id, name, error: { code, details } })),
  };
}
