import { cp, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { VaultError } from '../../../src/base/errors.ts';
import { FaultyDurable, KilledByFault, type Fault } from '../../../src/store/durable/faulty-durable.ts';
import type { DurablePort } from '../../../src/store/durable/port.ts';
import type { Loss } from '../../../src/store/durable/unsynced-memory.ts';
import { quickDisk } from './quick-disk.ts';

/** What became of an action: it returned, the disk failed it, or the process or the power went. */
export interface Ending {
  /** True if the action returned: then it was acknowledged, and what it did must be there. */
  readonly done: boolean;
  /** Such as `kill at step 4 (sync vault.json.new), names lost`, for the message of a failing test. */
  readonly story: string;
}

const diskFaults: readonly Fault[] = ['ENOSPC', 'EIO', 'EROFS', 'short-write'];
const losses: readonly Loss[] = ['nothing', 'names', 'content', 'names-and-content'];

/**
 * Lets an action fail at each of its durable steps in each way: the disk refuses (every error, and a short write), the
 * process is killed (before the step, and in the middle of a write), the power goes (unsynced names, content or both are
 * lost). Also lets it finish and the power go right after. Looks at what is left each time.
 *
 * @param before a folder that each attempt starts from a copy of
 * @returns the number of steps the undisturbed action has
 */
export async function everyStep(
  before: string,
  act: (port: DurablePort, folder: string) => Promise<void>,
  look: (folder: string, ending: Ending) => Promise<void>,
): Promise<number> {
  let steps = 0;
  const attempt = async (fault: Fault | undefined, at: number, loss: Loss | undefined): Promise<boolean> => {
    const folder = await realpath(await mkdtemp(join(tmpdir(), 'evidence-vault-step-')));
    try {
      await cp(before, folder, { recursive: true });
      const plan = fault === undefined ? undefined : { at, fault };
      const port = new FaultyDurable(quickDisk(), plan, { forgets: loss !== undefined });
      const done = await isDone(() => act(port, folder));
      if (fault === undefined) steps = port.steps.length;
      const where = `step ${String(at)} (${port.steps[at - 1] ?? 'the end'})`;
      if (loss !== undefined) port.crash(loss);
      else port.kill();
      if (port.struck || fault === undefined)
        await look(folder, { done, story: `${fault ?? 'no fault'} at ${where}, lost: ${loss ?? 'nothing'}` });
      return port.struck;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };

  await attempt(undefined, 0, 'names-and-content');
  for (const fault of diskFaults) for (let at = 1; await attempt(fault, at, undefined); at += 1);
  for (const loss of losses) for (let at = 1; await attempt('kill', at, loss); at += 1);
  for (const loss of ['nothing', 'names-and-content'] as const)
    for (let at = 1; await attempt('torn-kill', at, loss); at += 1);
  return steps;
}

/** False if it was stopped by the injected fault; anything else that is thrown is a mistake of the code under test. */
async function isDone(act: () => Promise<void>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    const expected =
      error instanceof KilledByFault || (error instanceof VaultError && error.code.startsWith('storage.'));
    if (!expected) throw error;
    return false;
  }
}
