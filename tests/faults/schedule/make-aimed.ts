import type { PowerFailure } from '../disk/survival.ts';
import type { Mutation } from '../mutations/mutation.ts';
import { Random } from '../random.ts';
import { makeSchedule } from './make-schedule.ts';
import type { Life, Schedule } from './schedule.ts';

/** Families whose second life finds what the first left. */
const inSecondLife: ReadonlySet<Mutation['family']> = new Set(['left-behind', 'doubt', 'half-kept']);

/**
 * A schedule for a mutation: in one life the process is killed, and the power fails, some steps after the mutation left something out. What a step is for
 * shows between that step and the next that makes the same certain, and random strikes come there seldom.
 */
export function makeAimed(
  seed: string,
  { family, call, shows }: Pick<Mutation, 'family' | 'call' | 'shows'>,
): Schedule {
  const random = new Random(`${seed} aimed`);
  const schedule = makeSchedule(seed, family);
  const last = inSecondLife.has(family) ? 1 : random.whole(0, schedule.lives.length - 1);
  const lives = schedule.lives.flatMap((life, number): Life[] => {
    if (number < last) return [life];
    if (number > last) return random.chance(0.5) ? [life] : [];
    const { strike: _, ...others } = life;
    // Nothing is refused, and taken back, without its fault.
    const rest = family === 'refused' ? life : others;
    const elsewhere = random.chance(0.1);
    const end = { type: 'power', failure: makeFailure(random, call), index: 'kept', elsewhere } as const;
    return [{ ...rest, aim: makeAim(random, call, shows), end }];
  });
  return { ...schedule, lives };
}

/** Near, and often where the next step of the same kind would be made. */
function makeAim(
  random: Random,
  call: Mutation['call'],
  shows: number | undefined,
): NonNullable<Life['aim']> {
  const time = random.pick([1, 1, 1, 2, 3, 4]);
  if (shows !== undefined && random.chance(0.75)) return { time, step: shows };
  if (random.chance(0.4)) return { time, step: random.whole(1, random.pick([4, 12, 30])) };
  return { time, step: random.whole(1, 3), among: random.pick([call, call, 'rename', 'write']) };
}

/** Above all of what was left out. */
function makeFailure(random: Random, call: Mutation['call']): PowerFailure {
  const seed = String(random.whole(0, 1_000_000_000));
  const gaps = random.chance(0.5);
  if (call === 'sync')
    return {
      names: random.pick(['all', 'all', 'each', 'journal'] as const),
      bytes: random.pick(['none', 'sectors'] as const),
      gaps,
      seed,
    };
  return {
    names: random.pick(['each', 'each', 'each', 'none', 'journal'] as const),
    bytes: random.pick(['all', 'none', 'sectors'] as const),
    gaps,
    seed,
  };
}
