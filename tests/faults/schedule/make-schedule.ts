import { Random } from '../random.ts';
import {
  faults,
  makeFailure,
  makeFiles,
  makeIndex,
  makeStep,
  tellingSteps,
  weighted,
} from './ingredients.ts';
import { makeWide, wideShares } from './make-wide.ts';
import type { Family, Life, Schedule, VaultWork, WorkName } from './schedule.ts';
import { isWide, type WideFamily } from './wide-work.ts';

type Weights = Partial<Record<WorkName, number>>;

/** How often each work comes, out of the sum. */
const weights: Readonly<Record<Exclude<Family, WideFamily>, Weights>> = {
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
  'left-behind': { add: 4, 'add-unit': 2, reopen: 2, rekey: 1 },
  refused: { 'add-unit': 6, reopen: 1 },
  doubt: { 'change-passphrase': 2, recover: 2, 'renew-recovery-key': 1 },
  'half-kept': { add: 2, 'add-unit': 2, reopen: 2 },
};

/** How many in a hundred schedules are of each family, where none is asked for. */
const shares: Readonly<Record<Family, number>> = {
  mixed: 35,
  adding: 15,
  folder: 10,
  create: 6,
  header: 8,
  settings: 10,
  export: 4,
  'left-behind': 8,
  refused: 2,
  doubt: 2,
  'half-kept': 2,
  ...wideShares,
};

/** The schedule that a seed stands for. */
export function makeSchedule(seed: string, wanted?: Family): Schedule {
  const random = new Random(seed);
  const family = wanted ?? weighted(random, shares);
  if (isWide(family)) return makeWide(random, seed, family);
  const creates = family === 'create';
  const count = random.whole(1, family === 'header' || family === 'export' ? 2 : 4);
  let names = 0;
  const lives = Array.from({ length: count }, (_, number): Life => {
    const works = Array.from({ length: random.whole(1, 4) }, () =>
      makeWork(random, family, () => (names += 1)),
    );
    return makeLife(random, works, creates && number === 0);
  });
  if (family === 'refused')
    return { seed, family, creates, lives: lives.map((life) => refusing(random, life)) };
  if (family === 'doubt') return { seed, family, creates, lives: inDoubt(random, lives) };
  if (family === 'half-kept') return { seed, family, creates, lives: halfKept(random, lives) };
  if (family === 'left-behind') return { seed, family, creates, lives: leftBehind(random, lives) };
  return { seed, family, creates, ...(creates ? { apart: random.chance(0.5) } : {}), lives };
}

/** @param creates the vault is made in this life, which takes more steps than anything else */
function makeLife(random: Random, works: readonly VaultWork[], creates: boolean): Life {
  const strike = random.chance(0.8)
    ? {
        before: creates && random.chance(0.5) ? 0 : random.whole(0, works.length),
        ...makeStep(random, creates),
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

/** The disk takes one write of a batch not, and all others: what was written is taken back, and the vault goes on. */
function refusing(random: Random, { works, end }: Life): Life {
  const strike = {
    before: works.length,
    step: random.whole(3, 6),
    among: 'write',
    fault: random.pick(['ENOSPC', 'EIO', 'short-write'] as const),
    lasting: 1,
  } as const;
  const refused = {
    do: 'add-unit',
    reference: `R/${String(random.whole(100, 999))}/${String(random.whole(1000, 9999))}`,
  } as const;
  return { works: [...works, refused], strike, end };
}

/**
 * A change of the header is cut short between its two files; whoever opens the vault makes them alike, and then the power fails. Often that one is killed
 * as well, before any name is certain.
 */
function inDoubt(random: Random, lives: readonly Life[]): Life[] {
  const works = lives[0]?.works.slice(0, 1) ?? [];
  const strike = { before: 0, step: random.whole(2, 4), among: 'rename', fault: 'kill', lasting: 1 } as const;
  const reference = `D/${String(random.whole(100, 999))}/${String(random.whole(1000, 9999))}`;
  const next = random.pick([{ do: 'reopen' }, { do: 'add-unit', reference }] as const);
  const power = { type: 'power', failure: makeFailure(random), index: 'kept', elsewhere: false } as const;
  if (random.chance(0.5))
    return [
      { works, strike, end: { type: 'kill', looked: true } },
      { works: [next], end: power },
    ];
  // Opening syncs four folders; the next two syncs are of the header's two names.
  const unnamed = {
    before: 0,
    step: random.whole(5, 6),
    among: 'syncFolder',
    fault: 'kill',
    lasting: 1,
  } as const;
  const end = { type: 'kill', looked: false, left: true } as const;
  const killed = { before: 0, step: random.whole(1, 12), fault: 'kill', lasting: 1 } as const;
  return [
    { works, strike: unnamed, end },
    { works: [next], strike: killed, end: power },
  ];
}

/** A process is killed in the middle of its work, another goes on, mostly where nobody looked, and then the power fails. */
function leftBehind(random: Random, lives: readonly Life[]): Life[] {
  const [first, ...others] = lives;
  const works = first?.works ?? [];
  const strike = {
    before: 0,
    ...(random.chance(0.5)
      ? { step: random.whole(20, 60) }
      : { step: random.whole(1, 20), among: random.pick(tellingSteps) }),
    fault: random.pick(['kill', 'torn-kill'] as const),
    lasting: 1,
  };
  const power = { type: 'power', failure: makeFailure(random), index: 'kept', elsewhere: false } as const;
  const failure = { ...makeFailure(random), names: 'all', bytes: 'sectors' } as const;
  const torn = { type: 'power', failure, index: 'kept', elsewhere: false } as const;
  const next = others[0]?.works ?? works;
  return [
    // Where the power fails with it, one copy of what was under way may be there and the other not.
    { works, strike, end: random.chance(0.4) ? torn : { type: 'kill', looked: false } },
    { works: next, end: power },
  ];
}

/**
 * The power fails while the keys of a batch go to the disk: its entries may be there whole, and their keys in one copy alone. Nobody looks, another goes on,
 * and the power fails once more.
 */
function halfKept(random: Random, lives: readonly Life[]): Life[] {
  const reference = `K/${String(random.whole(100, 999))}/${String(random.whole(1000, 9999))}`;
  // Opening waits for five files; then come the keys, one copy after the other.
  const strike = { before: 0, step: random.whole(6, 7), among: 'sync', fault: 'kill', lasting: 1 } as const;
  const failure = { ...makeFailure(random), names: 'all', bytes: 'sectors' } as const;
  const power = { type: 'power', failure, index: 'kept', elsewhere: false } as const;
  return [
    { works: [{ do: 'add-unit', reference }], strike, end: { ...power, left: true } },
    { works: lives[0]?.works ?? [], end: { ...power, failure: makeFailure(random) } },
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

function makeWork(random: Random, family: Exclude<Family, WideFamily>, next: () => number): VaultWork {
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
