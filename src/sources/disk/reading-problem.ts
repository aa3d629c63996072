import type { ErrorCode } from '../../base/error-codes.ts';
import type { ErrorDetails } from '../../base/errors.ts';

/**
 * Why something could not be read: another program has it (`busy`, worth another try), it is no longer there (`vanished`), or
 * it cannot be read for a reason that stays.
 */
export type ReadingProblem =
  | { readonly is: 'busy'; readonly code: ErrorCode; readonly details: ErrorDetails }
  | { readonly is: 'vanished' }
  | { readonly is: 'refused'; readonly code: ErrorCode; readonly details: ErrorDetails };

// EMFILE and ENFILE: this program, or all together, have too many files open just now.
const passing = new Set(['EBUSY', 'ETXTBSY', 'EAGAIN', 'EMFILE', 'ENFILE', 'EDEADLK']);
/** On Windows another program's lock shows as one of these. */
const locksOnWindows = new Set(['EACCES', 'EPERM']);
const missing = new Set(['ENOENT', 'ENOTDIR']);
/** O_NOFOLLOW met a link, or something that is no file was put in the file's place. */
const notFiles = new Map([
  ['ELOOP', 'symlink'],
  ['EISDIR', 'folder'],
  ['ENXIO', 'pipe'],
]);

/** A system error as a problem of the one file or folder that was read. Rethrows what is no system error. */
export function readingProblem(
  thrown: unknown,
  platform: NodeJS.Platform = process.platform,
): ReadingProblem {
  const system = systemCode(thrown);
  if (system === undefined) throw thrown;
  if (passing.has(system) || (platform === 'win32' && locksOnWindows.has(system)))
    return { is: 'busy', code: 'input.file-busy', details: { system } };
  if (missing.has(system)) return { is: 'vanished' };
  const reason = notFiles.get(system);
  return reason === undefined
    ? { is: 'refused', code: 'input.path-unreadable', details: { system } }
    : { is: 'refused', code: 'input.not-a-file', details: { reason } };
}

/** The name of a system error such as `EACCES`; undefined for anything else that was thrown. */
export function systemCode(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('syscall' in thrown) || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' ? thrown.code : undefined;
}
