import { renewRecoveryKey } from '../../vault/passphrase.ts';
import type { Registration } from '../command.ts';
import { recoveryKeyLines } from '../format/recovery-key-lines.ts';

/** `recovery-key renew`: `{ok, recoveryKey}`, for whoever lost it or let it be seen. */
export const registerRecoveryKey: Registration = (program, run) => {
  program
    .command('recovery-key')
    .description('the recovery key of the vault')
    .command('renew')
    .description('make a new one in place of the one that you lost, or that somebody saw')
    .action(
      run(async (context) => {
        const passphrase = await context.secrets.passphrase();
        const { recoveryKey } = await renewRecoveryKey(context.place(), { passphrase });
        context.output.report({
          document: { ok: true, recoveryKey },
          lines: recoveryKeyLines('This is your new recovery key.', recoveryKey),
        });
      }),
    );
};
