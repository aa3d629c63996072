import { throwIfCancelled, VaultError } from '../../base/errors.ts';
import type { Given } from './given.ts';
import type { ImportContext, RecognisedImport } from './import-format.ts';
import { importFormats } from './import-formats.ts';

/**
 * Finds out what somebody handed over. There is always an answer: a folder or an archive of nothing in particular, or a plain file.
 * Throws what a format throws for what is surely of its kind and cannot be taken, and `internal.cancelled`.
 */
export async function recogniseImport(
  given: Given,
  context: ImportContext,
  signal: AbortSignal,
): Promise<RecognisedImport> {
  for (const format of importFormats) {
    throwIfCancelled(signal);
    const found = await format.recognise(given, context, signal);
    if (found !== undefined) return found;
  }
  throw new VaultError('internal.bug', { what: 'import-format' });
}
