import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

import { VaultError } from '../base/errors.ts';

/**
 * The folder with the shipped recordings: beside this module, or, for a build whose output lies in `dist/practice`
 * without a copy of its own, in the sources of the same project.
 * Throws `input.path-missing` if it is in neither place.
 */
export function findRecordingsFolder(): string {
  for (const place of ['./recordings/', '../../src/practice/recordings/']) {
    const folder = fileURLToPath(new URL(place, import.meta.url));
    if (existsSync(`${folder}manifest.json`)) return folder;
  }
  throw new VaultError('input.path-missing', { what: 'practice-recordings' });
}
