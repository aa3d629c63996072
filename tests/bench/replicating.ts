import { mkdirSync } from 'node:fs';
import { z } from 'zod';

import type { Arena } from './arena.ts';
import { corpusSizes, makeCorpus, warm } from './corpus.ts';
import { memoryGoal } from './keeping.ts';
import { alternate, peakOf, secondsOf, type Run } from './timing.ts';

const printed = z.object({ seconds: z.number() });

/** Bringing a second copy up to date, against rsync of the same files: for the first time, and with nothing new. */
export async function benchReplica(arena: Arena, size: 'quick' | 'full'): Promise<void> {
  if (!arena.has('rsync')) return;
  makeCorpus(arena.path('corpus'), corpusSizes[size]);
  await arena.newVault('vault');
  await arena.vault('vault', ['add', arena.path('corpus')]);
  arena.remove('corpus');
  const [vault, state] = [arena.path('vault'), arena.path('vault-state')];
  const [place, mirror] = [arena.path('place'), arena.path('mirror')];
  const sync = async (): Promise<Run> => {
    const run = await arena.worker(['sync', vault, state, arena.passphrase, place], 'replica-worker.ts');
    // Opening the vault is no part of copying.
    return { ...run, seconds: printed.parse(JSON.parse(run.stdout)).seconds };
  };
  // What rsync copies is what a second copy holds: no index, no second copy of the ledger, no settings.
  const rsync = (): Promise<Run> =>
    arena.shell(
      'rsync -a --exclude /index --exclude /ledger-copy --exclude /incoming --exclude /settings.sealed --exclude "/lock*" "$1/" "$2" && sync',
      vault,
      mirror,
    );
  const fresh = (folder: string) => (): void => {
    arena.remove('place', 'mirror');
    mkdirSync(folder);
    arena.flush();
    warm(vault);
  };
  const first = await alternate(
    [
      { name: 'replica', prepare: fresh(place), run: sync },
      { name: 'rsync', prepare: fresh(mirror), run: rsync },
    ],
    arena.rounds,
  );
  const { report } = arena;
  report.speed(
    'second copy, first time',
    'rsync -a + sync',
    secondsOf(first, 'replica'),
    secondsOf(first, 'rsync'),
    0.8,
  );
  report.memory('second copy, first time', peakOf(first, 'replica'), memoryGoal);
  fresh(place)();
  mkdirSync(mirror);
  await sync();
  // The entry that tells of the first round is what the second one brings.
  await sync();
  await rsync();
  const again = await alternate(
    [
      { name: 'replica', run: sync },
      { name: 'rsync', run: rsync },
    ],
    Math.max(arena.rounds, 5),
  );
  report.time(
    'second copy, nothing new',
    'rsync -a, nothing new',
    secondsOf(again, 'replica'),
    secondsOf(again, 'rsync'),
    1.5,
  );
  arena.remove('vault', 'vault-state', 'place', 'mirror');
}
