import { changePassphrase } from '../../vault/passphrase.ts';
import type { Registration } from '../command.ts';
import { followHeader } from '../follow-header.ts';

/** `passphrase change`: `{ok, replicas: {done, pending}}`. The new one comes from EVIDENCE_VAULT_NEW_PASSPHRASE or a hidden prompt. */
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
        const { replicas, lines } = await followHeader(context, newOne);
        context.output.report({
          document: { ok: true, replicas },
          lines: [
            'Your passphrase is changed.',
            ...lines,
            'Whoever kept an older copy of the file that opens the vault, as in a second copy, can still open it with the old one; `rekey` protects what comes later.',
          ],
        });
      }),
    );
};
