import { createSecretReceiver } from '../../src/contract/sealed-secret.ts';
import { engine, sealSecretFor } from '../app/engine.ts';
import { splitWords } from './recovery-words.ts';

export interface NewVaultRequest {
  readonly passphrase: string;
  /** A grant; the usual place if left out. */
  readonly place?: string;
  readonly allowUnsafePlace?: boolean;
}

/** Makes a vault. @returns the words of its recovery key, which nobody can be asked for again. Throws CallError. */
export async function createVault({ passphrase, ...where }: NewVaultRequest): Promise<string[]> {
  const receiver = await createSecretReceiver();
  const { recoveryKey } = await engine.call('vault.create', {
    ...where,
    passphrase: await sealSecretFor('vault.create/passphrase', passphrase),
    replyKey: receiver.publicKey,
  });
  return splitWords(await receiver.open(recoveryKey, 'vault.create/recoveryKey'));
}

/** Makes a new recovery key in place of the old one. @returns its words. Throws CallError. */
export async function renewRecoveryKey(passphrase: string): Promise<string[]> {
  const receiver = await createSecretReceiver();
  const { recoveryKey } = await engine.call('recovery.renew', {
    passphrase: await sealSecretFor('recovery.renew/passphrase', passphrase),
    replyKey: receiver.publicKey,
  });
  return splitWords(await receiver.open(recoveryKey, 'recovery.renew/recoveryKey'));
}
