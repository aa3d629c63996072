import type { Command } from 'commander';
import { z } from 'zod';
import { listSources, removeSource } from '../../vault/add-source.ts';
import { connectFolder, connectMoodle, signIn } from '../../vault/connect-source.ts';
import { pauseSource } from '../../vault/pause-source.ts';
import type { SourceStatus } from '../../vault/status.ts';
import { word, type Registration, type Runner } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { sourceLines } from '../format/source-lines.ts';

const listOptionsSchema = z.object({ all: z.boolean().exactOptional() });
const moodleOptionsSchema = z.object({
  url: z.string(),
  username: z.string(),
  token: z.boolean().exactOptional(),
});
const signInOptionsSchema = z.object({
  username: z.string().exactOptional(),
  token: z.boolean().exactOptional(),
});

/** `source add|list|remove|pause|resume|sign-in`: `{source}` or `{sources}`. */
export const registerSource: Registration = (program, run) => {
  const source = program.command('source').description('the portals and folders that your work comes from');
  registerSourceAdd(source, run);
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

function registerSourceAdd(source: Command, run: Runner): void {
  const add = source.command('add').description('connect a source');
  add
    .command('folder')
    .description('a folder whose files are kept each time you sync')
    .argument('<path>', 'the folder')
    .action(
      run(async (context, words) => {
        const path = context.path(word(words, 0));
        await context.writing(async (vault) => {
          const added = await connectFolder(vault, path, { signal: context.signal });
          reportSource(context, added, `${added.name} is connected. Next: sync.`);
        });
      }),
    );
  add
    .command('moodle')
    .description('a Moodle portal; the password is asked for, or EVIDENCE_VAULT_SOURCE_SECRET')
    .requiredOption('--url <address>', 'the address of the portal')
    .requiredOption('--username <name>', 'your user name there')
    .option('--token', 'what you give is a token, not a password')
    .action(
      run(async (context, _words, options) => {
        const { url, username, token = false } = moodleOptionsSchema.parse(options);
        const secret = await askSecret(context, token);
        await context.writing(async (vault) => {
          const added = await connectMoodle(vault, { url, username, secret }, { signal: context.signal });
          reportSource(context, added, `${added.name} is connected. Next: sync.`, { notices: added.notices });
        });
      }),
    );
}

async function askSecret(
  context: CommandContext,
  isToken: boolean,
): Promise<{ readonly password: string } | { readonly token: string }> {
  if (isToken) return { token: await context.secrets.sourceSecret('token') };
  return { password: await context.secrets.sourceSecret('password') };
}

/** As in the documents: `lastSync` is always there, and null before the first sync. */
function sourceDocument({ id, type, name, state, lastSync = null, lastSuccess }: NullableSource): object {
  return { id, type, name, state, lastSync, ...(lastSuccess === undefined ? {} : { lastSuccess }) };
}
type NullableSource = Omit<SourceStatus, 'lastSync'> & { readonly lastSync?: string | null };

function reportSource(
  context: CommandContext,
  source: SourceStatus,
  sentence: string,
  more: object = {},
): void {
  context.output.report({
    document: { source: sourceDocument(source), ...more },
    lines: [sentence, ...sourceLines([source])],
  });
}
