import { mkdirSync } from 'node:fs';
import { z } from 'zod';

import type { Arena } from './arena.ts';
import { cool, corpusSizes, makeCorpus, warm } from './corpus.ts';
import { memoryGoal } from './keeping.ts';
import { alternate, peakOf, secondsOf, type Run } from './timing.ts';

const printed = z.object({ copied: z.number(), seconds: z.number() });

/** Putting a vault together out of a second copy on a clean computer, against `cp -r` of the same files: read from the disk, and out of the system's memory. */
export async function benchRestore(arena: Arena, size: 'quick' | 'full'): Promise<void> {
  makeCorpus(arena.path('corpus'), corpusSizes[size === 'full' ? 'gigabyte' : 'quick']);
  await arena.newVault('vault');
  await arena.vault('vault', ['add', arena.path('corpus')]);
  arena.remove('corpus');
  const place = arena.path('place');
  mkdirSync(place);
  const [vault, state] = [arena.path('vault'), arena.path('vault-state')];
  await arena.worker(['sync', vault, state, arena.passphrase, place], 'replica-worker.ts');
  arena.remove('vault', 'vault-state');
  const [target, targetState, mirror] = [
    arena.path('target'),
    arena.path('target-state'),
    arena.path('mirror'),
  ];
  const copied: number[] = [];
  const restore = async (): Promise<Run> => {
    const run = await arena.worker(
      ['restore', target, targetState, arena.passphrase, place],
      'replica-worker.ts',
    );
    const times = printed.parse(JSON.parse(run.stdout));
    copied.push(times.copied);
    return { ...run, seconds: times.seconds };
  };
  const floor = (): Promise<Run> => arena.worker(['restore', place, arena.path('floor')], 'floor-worker.ts');
  const { report } = arena;
  const cp = (): Promise<Run> => arena.shell('cp -r "$1" "$2" && sync', place, mirror);
  // On a computer that is to get its work back, nothing of a second copy has been read before.
  const stick = 'restore from a disk that was not read before';
  if (cool(place)) {
    const unread = (): void => {
      fresh();
      cool(place);
    };
    const contenders = [
      { name: 'restore', prepare: unread, run: restore },
      { name: 'cp', prepare: unread, run: cp },
    ];
    const runs = await alternate(contenders, arena.rounds);
    report.speed(stick, 'cp -r + sync', secondsOf(runs, 'restore'), secondsOf(runs, 'cp'), 0.8);
    copied.length = 0;
  } else report.skip(stick, 'this system cannot be told to forget what it read');
  const runs = await alternate(
    [
      { name: 'restore', prepare: fresh, run: restore },
      { name: 'floor', prepare: fresh, run: floor },
      { name: 'cp', prepare: fresh, run: cp },
    ],
    arena.rounds,
  );
  const copy = secondsOf(runs, 'cp');
  report.speed(
    'restore out of memory, all of it opened',
    'cp -r + sync',
    secondsOf(runs, 'restore'),
    copy,
    0.8,
  );
  report.speed('restore out of memory, until all is copied', 'cp -r + sync', middleOf(copied), copy, 0.8);
  report.speed('  the least that it could be', 'cp -r + sync', secondsOf(runs, 'floor'), copy);
  report.memory('restore', peakOf(runs, 'restore'), memoryGoal);
  arena.remove('place', 'target', 'target-state', 'mirror', 'floor');

  function fresh(): void {
    arena.remove('target', 'target-state', 'mirror', 'floor');
    arena.flush();
    warm(place);
  }
}

function middleOf(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
