import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { inCheckout } from './places.ts';

/**
 * A short name for the state of some files and folders of the checkout, and of a text beside them: what is built from the
 * same has the same.
 */
export async function fingerprintOf(parts: readonly string[], besides: string): Promise<string> {
  const hash = createHash('sha256').update(besides);
  for (const part of parts) {
    for (const path of await filesOf(part)) {
      const content = await readFile(inCheckout(path));
      hash.update(`\0${path}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest('hex').slice(0, 16);
}

/** A file itself, or all files of a folder and its folders, sorted. */
async function filesOf(part: string): Promise<string[]> {
  if (/(?:[.][a-z]+|LICENSE)$/u.test(part)) return [part];
  const entries = await readdir(inCheckout(part), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(inCheckout().length + 1))
    .sort();
}
