import { VaultError } from '../../../src/base/errors.ts';
import type { repairMethods } from '../../../src/contract/methods/repair-methods.ts';
import { checkUnlock } from '../../../src/vault/check-unlock.ts';
import { checkVaultNow } from '../../../src/vault/check.ts';
import { repairOpen, type OpenRepairRequest } from '../../../src/vault/repair/repair-open.ts';
import { repairState } from '../../../src/vault/repair/repair-state.ts';
import { syncSources } from '../../../src/vault/sync-sources.ts';
import type { EngineContext } from '../engine-context.ts';
import type { Handlers } from '../handlers.ts';
import { mendClosed } from '../mend-closed.ts';
import { repairForPage } from '../repair-for-page.ts';
import type { TaskControls } from '../tasks.ts';

interface Chosen {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  readonly askSources: boolean;
}

/** What is hurt, and how it is mended. */
export function repairHandlers(engine: EngineContext): Handlers<typeof repairMethods> {
  const { tasks, lanes, changes, grants } = engine;
  const vault = () => engine.session.vault();
  /** What a repair is asked for, without how far it looks. */
  const requestOf = ({ files, folders, askSources }: Chosen) => {
    const chosen = {
      files: files.map((grant) => grants.path(grant)),
      folders: folders.map((grant) => grants.path(grant)),
    };
    return ({ signal, progress }: TaskControls): Omit<OpenRepairRequest, 'quick'> => ({
      ...chosen,
      signal,
      onProgress: progress,
      ...(askSources
        ? {
            askSource: async (held, source) => {
              await syncSources(held, {
                source,
                signal,
                askOutside: false,
                onProgress: (_source, step) => progress(step),
              });
            },
          }
        : {}),
    });
  };
  return {
    'repair.state': () => repairState(vault()),
    'repair.start': ({ full, ...wish }) => {
      const held = vault();
      const request = requestOf(wish);
      const task = tasks.start({ kind: 'repair' }, (controls) =>
        lanes.hold('everything', controls.signal, async () => {
          try {
            const report = await repairOpen(held, { ...request(controls), quick: !full });
            // What it found first stands in the history: that all is whole again should stand there too.
            if (report.ok && report.repaired.length > 0)
              await checkVaultNow(held, { full: false, signal: controls.signal });
            return repairForPage(held, report);
          } finally {
            changes.note('items', 'sources', 'status', 'alerts', 'copies');
            engine.tellState();
          }
        }),
      );
      return { task };
    },
    'repair.whole': async ({ passphrase, ...wish }, call) => {
      const held = vault();
      // Nobody knows a practice vault's passphrase.
      if (held.practice) throw new VaultError('input.usage', { what: 'practice' });
      const request = requestOf(wish);
      const unlock = { passphrase: await call.openSecret(passphrase, 'repair.whole/passphrase') };
      await checkUnlock(held, unlock);
      return {
        task: tasks.start({ kind: 'repair' }, (controls) =>
          mendClosed(engine, { ...request(controls), unlock, task: controls.id }),
        ),
      };
    },
  };
}
