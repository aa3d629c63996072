import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { rawZip } from '../support/raw-zip.ts';
import type { Arena } from './arena.ts';
import { makeCorpus, warm } from './corpus.ts';
import { memoryGoal } from './keeping.ts';
import { alternate, peakOf, secondsOf, type Contender } from './timing.ts';

/** Small files in an export, as many as a portfolio may hold; and a tenth of them for a quick look. */
const fileCounts = { full: 5_000, quick: 500 };

/** Taking an export in, as a zip and unpacked, beside adding the same files. */
export async function benchImport(arena: Arena, size: keyof typeof fileCounts): Promise<void> {
  const files = arena.path('export');
  const zip = arena.path('export.zip');
  const count = fileCounts[size];
  makeCorpus(files, { smallFiles: count, smallBytes: 20_000, largeFiles: 0, largeBytes: 0 });
  writeFileSync(
    zip,
    rawZip(
      readdirSync(files, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => {
          const path = join(entry.parentPath, entry.name);
          return { name: path.slice(files.length + 1).replaceAll('\\', '/'), data: readFileSync(path) };
        }),
    ),
  );
  const contender = (name: string, args: readonly string[]): Contender => ({
    name,
    prepare: async () => {
      await arena.newVault('import-vault');
      arena.flush();
      warm(files);
      readFileSync(zip);
    },
    run: () => arena.vault('import-vault', args),
  });
  const runs = await alternate(
    [
      contender('add', ['add', files]),
      contender('zip', ['import', zip]),
      contender('folder', ['import', files]),
      contender('look', ['import', '--dry-run', zip]),
    ],
    arena.rounds,
  );
  const { report } = arena;
  const add = secondsOf(runs, 'add');
  const what = `import of ${count.toLocaleString('en-GB')} files`;
  report.speed(`${what}, zip`, 'add of the same files', secondsOf(runs, 'zip'), add, 0.5);
  report.speed(`${what}, folder`, 'add of the same files', secondsOf(runs, 'folder'), add, 0.5);
  report.speed('  its preview alone, zip', 'add of the same files', secondsOf(runs, 'look'), add);
  report.memory(`${what}, zip`, peakOf(runs, 'zip'), memoryGoal);
  arena.remove('export', 'export.zip', 'import-vault', 'import-vault-state');
}
