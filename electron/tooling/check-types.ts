import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';

/**
 * Checks the types of every part with its own surroundings: what Node sees, what runs everywhere, what a page sees. All are
 * checked even if one is found wanting, so that one run tells everything.
 */
const projects = [
  'tsconfig.json',
  'tsconfig.tier-i.json',
  'electron/preload/tsconfig.json',
  'renderer/tsconfig.json',
  'tests/unit/renderer/tsconfig.json',
  'tests/desktop/tsconfig.json',
  'tests/page/tsconfig.json',
  'tests/bench/desktop/tsconfig.json',
];

const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
for (const project of projects) {
  const { status } = spawnSync(process.execPath, [tsc, '--project', project], { stdio: 'inherit' });
  if (status !== 0) {
    console.error(`tsc --project ${project}: not clean`);
    process.exitCode = 1;
  }
}
