import { z } from 'zod';

import { listSources, removeSource } from '../../vault/add-source.ts';
import { signIn } from '../../vault/connectors/connector-table.ts';
import { pauseSource } from '../../vault/pause-source.ts';
import { word, type Registration } from '../command.ts';
import { sourceLines } from '../format/source-lines.ts';
import { askSecret, reportSource, sourceDocument } from './source-add/report-source.ts';
import { sourceAddCommands } from './source-add/source-add-commands.ts';

const listOptionsSchema = z.object({ all: z.boolean().exactOptional() });
const signInOptionsSchema = z.object({
  username: z.string().exactOptional(),
  token: z.boolean().exactOptional(),
});

/** `source add|list|remove|pause|resume|sign-in`: `{source}` or `{sources}`. */
export const registerSource: Registration = (program, run) => {
  const source = program.command('source').description('the portals and folders that your work comes from');
  const add = source.command('add').description('connect a source');
  for (const register of sourceAddCommands) register(add, run);
  source
    .command('list')
    .description('the sources of this vault')
    .option('--all', 'removed ones as well')
    .action(
      run(async (context, _words, options) => {
        const { all = false } = listOptionsSchema.parse(options);
        await context.reading((vault) => {
          const sources = listSources(vault, { removed: all });
          context.output.report({
            document: { sources: sources.map(sourceDocument) },
            lines: sources.length === 0 ? ['No sources yet.'] : sourceLines(sources),
          });
        });
      }),
    );
  source
    .command('remove')
    .description('stop asking a source; everything that it gave is kept')
    .argument('<id>', 'its id or name')
    .action(
      run(async (context, words) => {
        await context.writing(async (vault) => {
          const removed = await removeSource(vault, word(words, 0));
          reportSource(context, removed, `${removed.name} is not asked any more. What it gave is kept.`);
        });
      }),
    );
  for (const [verb, paused] of [
    ['pause', true],
    ['resume', false],
  ] as const)
    source
      .command(verb)
      .description(
        paused
          ? 'leave a source alone until it is asked for by name or resumed'
          : 'copy from a paused source again with all the others',
      )
      .argument('<id>', 'its id or name')
      .action(
        run(async (context, words) => {
          await context.writing(async (vault) => {
            const changed = await pauseSource(vault, word(words, 0), paused);
            const now = paused ? 'is paused. What it gave is kept.' : 'is copied again.';
            reportSource(context, changed, `${changed.name} ${now}`);
          });
        }),
      );
  source
    .command('sign-in')
    .description('sign in to a portal again; the password is asked for, or EVIDENCE_VAULT_SOURCE_SECRET')
    .argument('<id>', 'its id or name')
    .option('--username <name>', 'another user name than before')
    .option('--token', 'what you give is a token, not a password')
    .action(
      run(async (context, words, options) => {
        const { username, token = false } = signInOptionsSchema.parse(options);
        const secret = await askSecret(context, token);
        await context.writing(async (vault) => {
          const signedIn = await signIn(
            vault,
            word(words, 0),
            { secret, ...(username === undefined ? {} : { username }) },
            { signal: context.signal },
          );
          reportSource(context, signedIn, `You are signed in to ${signedIn.name} again.`);
        });
      }),
    );
};
