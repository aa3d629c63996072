import { readFile } from 'node:fs/promises';

import { VaultError } from '../base/errors.ts';

/** The bytes of a table that somebody chose. Throws `input.path-missing`, `input.path-unreadable`. */
export async function readTable(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    throw new VaultError(isMissing ? 'input.path-missing' : 'input.path-unreadable', {}, cause);
  }
}
