import { withdrawRecord } from '../../vault/statements.ts';
import { word, type Registration } from '../command.ts';

/** `withdraw ID`: `{ok}`. Takes back a mapping, note, unit, enrolment or other statement; the history keeps it. */
export const registerWithdraw: Registration = (program, run) => {
  program
    .command('withdraw')
    .description('take back something that you entered: a mapping, a note, a unit, an enrolment')
    .argument('<id>', 'what was entered')
    .action(
      run(async (context, words) => {
        await context.writing(async (vault) => {
          await withdrawRecord(vault, word(words, 0));
          context.output.report({
            document: { ok: true },
            lines: ['It is taken back. The history keeps that it was there.'],
          });
        });
      }),
    );
};
