import { z } from 'zod';

import { parseWith } from '../../base/zod-door.ts';
import { copiesIn, type CopyPlace } from '../../vault/restore/copies-in.ts';
import { keepCopies } from '../../vault/restore/keep-copies.ts';
import { restoreAndOpen } from '../../vault/restore/restore-vault.ts';
import type { Registration } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { restoreLines } from '../format/restore-lines.ts';
import { inPercent } from '../progress.ts';

const optionsSchema = z.object({
  recoveryKey: z.boolean().default(false),
  recoveryKeyFile: z.string().exactOptional(),
  user: z.string().default(''),
  id: z
    .string()
    .regex(/^[0-9a-f]{16,64}$/)
    .exactOptional(),
  quick: z.boolean().default(false),
  keepCopies: z.boolean().default(true),
});

/** `restore PLACE…`: exit code 1 if anything is missing. */
export const registerRestore: Registration = (program, run) => {
  program
    .command('restore')
    .description(
      'put your vault together out of second copies, into a new folder (--vault); goes on where it was stopped',
    )
    .argument('<places...>', 'folders that hold second copies, or https: addresses of WebDAV folders')
    .option('--recovery-key', 'open it with the recovery key; asked for, or EVIDENCE_VAULT_RECOVERY_KEY')
    .option('--recovery-key-file <file>', 'open it with the recovery key in the first line of a file')
    .option('--quick', 'open only a sample of what was copied')
    .option(
      '--id <digits>',
      'which vault, where the places hold copies of several: 16 digits or more of its id',
    )
    .option(
      '--user <name>',
      'your user name at the server; the password is asked for, or EVIDENCE_VAULT_REPLICA_PASSWORD',
    )
    .option('--no-keep-copies', 'do not go on keeping second copies in the places that it came from')
    .action(
      run(async (context, words, options) => {
        const { quick, id, keepCopies: goOn, ...chosen } = parseWith(optionsSchema, options, 'input.usage');
        const places = await placesOf(context, words, chosen.user);
        const from = await copiesIn(places, id);
        try {
          const { report, vault } = await restoreAndOpen({
            ...context.place(),
            from,
            unlock: await unlockOf(context, chosen),
            quick,
            onProgress: (step) => {
              context.progress.show('Restoring', inPercent(step));
            },
          });
          try {
            const copies = goOn ? await keepCopies(vault, places, context.signal) : [];
            context.output.report({
              document: { ...report, copies },
              lines: restoreLines(report, copies),
              exitCode: report.whole ? 0 : 1,
            });
          } finally {
            await vault.close();
          }
        } finally {
          for (const { target } of from) await target.close();
        }
      }),
    );
};

async function placesOf(
  context: CommandContext,
  words: readonly string[],
  user: string,
): Promise<CopyPlace[]> {
  const places: CopyPlace[] = [];
  let password: string | undefined;
  for (const word of words) {
    if (/^https?:\/\//iu.test(word)) {
      password ??= await context.secrets.replicaPassword();
      places.push({ type: 'webdav', url: word, user, password });
    } else places.push({ type: 'folder', path: context.path(word) });
  }
  return places;
}

async function unlockOf(
  context: CommandContext,
  { recoveryKey, recoveryKeyFile }: { readonly recoveryKey: boolean; readonly recoveryKeyFile?: string },
): Promise<{ passphrase: string } | { recoveryWords: string }> {
  if (recoveryKeyFile !== undefined)
    return { recoveryWords: await context.secrets.recoveryKeyIn(context.path(recoveryKeyFile)) };
  if (recoveryKey) return { recoveryWords: await context.secrets.recoveryKey() };
  return { passphrase: await context.secrets.passphrase() };
}
