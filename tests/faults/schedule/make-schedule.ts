import type { PowerFailure } from '../disk/survival.ts';
import type { Fault } from '../../../src/store/durable/faulty-durable.ts';
import { Random } from '../random.ts';
import type { Family, GivenFile, IndexLeft, Life, Schedule, Work, WorkName } from './schedule.ts';

type Weights = Partial<Record<WorkName, number>>;

/** How often each work comes, out of the sum. */
const weights: Readonly<Record<Family, Weights>> = {
  mixed: {
    add: 8,
    'sync-folder': 5,
    'add-unit': 3,
    pause: 2,
    'change-passphrase': 0.5,
    recover: 0.5,
    'renew-recovery-key': 0.5,
    rekey: 0.5,
    export: 0.5,
    check: 1,
    'rebuild-index': 1,
    reopen: 2,
    'second-process': 1,
    clock: 2,
  },
  adding: { add: 8, reopen: 1 },
  folder: { 'sync-folder': 8, reopen: 1, clock: 1 },
  create: { add: 3, 'add-unit': 1, reopen: 1 },
  header: { 'change-passphrase': 2, recover: 2, 'renew-recovery-key': 2, rekey: 3, add: 2, reopen: 1 },
  settings: { pause: 6, 'add-unit': 1, reopen: 2 },
  export: { export: 3, add: 2, reopen: 1 },
  'left-behind': { add: 4, 'add-unit': 2 },
};

/** How many in a hundred schedules are of each family, where none is asked for. */
const shares: Readonly<Record<Family, number>> = {
  mixed: 35,
  adding: 15,
  folder: 10,
  create: 6,
  header: 10,
  settings: 10,
  export: 4,
  'left-behind': 10,
};

const faults: readonly Fault[] = [
  'ENOSPC',
  'EIO',
  'EROFS',
  'short-write',
  'kill',
  'kill',
  'torn-kill',
  'torn-kill',
];

/** The schedule that a seed stands for. */
export function makeSchedule(seed: string, wanted?: Family): Schedule {
  const random = new Random(seed);
  const family = wanted ?? weighted(random, shares);
  const creates = family === 'create';
  const count = random.whole(1, family === 'header' || family === 'export' ? 2 : 4);
  let names = 0;
  const lives = Array.from({ length: count }, (): Life => {
    const works = Array.from({ length: random.whole(1, 4) }, () =>
      makeWork(random, family, () => (names += 1)),
    );
    return makeLife(random, works);
  });
  if (family === 'left-behind') return { seed, family, creates, lives: leftBehind(random, lives) };
  return { seed, family, creates, lives };
}

function makeLife(random: Random, works: readonly Work[]): Life {
  const strike = random.chance(0.8)
    ? {
        before: random.whole(0, works.length),
        step: random.whole(1, random.pick([6, 20, 60])),
        fault: random.pick(faults),
        lasting: random.pick([1, 1, 3, 1_000_000]),
      }
    : undefined;
  const end = random.pick(['close', 'kill', 'power', 'power', 'power'] as const);
  return {
    works,
    ...(strike === undefined ? {} : { strike }),
    end: makeEnd(random, end),
  };
}

/** A process is killed in the middle of its work, another goes on where nobody looked, and then the power fails. */
function leftBehind(random: Random, lives: readonly Life[]): Life[] {
  const [first, ...others] = lives;
  const works = first?.works ?? [];
  const strike = {
    before: 0,
    step: random.whole(20, 60),
    fault: random.pick(['kill', 'torn-kill'] as const),
    lasting: 1,
  };
  const power = { type: 'power', failure: makeFailure(random), index: 'kept', elsewhere: false } as const;
  const next = others[0]?.works ?? works;
  return [
    { works, strike, end: { type: 'kill', looked: false } },
    { works: next, end: power },
  ];
}

function makeEnd(random: Random, type: Life['end']['type']): Life['end'] {
  switch (type) {
    case 'close':
      return { type };
    case 'kill':
      return { type, looked: random.chance(0.5) };
    case 'power':
      return { type, failure: makeFailure(random), index: makeIndex(random), elsewhere: random.chance(0.2) };
  }
}

function makeFailure(random: Random): PowerFailure {
  const names = random.pick(['all', 'none', 'each', 'journal'] as const);
  const bytes =
    names === 'all'
      ? random.pick(['none', 'sectors'] as const)
      : random.pick(['all', 'none', 'sectors'] as const);
  return { names, bytes, gaps: random.chance(0.3), seed: String(random.whole(0, 1_000_000_000)) };
}

function makeIndex(random: Random): IndexLeft {
  return random.pick(['kept', 'kept', 'kept', 'lost', 'older', 'damaged'] as const);
}

function makeWork(random: Random, family: Family, next: () => number): Work {
  const name = weighted(random, weights[family]);
  switch (name) {
    case 'add':
      return { do: name, files: makeFiles(random, 'file', next, random.whole(1, 3)) };
    case 'sync-folder':
      return {
        do: name,
        put: makeFiles(random, 'watched', next, random.whole(0, 3)),
        remove: random.chance(0.3) ? [`watched-${String(random.whole(1, 8))}`] : [],
        during: random.chance(0.3) ? makeFiles(random, 'watched', next, 1) : [],
        again: random.chance(0.3),
      };
    case 'add-unit':
      return {
        do: name,
        reference: `A/${String(100 + next()).padStart(3, '0')}/${String(random.whole(1000, 9999))}`,
      };
    case 'pause':
      return { do: name, paused: random.chance(0.5) };
    case 'change-passphrase':
    case 'recover':
      return { do: name, passphrase: `quite plain new words ${String(next())}` };
    case 'export':
      return { do: name, name: `bundle-${String(next())}.zip` };
    case 'check':
      return { do: name, full: random.chance(0.3) };
    case 'clock':
      return { do: name, seconds: random.pick([-1, 1]) * random.pick([2, 3600, 86_400 * 400]) };
    case 'renew-recovery-key':
    case 'rekey':
    case 'rebuild-index':
    case 'reopen':
    case 'second-process':
      return { do: name };
  }
}

/** New files, old names with new bytes, new names with old bytes; most small, some of several sectors, few of several writes. */
function makeFiles(random: Random, stem: string, next: () => number, count: number): GivenFile[] {
  return Array.from({ length: count }, () => ({
    name: `${stem}-${String(random.chance(0.3) ? random.whole(1, 8) : next())}`,
    size: random.pick([0, 1, 40, 300, 511, 512, 5_000, 5_000, 70_000, random.chance(0.15) ? 1_200_000 : 900]),
    seed: random.chance(0.15) ? 7 : random.whole(8, 1_000_000),
  }));
}

function weighted<Name extends string>(random: Random, table: Partial<Record<Name, number>>): Name {
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
