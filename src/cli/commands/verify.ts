import { z } from 'zod';
import { asVaultError, type VaultError } from '../../base/errors.ts';
import { verifyFile, type VerifyChoice } from '../../vault/verify-file.ts';
import { readIdentities } from '../../vault/recipients/read-recipient.ts';
import type { VerificationReport } from '../../verify/verification-report.ts';
import type { Registration } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { inPercent } from '../progress.ts';
import { verificationLines } from '../format/verification-lines.ts';

const optionsSchema = z.object({
  expectKey: z.string().exactOptional(),
  full: z.boolean().exactOptional(),
  identity: z.array(z.string()),
});

/**
 * `verify FILE…`: `{file, ok, verdict, signer, checks, items}` a file, and exit code 1 if a check failed. Needs no vault; a file
 * that cannot be read does not stop the others.
 */
export const registerVerify: Registration = (program, run) => {
  program
    .command('verify')
    .description('look whether a bundle is what it says; needs no vault')
    .argument('<file...>', 'bundles')
    .option('--expect-key <key>', 'the public key or vault id that it should be signed with')
    .option('--full', 'take the second fingerprint of every file as well')
    .option(
      '--identity <file>',
      'your identity of age, for bundles that are encrypted to you; may be given more than once',
      (typed: string, earlier: readonly string[]) => [...earlier, typed],
      [],
    )
    .action(
      run(async (context, words, options) => {
        const { identity, ...wanted } = optionsSchema.parse(options);
        const files = identity.map((typed) => context.path(typed));
        const identities = (await Promise.all(files.map(readIdentities))).flat();
        const choice: VerifyChoice = { ...wanted, identities };
        for (const [place, typed] of words.entries()) {
          if (place > 0) context.output.say('');
          try {
            await verifyOne(context, typed, choice);
          } catch (thrown) {
            const error = asVaultError(thrown);
            if (words.length === 1 || !isUnreadable(error)) throw error;
            context.output.note(`${typed}:`);
            context.output.fail(error);
          }
        }
      }),
    );
};

async function verifyOne(context: CommandContext, typed: string, choice: VerifyChoice): Promise<void> {
  const path = context.path(typed);
  const report = await verifyShown(context, path, choice);
  context.output.report({
    document: { file: path, ...report },
    lines: verificationLines(typed, report),
    exitCode: report.ok ? 0 : 1,
  });
}

function isUnreadable({ code }: VaultError): boolean {
  return code === 'input.path-missing' || code === 'input.path-unreadable';
}

/** Judges the bundle at an absolute path, with progress on the screen. */
export async function verifyShown(
  { progress, signal }: Pick<CommandContext, 'progress' | 'signal'>,
  path: string,
  choice: VerifyChoice,
): Promise<VerificationReport> {
  return verifyFile(path, choice, {
    signal,
    onProgress: (step) => {
      progress.show('Verifying', inPercent(step));
    },
  });
}
