import { z } from 'zod';
import { VaultError } from '../../base/errors.ts';
import { setProfile } from '../../vault/statements.ts';
import type { Registration } from '../command.ts';
import { warningLines } from '../format/warning-lines.ts';
import { recordLines } from '../format/record-lines.ts';

const optionsSchema = z.record(z.string(), z.string());

/** `profile set`: `{ok, id, record, warnings}`. */
export const registerProfile: Registration = (program, run) => {
  program
    .command('profile')
    .description('who you are, as you say')
    .command('set')
    .description('add to or change your details; an empty text takes one away')
    .option('--name <text>', 'your name')
    .option('--learner-number <text>', 'your number at the provider')
    .option('--uln <number>', 'your unique learner number')
    .option('--date-of-birth <day>', 'such as 2006-11-21')
    .option('--registration <text>', 'your registration number at the awarding organisation')
    .option('--candidate-number <text>', 'your candidate number')
    .option('--email <address>', 'your e-mail address')
    .action(
      run(async (context, _words, options) => {
        const changes = optionsSchema.parse(options);
        if (Object.keys(changes).length === 0) throw new VaultError('input.nothing-chosen');
        await context.writing(async (vault) => {
          const stated = await setProfile(vault, changes);
          context.output.report({
            document: { ok: true, ...stated },
            lines: [
              'Your details are kept.',
              ...recordLines(stated.record),
              ...warningLines(stated.warnings),
            ],
          });
        });
      }),
    );
};
