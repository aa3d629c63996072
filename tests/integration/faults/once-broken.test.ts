import { describe, expect, it } from 'vitest';

import { runSchedule } from '../../faults/schedule/run-schedule.ts';
import type { Life, Schedule } from '../../faults/schedule/schedule.ts';
import { useTemplate } from './run-quickly.ts';

/** The disk takes the signature under a batch in one copy of the history alone, the power fails, and the vault comes to a computer that never saw it. */
const signedInOneCopy: Life = {
  works: [
    { do: 'add-unit', reference: 'A/110/6704' },
    { do: 'add-unit', reference: 'R/422/4198' },
  ],
  strike: { before: 1, step: 6, among: 'write', fault: 'EIO', lasting: 1 },
  end: {
    type: 'power',
    failure: { names: 'journal', bytes: 'all', gaps: false, seed: '700762707' },
    index: 'kept',
    elsewhere: true,
  },
};

/** The same, and what was begun in one copy alone is the next segment. */
const begunInOneCopy: Life = {
  works: [
    {
      do: 'add',
      files: [
        { name: 'file-2', size: 0, seed: 735776 },
        { name: 'file-8', size: 1, seed: 260739 },
        { name: 'file-3', size: 1, seed: 437244 },
      ],
    },
    { do: 'erase', seed: 532, everywhere: false },
    { do: 'erase', seed: 871, everywhere: false },
  ],
  strike: { before: 0, step: 14, among: 'rename', fault: 'torn-kill', lasting: 1 },
  end: {
    type: 'power',
    failure: { names: 'all', bytes: 'sectors', gaps: false, seed: '915589200' },
    index: 'kept',
    elsewhere: true,
  },
};

/** A restore from two places is cut short after it began a history of its own, and goes on from the place that knows less. */
const restoredFromLess: readonly Life[] = [
  {
    works: [
      { do: 'copy', places: ['a'] },
      { do: 'copy', places: ['b'] },
    ],
    stick: {},
    end: { type: 'close' },
  },
  {
    works: [{ do: 'restore', places: ['a', 'b'], quick: true, cut: 0 }],
    strike: { before: 0, step: 133, fault: 'kill', lasting: 1 },
    stick: {},
    end: {
      type: 'power',
      failure: { names: 'each', bytes: 'none', gaps: false, seed: '113188780' },
      index: 'kept',
      elsewhere: false,
    },
  },
  {
    works: [{ do: 'restore', places: ['a'], quick: false, cut: 0 }],
    stick: {},
    end: { type: 'close' },
  },
];

/** A new recovery key of which nobody was told, and then another: what is in doubt for the second time is no damage either. */
const renewedTwice: readonly Life[] = [
  {
    works: [
      { do: 'reopen' },
      {
        do: 'add',
        files: [
          { name: 'file-1', size: 512, seed: 7 },
          { name: 'file-2', size: 5000, seed: 7 },
          { name: 'file-3', size: 5000, seed: 118763 },
        ],
      },
      { do: 'rekey' },
    ],
    strike: { before: 0, step: 11, among: 'rename', fault: 'torn-kill', lasting: 1 },
    end: {
      type: 'power',
      failure: { names: 'all', bytes: 'sectors', gaps: false, seed: '858863683' },
      index: 'kept',
      elsewhere: false,
    },
  },
  {
    works: [{ do: 'rekey' }],
    strike: { before: 0, step: 33, fault: 'kill', lasting: 1 },
    end: {
      type: 'power',
      failure: { names: 'journal', bytes: 'sectors', gaps: false, seed: '15062377' },
      index: 'kept',
      elsewhere: true,
    },
  },
];

function schedule(seed: string, lives: readonly Life[], family: Schedule['family']): Schedule {
  return { seed, family, creates: false, stick: 'plain', lives };
}

describe('a schedule that once broke a promise', () => {
  const template = useTemplate();

  it.each([
    schedule('a batch signed in one copy is no damage elsewhere', [signedInOneCopy], 'refused'),
    schedule('a segment begun in one copy is no damage elsewhere', [begunInOneCopy], 'erasure'),
    schedule('a key renewed twice is no damage', renewedTwice, 'left-behind'),
    schedule('a restore that knows less takes nothing back', restoredFromLess, 'restore'),
  ])('keeps it: $seed', async (each) => {
    const { failure, struck } = await runSchedule(each, template());
    expect(struck).not.toHaveLength(0);
    expect(failure).toBeUndefined();
  });
});
