import { z } from 'zod';
import { checkVaultNow } from '../../vault/check.ts';
import type { Registration } from '../command.ts';
import { checkLines } from '../format/check-lines.ts';
import { inPercent } from '../progress.ts';

const optionsSchema = z.object({ full: z.boolean().exactOptional() });

/** `check`: `{ok, entries, blobs, bytes, damaged: [{code, file?, items}]}`; exit code 1 if anything is damaged. */
export const registerCheck: Registration = (program, run) => {
  program
    .command('check')
    .description('look whether everything is still as it was kept')
    .option('--full', 'open and read every kept file as well; goes on where it was stopped')
    .action(
      run(async (context, _words, options) => {
        const { full = false } = optionsSchema.parse(options);
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
            lines: checkLines(report, full),
            exitCode: report.ok ? 0 : 1,
          });
        });
      }),
    );
};
