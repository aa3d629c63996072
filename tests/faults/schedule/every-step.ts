import type { Fault } from '../../../src/store/durable/faulty-durable.ts';
import type { StepName } from '../../../src/store/durable/stepping-port.ts';
import type { PowerFailure } from '../disk/survival.ts';
import type { GivenFile } from './given-file.ts';
import type { Life, Schedule, Work } from './schedule.ts';
import type { WideFamily } from './wide-work.ts';

/** Work that is killed or struck at one step after the other. */
export const sweptFamilies = [
  'copies',
  'restore',
  'repair',
  'erasure',
  'exports',
] as const satisfies WideFamily[];
export type SweptFamily = (typeof sweptFamilies)[number];

const file = (name: string, seed: number, size = 5_000): GivenFile => ({ name, size, seed });
const add = (name: string, seed: number, size?: number): Work => ({
  do: 'add',
  files: [file(name, seed, size)],
});
const copy: Work = { do: 'copy', places: ['a'] };
const restore: Work = { do: 'restore', places: ['a', 'b'], quick: false, cut: 0 };
const damage = (what: 'blob' | 'segment' | 'keys' | 'headers', harm: 'rot' | 'gone', seed: number): Work => ({
  do: 'damage',
  what,
  harm,
  seed,
});

const before: Readonly<Record<SweptFamily, readonly Work[]>> = {
  copies: [{ do: 'other-laptop', files: [file('other', 3)], copy: true }, add('first', 1)],
  restore: [add('first', 1), copy, add('second', 2, 70_000), copy],
  repair: [
    add('first', 1),
    { do: 'rekey' },
    add('second', 2, 70_000),
    copy,
    damage('blob', 'rot', 1),
    damage('blob', 'gone', 2),
    damage('segment', 'rot', 3),
    damage('segment', 'rot', 6),
    damage('keys', 'gone', 4),
    damage('headers', 'rot', 5),
  ],
  erasure: [add('first', 1), add('second', 2), copy],
  exports: [add('first', 1)],
};

const work: Readonly<Record<SweptFamily, readonly Work[]>> = {
  copies: [copy],
  restore: [restore],
  repair: [{ do: 'repair', places: ['a'] }],
  erasure: [{ do: 'erase', seed: 1, everywhere: false }],
  exports: [
    { do: 'export-all', name: 'plain-1' },
    { do: 'export', name: 'bundle-1.zip' },
  ],
};

/** Done again by whoever comes after, with nothing in the way. */
const again: Readonly<Record<SweptFamily, readonly Work[]>> = {
  copies: [copy],
  restore: [restore],
  repair: [{ do: 'repair', places: ['a'] }],
  erasure: [{ do: 'reopen' }, copy],
  exports: [
    { do: 'export', name: 'bundle-2.zip' },
    { do: 'export-all', name: 'plain-2' },
  ],
};

/** The power takes all that no sync made certain: just after the work, or after it was done once more where nobody looked. */
export function nothingFails(family: SweptFamily): Schedule[] {
  const [first, struck, last] = failingAt(family, Number.MAX_SAFE_INTEGER, 'kill').lives;
  if (first === undefined || struck === undefined || last === undefined) return [];
  const all = { seed: `${family}, nothing fails`, family, creates: false, stick: 'plain' } as const;
  return [
    { ...all, lives: [first, { ...last, works: struck.works }] },
    { ...all, lives: [first, struck, last] },
  ];
}

/**
 * Work that fails at one step, is done again where nobody looked, and then the power takes all that no sync made certain.
 * @param step of the computer's disk, counted from 1 in the work itself
 * @param among only steps of this kind count
 */
export function failingAt(family: SweptFamily, step: number, fault: Fault, among?: StepName): Schedule {
  const failure: PowerFailure = { names: 'none', bytes: 'none', gaps: false, seed: String(step) };
  const first: Life = { works: before[family], stick: {}, end: { type: 'close' } };
  const struck: Life = {
    // Opening the vault is no part of it.
    works: family === 'restore' || family === 'repair' ? work[family] : [{ do: 'reopen' }, ...work[family]],
    strike: {
      before: family === 'restore' || family === 'repair' ? 0 : 1,
      step,
      ...(among === undefined ? {} : { among }),
      fault,
      lasting: 1,
    },
    stick: {},
    end: { type: 'kill', looked: false },
  };
  const last: Life = {
    works: again[family],
    stick: { pulled: failure },
    end: { type: 'power', failure, index: 'kept', elsewhere: false },
  };
  return {
    seed: `${family}, ${fault} at ${among ?? 'step'} ${String(step)}`,
    family,
    creates: false,
    stick: 'plain',
    lives: [first, struck, last],
  };
}
