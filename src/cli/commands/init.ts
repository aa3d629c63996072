import { z } from 'zod';
import { encodeBase64 } from '../../base/bytes.ts';
import { createVault } from '../../vault/create-vault.ts';
import type { Registration } from '../command.ts';
import { recoveryKeyLines } from '../format/recovery-key-lines.ts';

const optionsSchema = z.object({ practice: z.boolean().exactOptional() });

/** `init`: `{vaultId, path, publicKey, recoveryKey}`. The recovery key is shown this once. */
export const registerInit: Registration = (program, run) => {
  program
    .command('init')
    .description('make a new vault, and show its recovery key this once')
    .option('--practice', 'a vault to practise with; everything in it is marked as practice')
    .action(
      run(async (context, _words, options) => {
        const { practice = false } = optionsSchema.parse(options);
        const passphrase = await context.secrets.firstPassphrase();
        const place = context.place();
        const { vault, recoveryKey } = await createVault({ ...place, passphrase, practice });
        try {
          if (vault.practice) context.output.markPractice();
          const publicKey = encodeBase64(vault.rootPublicKey);
          context.output.report({
            document: { vaultId: vault.id, path: vault.dir, publicKey, recoveryKey },
            lines: [
              `Your vault is ready: ${vault.dir}`,
              '',
              ...recoveryKeyLines(
                'Your recovery key opens the vault if you forget your passphrase.',
                recoveryKey,
              ),
              'Details',
              `  Vault id    ${vault.id}`,
              `  Public key  ${publicKey}`,
              '',
              'Next: connect a portal with `source add`, or add your files with `add`.',
            ],
          });
        } finally {
          await vault.close();
        }
      }),
    );
};
