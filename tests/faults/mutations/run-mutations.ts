import type { VaultWorld } from '../../support/vault/vault-world.ts';
import { MutatingPort } from '../ports/mutating-port.ts';
import { nothingFails, sweptFamilies } from '../schedule/every-step.ts';
import { makeAimed } from '../schedule/make-aimed.ts';
import { makeSchedule } from '../schedule/make-schedule.ts';
import { runSchedule, type Mutate } from '../schedule/run-schedule.ts';
import type { Mutation } from './mutation.ts';
import { sitesOf } from './sites.ts';

export interface MutationResult {
  readonly mutation: Mutation;
  /** Undefined if no schedule noticed: either the step is not needed, or the harness is too weak. */
  readonly found: { readonly seed: string; readonly message: string } | undefined;
  readonly schedules: number;
  /** How often the step was left out or put off: 0 says that the schedules never came there. */
  readonly times: number;
  /** Places in the source that the mutation should strike at and did not. */
  readonly missed: readonly string[];
}

/** Runs schedules without one step until a promise breaks. @param most how many schedules are tried; most aim at the step */
export async function runMutation(
  mutation: Mutation,
  template: VaultWorld,
  { seed, most }: { readonly seed: string; readonly most: number },
): Promise<MutationResult> {
  let times = 0;
  const callers = new Set<string>();
  const result = (schedules: number, found: MutationResult['found']): MutationResult => ({
    mutation,
    found,
    schedules,
    times,
    missed: sitesOf(mutation.name).filter((site) => !callers.has(site)),
  });
  // What a step is for often shows with nothing but a power failure.
  const swept = sweptFamilies.find((family) => family === mutation.family);
  const plain = swept === undefined ? [] : nothingFails(swept);
  for (let number = 1; number <= most; number += 1) {
    const ports: MutatingPort[] = [];
    const mutate: Mutate = (port, root, told) => {
      const mutated = new MutatingPort(port, root, mutation, (called) => {
        times += 1;
        for (const each of called) callers.add(each);
        told();
      });
      ports.push(mutated);
      return mutated;
    };
    const own = `${seed}-${mutation.name}-${String(number)}`;
    const schedule =
      plain[number - 1] ??
      (number % 2 === 1 && number < 20 ? makeSchedule(own, mutation.family) : makeAimed(own, mutation));
    const { failure } = await runSchedule(schedule, template, mutate);
    for (const port of ports) await port.end();
    if (failure !== undefined) return result(number, { seed: schedule.seed, message: failure.message });
  }
  return result(most, undefined);
}
