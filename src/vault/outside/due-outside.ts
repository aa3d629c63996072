import { stampingSettings } from '../timestamps/stamping-settings.ts';
import { authoritiesDue } from '../timestamps/timestamp-now.ts';
import type { WritableVault } from '../vault-context.ts';
import { witnessesDue } from '../witnesses/witness-now.ts';
import { mayAsk } from './asking-patience.ts';

/** Whether `askOutside` would ask anybody now: there is something new for them, the learner wants it, and they did not fail lately. */
export function dueOutside(vault: WritableVault): boolean {
  const { consent, authorities } = stampingSettings(vault);
  const { log } = vault.recorder;
  return (
    (consent === 'on' &&
      authoritiesDue(vault, log, authorities).some((one) => mayAsk(vault, 'timestamps', one))) ||
    witnessesDue(vault, log, vault.secrets.witnesses).some(({ key }) => mayAsk(vault, 'witnesses', key))
  );
}
