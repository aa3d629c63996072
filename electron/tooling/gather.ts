import { globSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { build } from 'vite';

import { inCheckout } from './places.ts';

/**
 * Packages that are gathered too: plain modules on which every command, or every thread that verifies, stands. Of zod's files most are its sentences in
 * other languages, which nothing here uses.
 */
const gathered = [
  'zod',
  'commander',
  'asn1js',
  '@peculiar/utils',
  '@noble/hashes',
  '@scure/base',
  '@scure/bip39',
];

/**
 * Makes JavaScript of a program for Node and of all that it stands on, gathered in few files, where one by one hundreds would have to be found whenever
 * it starts. Other packages stay outside. All lies in one folder, for a worker is looked for beside whoever starts it, and the recordings of the practice
 * provider beside whoever reads them.
 *
 * @param entry path of its first file in the checkout, as `electron/engine/engine.ts`
 * @param folder where `engine.js` and the rest go; what was there before goes
 * Throws an Error where two threads have one name.
 */
export async function gather(entry: string, folder: string): Promise<void> {
  const workers = globSync('src/**/*-worker.ts', { cwd: inCheckout() });
  const entries = new Map([entry, ...workers].map((path) => [basename(path, '.ts'), inCheckout(path)]));
  if (entries.size <= workers.length) throw new Error('Two threads have one name.');
  await build({
    configFile: false,
    root: inCheckout(),
    publicDir: false,
    logLevel: 'warn',
    ssr: { noExternal: gathered },
    build: {
      ssr: true,
      outDir: folder,
      emptyOutDir: true,
      target: 'node22',
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: Object.fromEntries(entries),
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
  await cp(inCheckout('src', 'practice', 'recordings'), join(folder, 'recordings'), { recursive: true });
}
