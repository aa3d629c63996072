import type { DurablePort } from '../../../src/store/durable/port.ts';
import type { VaultWorld } from '../../support/vault/vault-world.ts';
import { MutatingPort } from '../ports/mutating-port.ts';
import { makeSchedule } from '../schedule/make-schedule.ts';
import { runSchedule } from '../schedule/run-schedule.ts';
import type { Mutation } from './mutation.ts';

export interface MutationResult {
  readonly mutation: Mutation;
  /** Undefined if no schedule noticed: either the step is not needed, or the harness is too weak. */
  readonly found: { readonly seed: string; readonly message: string } | undefined;
  readonly schedules: number;
  /** How often the step was left out or put off: 0 says that the schedules never came there. */
  readonly times: number;
}

/** Runs schedules without one step until a promise breaks. @param most how many schedules are tried */
export async function runMutation(
  mutation: Mutation,
  template: VaultWorld,
  { seed, most }: { readonly seed: string; readonly most: number },
): Promise<MutationResult> {
  let times = 0;
  for (let number = 1; number <= most; number += 1) {
    const ports: MutatingPort[] = [];
    const mutate = (port: DurablePort, root: string): DurablePort => {
      const mutated = new MutatingPort(port, root, mutation);
      ports.push(mutated);
      return mutated;
    };
    const schedule = makeSchedule(`${seed}-${mutation.name}-${String(number)}`, mutation.family);
    const { failure } = await runSchedule(schedule, template, mutate);
    for (const port of ports) {
      times += port.times;
      await port.end();
    }
    if (failure !== undefined)
      return {
        mutation,
        found: { seed: schedule.seed, message: failure.message },
        schedules: number,
        times,
      };
  }
  return { mutation, found: undefined, schedules: most, times };
}
