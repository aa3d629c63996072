import { VaultError } from '../../src/base/errors.ts';
import { failure } from '../../src/contract/reply.ts';
import type { EngineContext } from './engine-context.ts';

/** Opens the vault with the secret that this computer's key store kept. */
export async function openQuickly(engine: EngineContext, _secret: string): Promise<void> {
  const reply = failure(new VaultError('access.keyring-unavailable'));
  engine.send({ type: 'quick-unlock-result', ok: false, ...(reply.ok ? {} : { error: reply.error }) });
  await Promise.resolve();
}
