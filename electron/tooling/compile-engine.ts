import { cp } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import { run } from '../runtime/run.ts';
import { inCheckout } from './places.ts';

/** Where the engine's first file is, in the folder it is compiled into. */
export const compiledEngine = 'electron/engine/engine.js';

/**
 * Makes JavaScript of the engine and the rooms it stands on, file by file, so that each worker still lies beside its module.
 * For where no Node can be asked to strip types: an installed app, and Electron's own utility process.
 */
export async function compileEngine(folder: string): Promise<void> {
  const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
  const project = inCheckout('electron', 'tooling', 'tsconfig.engine.json');
  await run(process.execPath, [tsc, '--project', project, '--outDir', folder]);
  await cp(inCheckout('src', 'practice', 'recordings'), join(folder, 'src', 'practice', 'recordings'), {
    recursive: true,
  });
}
