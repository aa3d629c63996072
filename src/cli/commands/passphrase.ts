import { changePassphrase } from '../../vault/passphrase.ts';
import type { Registration } from '../command.ts';

/** `passphrase change`: `{ok}`. The new one comes from EVIDENCE_VAULT_NEW_PASSPHRASE or a hidden prompt. */
export const registerPassphrase: Registration = (program, run) => {
  program
    .command('passphrase')
    .description('the passphrase of the vault')
    .command('change')
    .description('set another passphrase; asked for, or EVIDENCE_VAULT_NEW_PASSPHRASE')
    .action(
      run(async (context) => {
        const old = await context.secrets.passphrase();
        const newOne = await context.secrets.newPassphrase();
        await changePassphrase(context.place(), { old, new: newOne });
        context.output.report({
          document: { ok: true },
          lines: [
            'Your passphrase is changed.',
            'Copies of the vault made before still open with the old one; `rekey` protects what comes later.',
          ],
        });
      }),
    );
};
