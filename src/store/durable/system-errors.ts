import { VaultError } from '../../base/errors.ts';
import type { ErrorCode } from '../../base/error-codes.ts';

/** What was being tried: refusing to read is another matter than refusing to write. */
export type Attempted = 'reading' | 'writing';

const whenWriting: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'storage.full',
  EDQUOT: 'storage.full',
  EROFS: 'storage.read-only',
  EACCES: 'storage.read-only',
  EPERM: 'storage.read-only',
};

const always: Readonly<Record<string, ErrorCode>> = {
  ENOENT: 'storage.gone',
  ENOTDIR: 'storage.gone',
  ENODEV: 'storage.gone',
  ENXIO: 'storage.gone',
  ESTALE: 'storage.gone',
  EHOSTDOWN: 'storage.gone',
};

/** The name of a system error such as `ENOSPC`; undefined for anything else that was thrown. */
export function systemCode(thrown: unknown): string | undefined {
  if (!(thrown instanceof Error) || !('code' in thrown)) return undefined;
  return typeof thrown.code === 'string' && 'syscall' in thrown ? thrown.code : undefined;
}

/** A system error as one of ours, with the system's own name of it in `details.system`; other things as they are. */
export function storageError(thrown: unknown, attempted: Attempted): unknown {
  const system = systemCode(thrown);
  if (system === undefined) return thrown;
  const code = (attempted === 'writing' ? whenWriting[system] : undefined) ?? always[system];
  return new VaultError(code ?? 'storage.failed', { system }, thrown);
}
