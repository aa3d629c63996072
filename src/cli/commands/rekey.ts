import { rekey } from '../../vault/passphrase.ts';
import type { Registration } from '../command.ts';
import { followHeader } from '../follow-header.ts';
import { recoveryKeyLines } from '../format/recovery-key-lines.ts';

/** `rekey`: `{ok, recoveryKey, replicas: {done, pending}}`. What comes later is sealed with a new key. */
export const registerRekey: Registration = (program, run) => {
  program
    .command('rekey')
    .description('seal what comes later with a new key, as after somebody else knew your passphrase')
    .action(
      run(async (context) => {
        const passphrase = await context.secrets.passphrase();
        const { recoveryKey } = await rekey(context.place(), { passphrase });
        const { replicas, lines } = await followHeader(context, passphrase);
        context.output.report({
          document: { ok: true, recoveryKey, replicas },
          lines: [
            'What is kept from now on is sealed with a new key.',
            ...lines,
            ...recoveryKeyLines(
              'Your old recovery key does not work any more. This is the new one.',
              recoveryKey,
            ),
          ],
        });
      }),
    );
};
