import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { VaultError } from '../base/errors.ts';

/**
 * The folder with the shipped recordings: beside this module, or beside what was built of it.
 * Throws `input.path-missing` if it is not there.
 */
export function findRecordingsFolder(): string {
  const folder = fileURLToPath(new URL('./recordings/', import.meta.url));
  if (existsSync(`${folder}manifest.json`)) return folder;
  throw new VaultError('input.path-missing', { what: 'practice-recordings' });
}
