import { renewRecoveryKey } from '../../vault/passphrase.ts';
import type { Registration } from '../command.ts';
import { followHeader } from '../follow-header.ts';
import { recoveryKeyLines } from '../format/recovery-key-lines.ts';

/** `recovery-key renew`: `{ok, recoveryKey, replicas: {done, pending}}`, for whoever lost it or let it be seen. */
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
        const { replicas, lines } = await followHeader(context, passphrase);
        context.output.report({
          document: { ok: true, recoveryKey, replicas },
          lines: [...lines, ...recoveryKeyLines('This is your new recovery key.', recoveryKey)],
        });
      }),
    );
};
