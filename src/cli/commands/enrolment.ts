import type { Command } from 'commander';
import { VaultError } from '../../base/errors.ts';
import { enrolmentOf, parseEnrolmentSaid } from '../../vault/enrolment-said.ts';
import { setEnrolment } from '../../vault/statements.ts';
import { word, type Registration } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { recordLines } from '../format/record-lines.ts';
import { warningLines } from '../format/warning-lines.ts';

/** `enrolment add|change`: `{ok, id, record, warnings}`. */
export const registerEnrolment: Registration = (program, run) => {
  const enrolment = program
    .command('enrolment')
    .description('what you are enrolled on, where, and with whom');
  withSaid(enrolment.command('add').description('add an enrolment')).action(
    run((context, _words, options) => stateEnrolment(context, parseEnrolmentSaid(options))),
  );
  withSaid(
    enrolment
      .command('change')
      .description('say anew what is known of an enrolment: what you leave out is taken away')
      .argument('<id>', 'its id'),
  ).action(
    run((context, words, options) => stateEnrolment(context, parseEnrolmentSaid(options), word(words, 0))),
  );
};

function withSaid(command: Command): Command {
  return command
    .option('--provider <name>', 'the training provider')
    .option('--ukprn <number>', 'its UK provider reference number')
    .option('--programme <text>', 'what the provider calls the course')
    .option('--ao <name>', 'the awarding organisation')
    .option('--ao-number <number>', 'its recognition number, such as RN5217')
    .option('--qualification <title>', 'the qualification')
    .option('--qan <number>', 'its qualification number, such as 603/2240/1')
    .option('--level <text>', 'its level')
    .option('--standard <title>', 'the apprenticeship standard')
    .option('--standard-reference <text>', 'its reference, such as ST0070')
    .option('--assessor <name>', 'who does the end-point assessment')
    .option('--epao <number>', 'their number, such as EPA0001')
    .option('--registration <text>', 'your registration number for this qualification')
    .option('--start <day>', 'first day, such as 2026-09-01')
    .option('--end <day>', 'expected last day');
}

async function stateEnrolment(
  context: CommandContext,
  said: ReturnType<typeof parseEnrolmentSaid>,
  id?: string,
): Promise<void> {
  if (Object.keys(said).length === 0) throw new VaultError('input.nothing-chosen');
  await context.writing(async (vault) => {
    const stated = await setEnrolment(vault, enrolmentOf(said), id);
    context.output.report({
      document: { ok: true, ...stated },
      lines: [
        `The enrolment is kept: ${stated.id}`,
        ...recordLines(stated.record),
        ...warningLines(stated.warnings),
      ],
    });
  });
}
