import { join } from 'node:path';

import { gather } from './gather.ts';
import { inCheckout } from './places.ts';

/**
 * Builds the command line as an installed package has it: Node strips no types below node_modules.
 *
 * @param folder of the whole package
 */
export async function buildCli(folder: string): Promise<void> {
  await gather('src/cli/main.ts', join(folder, 'dist', 'cli'));
}

if (import.meta.main) await buildCli(inCheckout());
