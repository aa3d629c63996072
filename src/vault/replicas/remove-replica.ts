import { isoTime } from '../../base/clock.ts';
import type { WritableVault } from '../vault-context.ts';
import { findReplica } from './replica-status.ts';

/** Keeps a second copy up to date no more, on any laptop. What lies there stays there. Throws `input.not-found`, `input.ambiguous`, `storage.*`. */
export async function removeReplica(
  vault: WritableVault,
  which: string,
): Promise<{ readonly id: string; readonly name: string }> {
  const { id, name } = findReplica(vault, which);
  await vault.recorder.record([{ kind: 'replica-removed', at: isoTime(vault.clock), replica: id }]);
  await vault.secrets.setReplicas((all) => all.filter((choice) => choice.id !== id));
  return { id, name };
}
