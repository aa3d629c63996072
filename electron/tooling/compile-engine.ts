import { dirname, join } from 'node:path';

import { gather } from './gather.ts';

/** Where the engine's first file is, in the folder it is compiled into. */
export const compiledEngine = 'electron/engine/engine.js';

/** For where no Node can be asked to strip types: an installed app, and Electron's own utility process. */
export async function compileEngine(folder: string): Promise<void> {
  await gather('electron/engine/engine.ts', join(folder, dirname(compiledEngine)));
}
