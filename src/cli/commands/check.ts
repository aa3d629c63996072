import { z } from 'zod';
import { checkVaultNow, checkWithoutKey } from '../../vault/check.ts';
import type { Registration } from '../command.ts';
import type { CommandContext } from '../context.ts';
import { checkLines } from '../format/check-lines.ts';
import { inPercent } from '../progress.ts';

const optionsSchema = z.object({
  full: z.boolean().exactOptional(),
  withoutKey: z.boolean().exactOptional(),
});

/** `check`: `{ok, entries, blobs, bytes, damaged: [{code, file?, items}]}`; exit code 1 if anything is damaged. */
export const registerCheck: Registration = (program, run) => {
  program
    .command('check')
    .description('look whether everything is still as it was kept')
    .option('--full', 'open and read every kept file as well; goes on where it was stopped')
    .option(
      '--without-key',
      'ask for no passphrase: a copy anywhere can be checked, but not which items damage touches',
    )
    .action(
      run(async (context, _words, options) => {
        const { full = false, withoutKey = false } = optionsSchema.parse(options);
        if (withoutKey) {
          await checkCopy(context, full);
          return;
        }
        await context.writing(async (vault) => {
          const report = await checkVaultNow(vault, {
            full,
            signal: context.signal,
            onProgress: (step) => {
              context.progress.show('Checking', inPercent(step));
            },
          });
          context.output.report({
            document: report,
            lines: checkLines(report, full ? 'opened and read' : 'fast'),
            exitCode: report.ok ? 0 : 1,
          });
        });
      }),
    );
};

async function checkCopy(context: CommandContext, full: boolean): Promise<void> {
  const result = await checkWithoutKey(context.place(), {
    full,
    signal: context.signal,
    onProgress: (step) => {
      context.progress.show('Checking', step);
    },
  });
  context.output.report({
    document: result,
    lines: checkLines(result, full ? 'read' : 'fast'),
    exitCode: result.ok ? 0 : 1,
  });
}
