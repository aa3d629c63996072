import type { Arena } from './arena.ts';
import { warm } from './corpus.ts';
import { memoryGoal } from './keeping.ts';
import { alternate, peakOf, secondsOf, type Contender } from './timing.ts';

/** Making a bundle of everything in `vault`. Leaves `bundle.zip`. */
export async function benchExport(arena: Arena): Promise<void> {
  const corpus = arena.path('corpus');
  const packed = arena.path('corpus.zip');
  const freshBundle = (): void => {
    arena.remove('bundle.zip', 'floor.zip');
    arena.flush();
    warm(arena.path('vault'));
  };
  const contenders: Contender[] = [
    {
      name: 'floor',
      prepare: freshBundle,
      run: () => arena.worker(['export', arena.path('vault'), arena.path('floor.zip')], 'floor-worker.ts'),
    },
    {
      name: 'export',
      prepare: freshBundle,
      run: () => arena.vault('vault', ['export', '--out', arena.path('bundle.zip')]),
    },
  ];
  const withZip = arena.has('zip');
  if (withZip) {
    const prepare = (): void => {
      arena.remove('corpus.zip');
      arena.flush();
      warm(corpus);
    };
    contenders.push({
      name: 'zip',
      prepare,
      run: () => arena.shell('zip -0 -q -r "$1" "$2"', packed, corpus),
    });
    contenders.push({
      name: 'zip + sync',
      prepare,
      run: () => arena.shell('zip -0 -q -r "$1" "$2" && sync "$1"', packed, corpus),
    });
  }
  const runs = await alternate(contenders, arena.rounds);
  arena.remove('corpus.zip', 'floor.zip');
  const ours = secondsOf(runs, 'export');
  const { report } = arena;
  if (withZip) {
    report.time('export, decrypted, digested, synced', 'zip -0', ours, secondsOf(runs, 'zip'), 0.8);
    report.time('  the least that it could be', 'zip -0', secondsOf(runs, 'floor'), secondsOf(runs, 'zip'));
    report.time('  the same', 'zip -0 and sync of it', ours, secondsOf(runs, 'zip + sync'));
  }
  report.memory('export', peakOf(runs, 'export'), memoryGoal);
}

/** Verifying `bundle.zip`, without any vault. */
export async function benchVerify(arena: Arena): Promise<void> {
  const bundle = arena.path('bundle.zip');
  const prepare = (): Promise<void> => arena.shell('cat "$1" > /dev/null', bundle).then(() => undefined);
  const contenders: Contender[] = [{ name: 'verify', prepare, run: () => arena.verify('bundle.zip') }];
  const withOpenssl = arena.has('openssl');
  if (withOpenssl)
    contenders.push({
      name: 'openssl',
      prepare,
      run: () => arena.run({ command: 'openssl', args: ['dgst', '-sha256', bundle] }),
    });
  const runs = await alternate(contenders, arena.rounds);
  const ours = secondsOf(runs, 'verify');
  if (withOpenssl)
    arena.report.time('verify a bundle', 'openssl dgst -sha256', ours, secondsOf(runs, 'openssl'), 1.5);
  arena.report.memory('verify', peakOf(runs, 'verify'), memoryGoal);
}
