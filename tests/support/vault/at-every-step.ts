import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { FaultyDurable, type Fault } from '../../../src/store/durable/faulty-durable.ts';
import { NodeDurable } from '../../../src/store/durable/node-durable.ts';
import type { DurablePort } from '../../../src/store/durable/port.ts';
import type { Loss } from '../../../src/store/durable/unsynced-memory.ts';
import type { VaultWorld } from './vault-world.ts';

/** An ordinary port that the vault's own threads do not go around: starting them for each look would take longer than looking. */
export function plainPort(): DurablePort {
  return new FaultyDurable(new NodeDurable());
}

/** What the vault had said was kept when the fault struck: only that must be there afterwards. */
export type Acknowledged = Set<string>;

export interface FaultRun {
  readonly prepare: () => Promise<VaultWorld>;
  /** Does the work through `port`, adding to `acknowledged` what was promised. May throw. */
  readonly act: (world: VaultWorld, port: DurablePort, acknowledged: Acknowledged) => Promise<void>;
  /** The first step of interest; what comes before it is tried elsewhere. */
  readonly since?: RegExp;
  /** Where each look derives keys, which is slow on purpose: every second, third, … step only. */
  readonly every?: number;
  /** Looks at the vault with an ordinary port. Throws if something promised is not there. */
  readonly check: (world: VaultWorld, acknowledged: Acknowledged, what: string) => Promise<void>;
}

/** A sudden end takes what was not synced, in one of these ways; an error of the disk takes nothing. */
const ends: readonly { readonly fault: Fault; readonly loss?: Loss }[] = [
  { fault: 'torn-kill', loss: 'nothing' },
  { fault: 'kill', loss: 'names-and-content' },
  { fault: 'ENOSPC' },
  { fault: 'torn-kill', loss: 'content' },
  { fault: 'short-write' },
  { fault: 'kill', loss: 'names' },
  { fault: 'EIO' },
];

/**
 * Lets every durable step of some work fail once, each in its turn in one of the ways (in `EVIDENCE_VAULT_TEST_FAULTS=all` in each of
 * them) and the power fail after the last, and looks at the vault after each. @returns how many steps
 */
export async function atEveryStep(run: FaultRun): Promise<number> {
  const steps = await listSteps(run);
  const first = run.since === undefined ? 0 : steps.findIndex((step) => run.since?.test(step));
  if (first < 0) throw new Error('the first step of interest was never taken');
  const all = process.env.EVIDENCE_VAULT_TEST_FAULTS === 'all';
  for (let at = first + 1; at <= steps.length; at += all ? 1 : (run.every ?? 1))
    for (const [turn, end] of ends.entries())
      if (all || turn === at % ends.length) await failAt(run, at, end);
  // And the power may fail just after the last step, when everything was promised.
  for (const end of ends) if (end.loss !== undefined) await failAt(run, steps.length + 1, end);
  return steps.length - first;
}

async function listSteps({ prepare, act }: FaultRun): Promise<readonly string[]> {
  const world = await prepare();
  const port = new FaultyDurable(new NodeDurable());
  await act(world, port, new Set());
  await world.remove();
  return port.steps;
}

async function failAt(run: FaultRun, at: number, { fault, loss }: (typeof ends)[number]): Promise<void> {
  const world = await run.prepare();
  const port = new FaultyDurable(new NodeDurable(), { at, fault }, { forgets: loss !== undefined });
  const acknowledged: Acknowledged = new Set();
  let thrown: unknown;
  try {
    await run.act(world, port, acknowledged);
  } catch (error) {
    thrown = error;
  }
  // A killed process closes nothing; here its locks and files have to be let go of.
  await world.closeAll().catch(() => undefined);
  if (loss !== undefined) port.crash(loss);
  // The index is not written through the port, so it would hide what the history lost.
  await rm(join(world.dir, 'index'), { recursive: true, force: true });
  const what = `${fault}${loss === undefined ? '' : ` (${loss})`} at step ${at}, ${port.steps.at(at - 1) ?? 'none'}`;
  try {
    await run.check(world, acknowledged, what);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const told = thrown instanceof Error ? thrown.message : 'nothing was thrown';
    throw new Error(`${what}: ${message} (the work ended with: ${told})`, { cause: error });
  } finally {
    await world.remove();
  }
}
