import { VaultError } from '../base/errors.ts';
import type { UnlockSecret } from '../store/header/slots.ts';
import { unlockHeader } from '../store/header/header-changes.ts';
import { headerNames, mendHeader, readHeader, type HeaderReading } from '../store/header/header-files.ts';
import { lockAndUnlock } from './lock-and-unlock.ts';
import { resolveDisk, resolvePlace, type VaultPlace } from './place.ts';
import type { OpeningFinding, OpenVault, WritableVault } from './vault-context.ts';

export interface Opening extends VaultPlace {
  readonly unlock: UnlockSecret;
  /** Only to write: the index is thrown away first, and made from the ledger. */
  readonly freshIndex?: boolean;
  /**
   * Only to write, with a passphrase: a header whose key derivation is weaker than what is made now is brought up to date. It takes as long as unlocking, once
   * in many years, and if the disk does not do as asked it is tried again at the next opening.
   */
  readonly raise?: boolean;
  /** Called while the key is derived on another thread: the time to load what will be needed. */
  readonly meanwhile?: () => void;
}

/**
 * Opens a vault for its one writer.
 * Throws `access.no-vault`, `access.wrong-passphrase`, `access.wrong-recovery-key`, `access.in-use`, `access.read-only`,
 * `access.unsafe-place`, `integrity.header-*`, `format.*`, `storage.*`.
 */
export async function openVaultToWrite(opening: Opening): Promise<WritableVault> {
  const disk = resolveDisk(opening);
  const prepare = once(() => ({
    place: { ...resolvePlace(opening), ...disk },
    loading: quiet(import('./assemble.ts')),
  }));
  const { lock, reading, keys } = await lockAndUnlock(opening, disk, opening.unlock, () => {
    prepare();
    opening.meanwhile?.();
  });
  try {
    const { place, loading } = prepare();
    const { assembleWritable } = await loading;
    const mended = await mendHeader(disk.port, disk.dir, reading);
    const findings = headerFindings(reading, mended);
    const { signal, onProgress } = opening;
    const vault = await assembleWritable({
      place,
      lock,
      header: reading.header,
      keys,
      findings,
      reason: 'new-installation',
      signal,
      onProgress,
      freshIndex: opening.freshIndex ?? false,
    });
    return await raised(vault, opening);
  } catch (error) {
    keys.destroy();
    lock.release();
    throw error;
  }
}

/** Closes the vault if it throws. */
async function raised(
  vault: WritableVault,
  { raise, unlock, argon2, signal }: Opening,
): Promise<WritableVault> {
  if (raise !== true || !('passphrase' in unlock)) return vault;
  try {
    const { raiseOpenKeyDerivation } = await import('./open-header-changes.ts');
    await raiseOpenKeyDerivation(vault, unlock.passphrase, {
      ...(argon2 === undefined ? {} : { argon2 }),
      ...(signal === undefined ? {} : { signal }),
    });
    return vault;
  } catch (error) {
    const mayWait = error instanceof VaultError && error.code.startsWith('storage.');
    if (mayWait && error.details.reopen !== true) return vault;
    await vault.close();
    throw error;
  }
}

/**
 * Opens a vault to read it, also beside a writer and where nothing can be written. Changes nothing in it. Where the index is missing or behind, a
 * private one is made in memory.
 * Throws as `openVaultToWrite`, but for the lock.
 */
export async function openVault(opening: Opening): Promise<OpenVault> {
  const disk = resolveDisk(opening);
  const reading = await readHeader(disk.port, disk.dir);
  const { header } = reading;
  const unlocking = quiet(unlockHeader(header, opening.unlock, opening.signal));
  const loading = quiet(import('./assemble-readable.ts'));
  const place = { ...resolvePlace(opening), ...disk };
  opening.meanwhile?.();
  const keys = await unlocking;
  try {
    const { assembleReadable } = await loading;
    return await assembleReadable({ place, header, keys, findings: headerFindings(reading, []) }, opening);
  } catch (error) {
    keys.destroy();
    throw error;
  }
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}

/** Whoever does not come to wait for it need not hear of its failing. */
function quiet<Value>(promise: Promise<Value>): Promise<Value> {
  promise.catch(() => undefined);
  return promise;
}

function headerFindings({ copies }: HeaderReading, mended: readonly string[]): OpeningFinding[] {
  return headerNames.flatMap((name) =>
    copies[name] === 'good'
      ? []
      : [{ code: 'integrity.header-copy-damaged', file: name, mended: mended.includes(name) }],
  );
}
