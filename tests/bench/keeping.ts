import { mkdirSync } from 'node:fs';

import type { Arena } from './arena.ts';
import { makeLargeFile, warm } from './corpus.ts';
import { alternate, peakOf, secondsOf, type Contender } from './timing.ts';

/** Longest memory in MB that anything may take, whatever the file size. */
export const memoryGoal = 300;

/** Taking everything in for the first time. Leaves `vault`, and restic's repository where there is restic. */
export async function benchFirstIngest(arena: Arena): Promise<void> {
  const corpus = arena.path('corpus');
  const copy = arena.path('copy');
  const ready = (): void => {
    arena.flush();
    warm(corpus);
  };
  const contenders: Contender[] = [
    {
      name: 'add',
      prepare: async () => {
        await arena.newVault('vault');
        ready();
      },
      run: () => arena.vault('vault', ['add', corpus]),
    },
    {
      name: 'cp',
      prepare: () => {
        arena.remove('copy');
        ready();
      },
      run: () => arena.shell('cp -r "$1" "$2" && sync', corpus, copy),
    },
  ];
  const withRestic = arena.has('restic');
  if (withRestic)
    contenders.push({
      name: 'restic',
      prepare: async () => {
        arena.remove('repository', 'restic-cache');
        await arena.restic(['init']);
        ready();
      },
      run: () => arena.restic(['backup', corpus]),
    });
  const runs = await alternate(contenders, arena.rounds);
  arena.remove('copy');
  const { report } = arena;
  const ours = secondsOf(runs, 'add');
  if (withRestic) report.speed('first ingest', 'restic, first backup', ours, secondsOf(runs, 'restic'), 2);
  report.speed('first ingest', 'cp -r + sync', ours, secondsOf(runs, 'cp'), 0.9);
  report.memory('first ingest', peakOf(runs, 'add'), memoryGoal);
}

/** Reading everything back and digesting it again. */
export async function benchFullCheck(arena: Arena): Promise<void> {
  const contenders: Contender[] = [
    {
      name: 'check',
      prepare: () => warm(arena.path('vault')),
      run: () => arena.vault('vault', ['check', '--full']),
    },
  ];
  const withRestic = arena.has('restic');
  if (withRestic)
    contenders.push({
      name: 'restic',
      prepare: () => warm(arena.path('repository')),
      run: () => arena.restic(['check', '--read-data']),
    });
  const runs = await alternate(contenders, arena.rounds);
  const ours = secondsOf(runs, 'check');
  if (withRestic)
    arena.report.speed('full check', 'restic check --read-data', ours, secondsOf(runs, 'restic'), 1.5);
  arena.report.memory('full check', peakOf(runs, 'check'), memoryGoal);
}

/** Looking at everything again when nothing has changed. */
export async function benchRescan(arena: Arena): Promise<void> {
  if (!arena.has('restic')) return;
  const corpus = arena.path('corpus');
  const nothing = arena.path('nothing');
  mkdirSync(nothing, { recursive: true });
  // The same commands with nothing to look at show what starting, and turning the passphrase into a key, take of it.
  const contenders: Contender[] = [
    { name: 'rescan', run: () => arena.vault('vault', ['add', corpus]) },
    { name: 'restic', run: () => arena.restic(['backup', corpus]) },
    { name: 'open', run: () => arena.vault('vault', ['add', nothing]) },
    { name: 'restic open', run: () => arena.restic(['cat', 'config']) },
  ];
  const runs = await alternate(contenders, Math.max(arena.rounds, 5));
  const [ours, theirs] = [secondsOf(runs, 'rescan'), secondsOf(runs, 'restic')];
  const { report } = arena;
  report.time('rescan without change', 'restic, second run', ours, theirs, 0.25);
  const beyond = ours - secondsOf(runs, 'open');
  report.time(
    '  the same, beyond opening',
    'the same of restic',
    beyond,
    theirs - secondsOf(runs, 'restic open'),
  );
  report.time('  the same, beyond opening', 'restic, second run, whole', beyond, theirs);
}

/** One file that is larger than the memory it may take. */
export async function benchLargeFile(arena: Arena): Promise<void> {
  makeLargeFile(arena.path('large'), 2_000_000_000);
  await arena.newVault('large-vault');
  const runs = await alternate(
    [{ name: 'add', run: () => arena.vault('large-vault', ['add', arena.path('large')]) }],
    1,
  );
  arena.remove('large', 'large-vault', 'large-vault-state');
  arena.report.memory('first ingest of one file of 2 GB', peakOf(runs, 'add'), memoryGoal);
}
