import { recover } from '../../vault/passphrase.ts';
import type { Registration } from '../command.ts';

/** `recover`: `{ok}`. Sets a new passphrase with the recovery key. */
export const registerRecover: Registration = (program, run) => {
  program
    .command('recover')
    .description(
      'set a new passphrase with the recovery key; asked for, or EVIDENCE_VAULT_RECOVERY_KEY and EVIDENCE_VAULT_NEW_PASSPHRASE',
    )
    .action(
      run(async (context) => {
        const recoveryWords = await context.secrets.recoveryKey();
        const newPassphrase = await context.secrets.newPassphrase();
        await recover(context.place(), { recoveryWords, newPassphrase });
        context.output.report({
          document: { ok: true },
          lines: ['Your recovery key opened the vault, and the new passphrase is set.'],
        });
      }),
    );
};
