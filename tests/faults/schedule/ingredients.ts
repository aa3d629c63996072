import type { Fault } from '../../../src/store/durable/faulty-durable.ts';
import type { PowerFailure } from '../disk/survival.ts';
import type { Strike } from '../ports/striking-port.ts';
import type { Random } from '../random.ts';
import type { GivenFile } from './given-file.ts';
import type { IndexLeft } from './schedule.ts';

export const faults: readonly Fault[] = [
  'ENOSPC',
  'EIO',
  'EROFS',
  'short-write',
  'kill',
  'kill',
  'torn-kill',
  'torn-kill',
];

/** Steps that are failed at more often than others: there the disk knows less than the program, or the other way round. */
export const tellingSteps = ['write', 'sync', 'rename', 'syncFolder'] as const;

export function makeFailure(random: Random): PowerFailure {
  const names = random.pick(['all', 'none', 'each', 'journal'] as const);
  const bytes =
    names === 'all'
      ? random.pick(['none', 'sectors'] as const)
      : random.pick(['all', 'none', 'sectors'] as const);
  return { names, bytes, gaps: random.chance(0.3), seed: String(random.whole(0, 1_000_000_000)) };
}

export function makeIndex(random: Random): IndexLeft {
  return random.pick(['kept', 'kept', 'kept', 'lost', 'older', 'damaged'] as const);
}

/** Any step, or one of those of a kind. */
export function makeStep(random: Random, creates: boolean): Pick<Strike, 'step' | 'among'> {
  if (random.chance(0.6))
    return { step: random.whole(1, random.pick(creates ? [20, 60, 140] : [6, 20, 60])) };
  return {
    step: random.whole(1, random.pick(creates ? [6, 20, 30] : [2, 6, 16])),
    among: random.pick(tellingSteps),
  };
}

/** New files, old names with new bytes, new names with old bytes; most small, some of several sectors, few of several writes. */
export function makeFiles(random: Random, stem: string, next: () => number, count: number): GivenFile[] {
  return Array.from({ length: count }, () => ({
    name: `${stem}-${String(random.chance(0.3) ? random.whole(1, 8) : next())}`,
    size: random.pick([0, 1, 40, 300, 511, 512, 5_000, 5_000, 70_000, random.chance(0.15) ? 1_200_000 : 900]),
    seed: random.chance(0.15) ? 7 : random.whole(8, 1_000_000),
  }));
}

export function weighted<Name extends string>(random: Random, table: Partial<Record<Name, number>>): Name {
  const entries = (Object.keys(table) as Name[]).map((name) => [name, table[name] ?? 0] as const);
  let left = random.part() * entries.reduce((sum, [, weight]) => sum + weight, 0);
  for (const [name, weight] of entries) {
    left -= weight;
    if (left < 0) return name;
  }
  const last = entries.at(-1);
  if (last === undefined) throw new Error('nothing to pick from');
  return last[0];
}
