import { VaultError } from '../../src/base/errors.ts';
import type { TaskResult } from '../../src/contract/tasks.ts';
import { openVaultToWrite } from '../../src/vault/open-vault.ts';
import type { OpenRepairRequest } from '../../src/vault/repair/repair-open.ts';
import { repairWhole } from '../../src/vault/repair/repair-whole.ts';
import type { EngineContext } from './engine-context.ts';
import { endOpen, nowOpen } from './opening.ts';
import { repairForPage } from './repair-for-page.ts';

interface ClosedRequest extends Omit<OpenRepairRequest, 'quick'> {
  readonly unlock: { readonly passphrase: string };
  /** The task that this is, which goes on while all others stop. */
  readonly task: string;
}

/**
 * Closes the open vault, mends it with its history, and opens it again, also where the mending did not come to its end. Pages stay where they are
 * meanwhile, and are refused what they ask. Throws as `repairWhole`, and as `openVaultToWrite` if it cannot be opened again: then it stays locked.
 */
export async function mendClosed(
  engine: EngineContext,
  { unlock, task, ...request }: ClosedRequest,
): Promise<TaskResult<'repair'>> {
  const { session } = engine;
  const mend = async (): Promise<TaskResult<'repair'>> => {
    const dir = session.held?.dir;
    if (dir === undefined) throw new VaultError('access.locked');
    const place = { ...engine.place(), dir };
    await endOpen(engine, task);
    try {
      const report = await repairWhole({
        ...place,
        ...request,
        // The history has no check of its own that would show what is whole again.
        quick: false,
        unlock: () => Promise.resolve(unlock),
      });
      const vault = await openVaultToWrite({ ...place, unlock });
      nowOpen(engine, vault);
      return repairForPage(vault, report);
    } catch (thrown) {
      if (session.held === undefined) await openAgain(engine, { ...place, unlock });
      throw thrown;
    }
  };
  return session.change(() => session.reopen(mend));
}

async function openAgain(
  engine: EngineContext,
  opening: Parameters<typeof openVaultToWrite>[0],
): Promise<void> {
  try {
    nowOpen(engine, await openVaultToWrite(opening));
  } catch {
    // Whoever unlocks it next is told why.
    engine.tellState();
  }
}
