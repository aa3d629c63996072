import { z } from 'zod';

import { VaultError } from '../../base/errors.ts';
import { parseWith } from '../../base/zod-door.ts';
import { rehearseRestore, type RehearsalReport } from '../../vault/restore/rehearse-restore.ts';
import type { Registration } from '../command.ts';
import { rehearsalLines } from '../format/restore-lines.ts';
import { inPercent } from '../progress.ts';

const optionsSchema = z.object({
  all: z.boolean().default(false),
  seed: z.string().max(64).exactOptional(),
});

/** `rehearse [REPLICA]`: exit code 1 if an item that was tried could not be had back. */
export const registerRehearse: Registration = (program, run) => {
  program
    .command('rehearse')
    .description(
      'see that your vault can be restored from a second copy: a sample of it, in a place that is taken away again',
    )
    .argument('[replica]', 'its id or name; all of them if left out')
    .option('--all', 'try every item')
    .option('--seed <text>', 'choose the same sample as another rehearsal did')
    .action(
      run(async (context, words, options) => {
        const chosen = parseWith(optionsSchema, options, 'input.usage');
        await context.writing(async (vault) => {
          const wanted = words[0] === undefined ? vault.secrets.replicas.map(({ id }) => id) : [words[0]];
          if (wanted.length === 0) throw new VaultError('input.not-found', { what: 'replica' });
          const rehearsed: RehearsalReport[] = [];
          for (const one of wanted)
            rehearsed.push(
              await rehearseRestore(vault, one, {
                ...chosen,
                signal: context.signal,
                onProgress: (step) => {
                  context.progress.show('Rehearsing', inPercent(step));
                },
              }),
            );
          context.output.report({
            document: { rehearsed },
            lines: rehearsed.flatMap(rehearsalLines),
            exitCode: rehearsed.every(
              ({ items, readable, header }) => items === readable && header !== 'missing',
            )
              ? 0
              : 1,
          });
        });
      }),
    );
};
