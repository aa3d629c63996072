/*
 * Stands in for the default app that the official runtime has and the fallback lacks: starts the app whose folder is the
 * first argument that is no flag. `ready` waits for this module, and so for the app's own first lines.
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

import { app } from 'electron';

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (folder === undefined) {
  console.error('Which app? Give its folder.');
  app.exit(2);
} else {
  const path = resolve(folder);
  const described = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
  app.setName(described.productName ?? described.name);
  app.setVersion(described.version);
  app.setAppPath(path);
  await import(pathToFileURL(join(path, described.main)).href);
}
