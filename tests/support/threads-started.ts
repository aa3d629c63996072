import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { packageFolder } from './cli.ts';

/** Names of the files of all threads that the sources start, as they are called once built: each lies beside whoever starts it. */
export function threadsStarted(): string[] {
  const sources = globSync('src/**/*.ts', { cwd: packageFolder });
  return sources.flatMap((path) =>
    [...readFileSync(join(packageFolder, path), 'utf8').matchAll(/'\.\/([\w-]+\.js)'/gu)].flatMap(
      ([, name]) => name ?? [],
    ),
  );
}
