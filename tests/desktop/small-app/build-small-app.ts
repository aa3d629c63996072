import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { bundleMain, bundlePreload } from '../../../electron/tooling/bundle.ts';

/**
 * Builds the real main and preload around the small page and the small engine, into `folder`.
 * @param nodeBinary runs the engine as a Node child; left out, Electron's own utility process runs it
 */
export async function buildSmallApp(folder: string, nodeBinary?: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const constants = { build: 'test', engineEntry: 'engine.mjs' } as const;
  await Promise.all([
    bundleMain(folder, nodeBinary === undefined ? constants : { ...constants, nodeBinary }),
    bundlePreload(folder, constants),
  ]);
  await cp(join(import.meta.dirname, 'page'), join(folder, 'renderer'), { recursive: true });
  await cp(join(import.meta.dirname, 'engine.mjs'), join(folder, 'engine.mjs'));
  const described = { name: 'small', productName: 'Evidence Vault', version: '0.0.1', main: 'main.js' };
  await writeFile(join(folder, 'package.json'), JSON.stringify({ ...described, type: 'module' }));
}
