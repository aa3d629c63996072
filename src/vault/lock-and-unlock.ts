import { equalBytes } from '../base/bytes.ts';
import { unlockHeader } from '../store/header/header-changes.ts';
import { readHeader, type HeaderReading } from '../store/header/header-files.ts';
import type { UnlockSecret } from '../store/header/slots.ts';
import type { VaultKeys } from '../store/header/vault-keys.ts';
import { VaultLock } from '../store/lock.ts';
import { refuseUnsafePlace } from '../store/place.ts';
import type { ResolvedPlace, VaultPlace } from './place.ts';

export interface UnlockedForWriting {
  readonly lock: VaultLock;
  readonly reading: HeaderReading;
  readonly keys: VaultKeys;
}

/**
 * Unlocks a vault and takes its lock. The caller releases the lock and destroys the keys.
 *
 * @param meanwhile called once while the key is derived, which leaves this thread idle
 * Throws `access.*`, `integrity.header-damaged`, `integrity.vault-mismatch`, `format.*`, `storage.*`.
 */
export async function lockAndUnlock(
  request: VaultPlace,
  { dir, port }: Pick<ResolvedPlace, 'dir' | 'port'>,
  unlock: UnlockSecret,
  meanwhile?: () => void,
): Promise<UnlockedForWriting> {
  const { allowUnsafePlace, signal } = request;
  const seen = await readHeader(port, dir);
  if (allowUnsafePlace !== true) refuseUnsafePlace(dir);
  const unlocking = unlockHeader(seen.header, unlock, signal);
  meanwhile?.();
  const keys = await unlocking;
  let lock: VaultLock | undefined;
  try {
    lock = VaultLock.take(dir);
    const reading = await readHeader(port, dir);
    if (equalBytes(reading.header.bytes, seen.header.bytes)) return { lock, reading, keys };
    // Whoever held the lock in between changed the header: it is unlocked as it is now.
    keys.destroy();
    return { lock, reading, keys: await unlockHeader(reading.header, unlock, signal) };
  } catch (error) {
    keys.destroy();
    lock?.release();
    throw error;
  }
}
