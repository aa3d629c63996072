import { globSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { build } from 'vite';

import { inCheckout } from './places.ts';

/**
 * Builds the command line as an installed package has it: what Node would find one by one in hundreds of files is gathered into few, since it would not
 * strip types below node_modules. Packages stay outside. All lies in one folder, for a worker is looked for beside whoever starts it, and the
 * recordings of the practice provider beside whoever reads them.
 *
 * @param folder of the whole package; what was built there before goes
 */
export async function buildCli(folder: string): Promise<void> {
  const built = join(folder, 'dist', 'cli');
  await rm(built, { recursive: true, force: true });
  const workers = globSync('src/**/*-worker.ts', { cwd: inCheckout() });
  const entries = ['src/cli/main.ts', ...workers];
  await build({
    configFile: false,
    root: inCheckout(),
    publicDir: false,
    logLevel: 'warn',
    ssr: { external: true },
    build: {
      ssr: true,
      outDir: built,
      target: 'node22',
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: Object.fromEntries(entries.map((entry) => [basename(entry, '.ts'), inCheckout(entry)])),
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
  await cp(inCheckout('src', 'practice', 'recordings'), join(built, 'recordings'), { recursive: true });
}

if (import.meta.main) await buildCli(inCheckout());
