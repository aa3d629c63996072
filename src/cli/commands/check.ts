import { z } from 'zod';
import { errorMeanings, isErrorCode } from '../../base/error-codes.ts';
import { checkVaultNow } from '../../vault/check.ts';
import type { Registration } from '../command.ts';
import { sayCount, saySize } from '../format/numbers.ts';

const optionsSchema = z.object({ full: z.boolean().exactOptional() });

/** `check`: `{ok, entries, blobs, bytes, damaged: [{code, file?, items}]}`; exit code 1 if anything is damaged. */
export const registerCheck: Registration = (program, run) => {
  program
    .command('check')
    .description('look whether everything is still as it was kept')
    .option('--full', 'open and read every kept file as well')
    .action(
      run(async (context, _words, options) => {
        const { full = false } = optionsSchema.parse(options);
        await context.writing(async (vault) => {
          const result = await checkVaultNow(vault, {
            full,
            signal: context.signal,
            onProgress: (step) => {
              context.progress.show('Checking', step);
            },
          });
          const { ok, entries, blobs, bytes, damaged } = result;
          context.output.report({
            document: result,
            lines: [
              `${sayCount(entries, 'record')} and ${sayCount(blobs, 'stored file')} (${saySize(bytes)}) looked at${full ? ', every one opened and read' : ''}.`,
              ...damaged.flatMap(({ code, file, items }) => [
                `- ${isErrorCode(code) ? errorMeanings[code].sentence : code} [${code}]`,
                ...(file === undefined ? [] : [`  File: ${file}`]),
                ...(items.length === 0 ? [] : [`  Items: ${items.join(', ')}`]),
              ]),
              ok ? 'Everything is as it was kept.' : 'Not everything is as it was kept.',
            ],
            exitCode: ok ? 0 : 1,
          });
        });
      }),
    );
};
