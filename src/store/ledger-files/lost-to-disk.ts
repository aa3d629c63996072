import { VaultError } from '../../base/errors.ts';

/** System errors of a disk that cannot give back what it holds. */
const decay: ReadonlySet<unknown> = new Set(['EIO', 'EUCLEAN', 'EBADMSG']);

/**
 * True for an error that says that this one file is damaged or beyond all limits, as against a folder that is gone, a missing
 * permission or a system without free handles: those say nothing of the file, and must never be taken for damage.
 */
export function isLostToDisk(error: unknown): boolean {
  if (!(error instanceof VaultError)) return false;
  return (
    error.code === 'format.malformed' || (error.code === 'storage.failed' && decay.has(error.details.system))
  );
}
