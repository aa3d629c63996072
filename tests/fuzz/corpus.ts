import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { memoryAccess } from '../../src/bundle/zip/random-access.ts';
import { openZip } from '../../src/bundle/zip/zip-reader.ts';

const vectors = fileURLToPath(new URL('../vectors/', import.meta.url));

export function vector(path: string): Uint8Array {
  return readFileSync(join(vectors, path));
}

/** All files of a folder of vectors whose name ends so, at any depth. */
export function vectorsIn(folder: string, end: string): Uint8Array[] {
  return readdirSync(join(vectors, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(end))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name)));
}

/** Every base64 text of some length in a file of vectors, as bytes. */
export function base64In(path: string, least = 80): Uint8Array[] {
  const text = Buffer.from(vector(path)).toString();
  return [...text.matchAll(/"([A-Za-z0-9+/]+={0,2})"/g)]
    .filter(([, found = '']) => found.length >= least)
    .map(([, found = '']) => Buffer.from(found, 'base64'));
}

/** The members of the good bundle whose name fits. */
export async function membersOfBundle(name: RegExp): Promise<Uint8Array[]> {
  const bytes = vector('bundle/good.zip');
  const found: Uint8Array[] = [];
  const zip = await openZip(memoryAccess(bytes));
  for (const member of zip.members) if (name.test(member.name)) found.push(await zip.read(member, 1 << 20));
  return found;
}

export const text = (words: string): Uint8Array => Buffer.from(words);
