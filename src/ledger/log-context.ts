import { parseHex } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';

/** Which log of which vault: what sealed entries and wrapped keys are bound to. Made once a log, since it is raw bytes. */
export interface LogContext {
  /** 32 bytes. */
  readonly vault: Uint8Array;
  /** 16 bytes. */
  readonly log: Uint8Array;
}

/** Takes both ids in hexadecimal. Throws `format.malformed`. */
export function logContext(vault: string, log: string): LogContext {
  const context = { vault: parseHex(vault), log: parseHex(log) };
  if (context.vault.length !== 32 || context.log.length !== 16)
    throw new VaultError('format.malformed', { what: 'id-length' });
  return context;
}
