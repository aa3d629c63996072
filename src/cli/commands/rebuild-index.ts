import { rebuildIndex } from '../../vault/rebuild-index.ts';
import type { Registration } from '../command.ts';

/** `rebuild-index`: `{ok}`. The index is made anew from the history, which holds everything. */
export const registerRebuildIndex: Registration = (program, run) => {
  program
    .command('rebuild-index')
    .description('make the search index anew from the history; nothing is lost')
    .action(
      run(async (context) => {
        const passphrase = await context.secrets.passphrase();
        await rebuildIndex(context.place(), { passphrase });
        context.output.report({ document: { ok: true }, lines: ['The index is made anew.'] });
      }),
    );
};
