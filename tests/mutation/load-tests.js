import { globSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { collect } from './test-tree.js';

// The project's, which this folder's own package.json does not name.
const fastCheck = 'fast-check';
const tree = new URL('./test-tree.js', import.meta.url).href;

/**
 * Loads the files to be mutated, then those that judge them, each once, by Node's own reading of TypeScript.
 *
 * @param onMutated called between the two: what the first have run by then, they run when they are loaded and never again
 */
export async function loadTests({ mutate, tests }, onMutated) {
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === 'vitest' && context.parentURL !== tree
        ? { url: tree, shortCircuit: true }
        : next(specifier, context),
  });
  // The same cases each time; the first that fails is enough, since nobody reads it.
  (await import(fastCheck)).configureGlobal({ seed: 5, endOnFailure: true });
  for (const file of globSync(mutate)) await import(pathToFileURL(resolve(file)).href);
  onMutated();
  const found = [];
  for (const file of globSync(tests).toSorted())
    found.push(...(await collect(file, () => import(pathToFileURL(resolve(file)).href))));
  return found;
}
