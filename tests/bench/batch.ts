import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Arena } from './arena.ts';
import { memoryGoal } from './keeping.ts';
import { alternate, peakOf, secondsOf, type Contender } from './timing.ts';

const bundles = 1_000;

/** Verifying 1,000 small bundles (ten files of 20 kB each) in one command, on one thread and on two. */
export async function benchBatch(arena: Arena): Promise<void> {
  const work = arena.path('batch-work');
  mkdirSync(work);
  for (let at = 0; at < 10; at += 1)
    writeFileSync(join(work, `evidence-${String(at)}.txt`), `${String(at)} of ten. `.repeat(1_400));
  await arena.newVault('batch-vault');
  await arena.vault('batch-vault', ['add', work]);
  await arena.vault('batch-vault', ['export', '--out', arena.path('batch.zip')]);
  const folder = arena.path('batch');
  mkdirSync(folder);
  for (let at = 0; at < bundles; at += 1)
    copyFileSync(arena.path('batch.zip'), join(folder, `${String(at).padStart(4, '0')}.zip`));
  const contenders = [1, 2].map((jobs): Contender => ({
    name: `${String(jobs)} threads`,
    prepare: () => arena.shell('cat "$1"/*.zip > /dev/null', folder).then(() => undefined),
    run: () => arena.verify('batch', ['--jobs', String(jobs)]),
  }));
  const runs = await alternate(contenders, arena.rounds);
  const [one, two] = [secondsOf(runs, '1 threads'), secondsOf(runs, '2 threads')];
  process.stderr.write(
    `${String(bundles)} bundles: ${one.toFixed(1)} s on one thread, ${two.toFixed(1)} s on two\n`,
  );
  arena.report.speed('verify 1,000 small bundles, two threads', 'one thread', two, one, 1.6);
  arena.report.memory('verify 1,000 small bundles, two threads', peakOf(runs, '2 threads'), memoryGoal);
  arena.remove('batch', 'batch.zip', 'batch-work', 'batch-vault', 'batch-vault-state');
}
