import { encodeBase64, parseBase64 } from '../../src/base/bytes.ts';
import { reportError, VaultError } from '../../src/base/errors.ts';
import { checkUnlock } from '../../src/vault/check-unlock.ts';
import { addQuickUnlock, removeQuickUnlock } from '../../src/vault/open-header-changes.ts';
import { openVaultToWrite } from '../../src/vault/open-vault.ts';
import type { VaultPlace } from '../../src/vault/place.ts';
import type { EngineContext } from './engine-context.ts';
import { nowOpen } from './opening.ts';

/** Bytes of the secret that this computer's key store keeps. */
const secretLength = 32;

/**
 * Gives the open vault a slot for this computer's key store, and main the secret to keep there: the one secret that passes
 * through main. The slot is there before the secret is, so that no secret is ever kept that opens nothing.
 */
export async function enableQuickUnlock(
  engine: EngineContext,
  passphrase: string,
  weight: Pick<VaultPlace, 'argon2'>,
): Promise<void> {
  const vault = engine.session.vault();
  // Nobody knows a practice vault's passphrase, and it does not outlive this process.
  if (vault.practice) throw new VaultError('input.usage', { what: 'practice' });
  const deviceSecret = crypto.getRandomValues(new Uint8Array(secretLength));
  try {
    await addQuickUnlock(vault, { passphrase, deviceSecret }, weight);
    engine.send({ type: 'quick-unlock', secret: encodeBase64(deviceSecret) });
  } finally {
    deviceSecret.fill(0);
  }
}

/** Takes the slot away, then lets main forget the secret: should that fail, it opens nothing any more. */
export async function disableQuickUnlock(engine: EngineContext): Promise<void> {
  await removeQuickUnlock(engine.session.vault());
  engine.send({ type: 'quick-unlock' });
}

/** Opens, or uncovers, the vault with the secret that this computer's key store kept; main hears how it went. */
export async function openQuickly(engine: EngineContext, secret: string): Promise<void> {
  const { session } = engine;
  try {
    await session.change(async () => {
      if (session.state === 'open') return;
      const deviceSecret = secretOf(secret);
      try {
        if (session.held === undefined)
          nowOpen(engine, await openVaultToWrite({ ...engine.place(), unlock: { deviceSecret } }));
        else {
          await checkUnlock(session.held, { deviceSecret });
          session.uncover();
          engine.tellState();
        }
      } finally {
        deviceSecret.fill(0);
      }
    });
    engine.send({ type: 'quick-unlock-result', ok: true });
  } catch (thrown) {
    const { code, details } = reportError(thrown);
    engine.send({ type: 'quick-unlock-result', ok: false, error: { code, details } });
  }
}

function secretOf(text: string): Uint8Array {
  let bytes: Uint8Array | undefined;
  try {
    bytes = parseBase64(text);
  } catch {
    // What the key store gave is not ours.
  }
  if (bytes?.length !== secretLength) throw new VaultError('access.keyring-unavailable', { what: 'secret' });
  return bytes;
}
