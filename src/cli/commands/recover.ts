import { recover } from '../../vault/passphrase.ts';
import type { Registration } from '../command.ts';
import { followHeader } from '../follow-header.ts';

/** `recover`: `{ok, replicas: {done, pending}}`. Sets a new passphrase with the recovery key. */
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
        const { replicas, lines } = await followHeader(context, newPassphrase);
        context.output.report({
          document: { ok: true, replicas },
          lines: ['Your recovery key opened the vault, and the new passphrase is set.', ...lines],
        });
      }),
    );
};
