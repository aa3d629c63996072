import { isoTime } from '../base/clock.ts';
import { VaultError } from '../base/errors.ts';
import type { WritableVault } from './vault-context.ts';

/** The learner has seen to an alert: it is no longer shown, and the history keeps it. Throws `input.not-found`. */
export async function settleAlert(vault: WritableVault, alert: string): Promise<void> {
  if (!vault.index.statements.openAlerts().some(({ id }) => id === alert)) {
    throw new VaultError('input.not-found', { what: 'alert' });
  }
  await vault.recorder.record([{ kind: 'alert-settled', at: isoTime(vault.clock), alert }]);
}
