import { Command, CommanderError, Option } from 'commander';
import { asVaultError, VaultError } from '../base/errors.ts';
import { appVersion } from '../vault/app.ts';
import type { Registration, Runner } from './command.ts';
import { CommandContext, globalOptionsSchema } from './context.ts';
import type { ExitCode } from './exit-codes.ts';
import { loadRegistrations } from './commands/registrations.ts';
import type { Surroundings } from './surroundings.ts';
import { keepYoungGeneration } from './young-generation.ts';

/**
 * Runs one command to its end and says how it ended; whatever goes wrong has been told to the person (or to the program that
 * asked for JSON) before this resolves.
 *
 * @param words the command line without the program's own name
 */
export async function runProgram(words: readonly string[], surroundings: Surroundings): Promise<ExitCode> {
  let context = new CommandContext(surroundings, words.includes('--json') ? { json: true } : {});
  if (words[0] === '--version' || words[0] === '-V') {
    context.output.report({ document: { version: appVersion }, lines: [appVersion] });
    return 0;
  }
  try {
    const registrations = await loadRegistrations(words);
    keepYoungGeneration();
    const program = createProgram(surroundings, registrations, (made) => {
      context = made;
    });
    await program.parseAsync(words, { from: 'user' });
  } catch (thrown) {
    if (thrown instanceof CommanderError && thrown.exitCode === 0) return 0;
    const error = thrown instanceof CommanderError ? misunderstood(thrown) : asVaultError(thrown);
    context.output.fail(error);
    if (error.code === 'internal.bug') explainBug(context, error);
  }
  return context.output.exitCode;
}

function createProgram(
  surroundings: Surroundings,
  registrations: readonly Registration[],
  made: (context: CommandContext) => void,
): Command {
  const program = new Command('evidence-vault')
    .description('Keeps your own dated, verifiable copy of your coursework, feedback and grades.')
    .exitOverride()
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => surroundings.stdout.write(text),
      // What commander would say comes out as an error of ours.
      writeErr: () => undefined,
    })
    .option('--vault <folder>', 'the vault (else EVIDENCE_VAULT_DIR, else one in your user folder)')
    .option('--json', 'print one JSON document and nothing else')
    .option('--passphrase-file <file>', 'read the passphrase from the first line of a file')
    .option('--allow-unsafe-place', 'use a vault on a network drive or in a synced folder all the same')
    .addOption(new Option('--state-dir <folder>', 'where this installation keeps its own key').hideHelp())
    .addHelpText('after', afterHelp);
  const run: Runner = (work) =>
    async function (this: Command) {
      const context = new CommandContext(surroundings, globalOptionsSchema.parse(program.opts()));
      made(context);
      await work(context, this.args, this.opts());
    };
  for (const register of registrations) register(program, run);
  return program;
}

const afterHelp = `
The passphrase comes from --passphrase-file, from EVIDENCE_VAULT_PASSPHRASE, or is asked for.

Exit codes: 0 done; 1 done with findings, or stopped by you; 2 wrong use; 3 the vault cannot be opened;
4 the disk; 5 no source could be copied; 70 our mistake.`;

function misunderstood(thrown: CommanderError): VaultError {
  const problem =
    thrown.code === 'commander.help' ? 'no command given' : thrown.message.replace(/^error: /u, '');
  return new VaultError('input.usage', { problem }, thrown);
}

function explainBug(context: CommandContext, error: VaultError): void {
  if (context.surroundings.env.EVIDENCE_VAULT_DEBUG === '1') context.output.trace(error);
  else if (!context.output.json)
    context.output.note('Set EVIDENCE_VAULT_DEBUG=1 and try again to see where it happened.');
}
