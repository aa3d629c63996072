import { settleAlert } from '../../vault/settle-alert.ts';
import { word, type Registration } from '../command.ts';

/** `alert settle ID`: `{ok}`. `status` tells of the open ones. */
export const registerAlert: Registration = (program, run) => {
  program
    .command('alert')
    .description('things to look at, as `status` tells of them')
    .command('settle')
    .description('say that you have seen to it')
    .argument('<id>', 'the alert')
    .action(
      run(async (context, words) => {
        await context.writing(async (vault) => {
          await settleAlert(vault, word(words, 0));
          context.output.report({ document: { ok: true }, lines: ['It is settled.'] });
        });
      }),
    );
};
