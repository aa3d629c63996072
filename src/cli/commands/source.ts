import { z } from 'zod';

import { getSource, listSources } from '../../vault/add-source.ts';
import { signIn } from '../../vault/connectors/connector-table.ts';
import { pauseSource } from '../../vault/pause-source.ts';
import { endSource } from '../../vault/remove-source.ts';
import { testSource } from '../../vault/test-source.ts';
import { word, type Registration } from '../command.ts';
import { sourceLines } from '../format/source-lines.ts';
import { askSecret, reportSource, sourceDocument } from './source-add/report-source.ts';
import { signInToHost } from './source-add/openbadges.ts';
import { sourceAddCommands } from './source-add/source-add-commands.ts';

const listOptionsSchema = z.object({ all: z.boolean().exactOptional() });
const signInOptionsSchema = z.object({
  username: z.string().exactOptional(),
  token: z.boolean().exactOptional(),
});

/** `source add|list|remove|pause|resume|sign-in|test`: `{source}` or `{sources}`. */
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
          const {
            source: removed,
            signedOut,
            problem,
          } = await endSource(vault, word(words, 0), {
            signal: context.signal,
          });
          reportSource(context, removed, `${removed.name} is not asked any more. What it gave is kept.`, {
            signedOut,
            ...(problem === undefined ? {} : { problem }),
          });
          if (problem !== undefined)
            context.output.note(
              `The portal could not be told to end the sign-in: ${problem.message} [${problem.code}]`,
            );
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
        await context.writing(async (vault) => {
          const row = getSource(vault, word(words, 0));
          const signedIn =
            row.type === 'openbadges'
              ? await signInToHost(context, vault, { source: row.id })
              : await signIn(
                  vault,
                  row.id,
                  {
                    secret: await askSecret(context, token),
                    ...(username === undefined ? {} : { username }),
                  },
                  { signal: context.signal },
                );
          reportSource(context, signedIn, `You are signed in to ${signedIn.name} again.`);
        });
      }),
    );
  source
    .command('test')
    .description('look whether a source can be reached and whose it is; nothing is changed')
    .argument('<id>', 'its id or name')
    .action(
      run(async (context, words) => {
        await context.writing(async (vault) => {
          const { source: tested, found } = await testSource(vault, word(words, 0), {
            signal: context.signal,
          });
          const { name, account, practice, offers = [], notices } = found;
          context.output.report({
            document: {
              source: sourceDocument(tested),
              reachable: true,
              name,
              ...(account === undefined ? {} : { account }),
              practice,
              offers,
              notices,
            },
            lines: [
              `${name} can be reached.`,
              ...(account === undefined ? [] : [`  Signed in as: ${account}`]),
              ...(offers.length === 0 ? [] : [`  It lets this app read: ${offers.join(', ')}`]),
              ...notices.map((notice) => `  Notice: ${notice}`),
            ],
          });
        });
      }),
    );
};
