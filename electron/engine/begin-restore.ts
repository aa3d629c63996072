import { VaultError } from '../../src/base/errors.ts';
import type { VaultPlace } from '../../src/vault/place.ts';
import { copiesIn, type CopyPlace, type FoundPlace } from '../../src/vault/restore/copies-in.ts';
import { keepCopies } from '../../src/vault/restore/keep-copies.ts';
import { restoreAndOpen } from '../../src/vault/restore/restore-vault.ts';
import type { WritableVault } from '../../src/vault/vault-context.ts';
import type { EngineContext } from './engine-context.ts';
import { nowOpen } from './opening.ts';
import { vaultFolder } from './places.ts';
import { restoredForPage } from './restored-for-page.ts';
import type { TaskProgress } from './tasks.ts';

interface Wanted {
  /** The first sixteen digits of the vault's id. */
  readonly vault: string;
  readonly place: VaultPlace;
  readonly unlock: Parameters<typeof restoreAndOpen>[0]['unlock'];
}

/**
 * Begins to bring a vault back, and answers once it is sure that it can begin: whatever is refused before that is refused here.
 * @returns the id of the task, at whose end the vault is open. Throws as `restoreVault`
 */
export async function beginRestore(
  engine: EngineContext,
  { vault: id, place, unlock }: Wanted,
  signal: AbortSignal,
): Promise<string> {
  const { restoring, tasks } = engine;
  const wanted = restoring.placesOf(id);
  const abort = restoring.begin();
  const stop = (): void => abort.abort();
  signal.addEventListener('abort', stop, { once: true });
  const began = Promise.withResolvers<undefined>();
  let tell: (progress: TaskProgress) => void = () => undefined;
  const copying = restoreFrom(wanted, id, {
    ...place,
    unlock,
    signal: abort.signal,
    onBegin: () => began.resolve(undefined),
    onProgress: (progress) => tell(progress),
  });
  restoring.waitFor(copying);
  copying.catch(began.reject);
  try {
    await began.promise;
  } catch (error) {
    restoring.end();
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
  return tasks.start({ kind: 'restore' }, async (controls) => {
    controls.signal.addEventListener('abort', stop, { once: true });
    tell = (progress) => {
      remember(engine, place.dir);
      controls.progress(progress);
    };
    try {
      const { report, vault } = await copying;
      await open(engine, vault, abort.signal);
      const copies = await keepCopies(vault, wanted, abort.signal);
      engine.changes.note('copies', 'status');
      return restoredForPage(vault, report, copies);
    } finally {
      restoring.end();
      engine.tellState();
    }
  });
}

/** A place that cannot be reached keeps nobody from what the others have. */
async function restoreFrom(
  places: readonly CopyPlace[],
  vault: string,
  request: Omit<Parameters<typeof restoreAndOpen>[0], 'from'>,
): ReturnType<typeof restoreAndOpen> {
  const from: FoundPlace[] = [];
  let gone: unknown = new VaultError('access.no-vault');
  for (const place of places)
    try {
      from.push(...(await copiesIn([place], vault)));
    } catch (error) {
      if (!(error instanceof VaultError)) throw error;
      gone = error;
    }
  if (from.length === 0) throw gone;
  try {
    return await restoreAndOpen({ ...request, from });
  } finally {
    for (const { target } of from) await target.close();
  }
}

/** Where it is put is remembered once something lies there, so that the next start of the app offers to go on. */
function remember(engine: EngineContext, dir: string): void {
  if (vaultFolder(engine.computer) === dir) return;
  engine.computer.vaultDir = dir;
  engine.send({ type: 'opened', vaultDir: dir, practice: false });
}

async function open(engine: EngineContext, vault: WritableVault, signal: AbortSignal): Promise<void> {
  await engine.session.change(async () => {
    // Somebody opened another meanwhile: this one waits on the disk.
    if (signal.aborted || engine.session.held !== undefined) {
      await vault.close();
      throw new VaultError('internal.cancelled');
    }
    nowOpen(engine, vault);
    engine.restoring.forget();
  });
}
