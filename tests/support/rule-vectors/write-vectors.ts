import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { makeVectors } from './make-vectors.ts';

/** Writes the vectors anew: `npm run vectors`. Once a format is released they stay as they are. */
const folder = fileURLToPath(new URL('../../vectors', import.meta.url));
const files = await makeVectors();
for (const made of ['rules', 'policies', 'identities'])
  rmSync(join(folder, made), { recursive: true, force: true });
for (const [path, bytes] of files) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), bytes);
}
