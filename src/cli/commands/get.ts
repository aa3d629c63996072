import { z } from 'zod';
import { saveContent } from '../../vault/get-content.ts';
import { word, type Registration } from '../command.ts';
import { saySize } from '../format/numbers.ts';
import { wholeNumber } from '../options.ts';

const optionsSchema = z.object({
  out: z.string(),
  version: z.int().positive().exactOptional(),
  force: z.boolean().exactOptional(),
});

/** `get ID`: `{out, sha256, size}`. Never overwrites without `--force`. */
export const registerGet: Registration = (program, run) => {
  program
    .command('get')
    .description('save a kept file')
    .argument('<id>', 'the item')
    .requiredOption('--out <path>', 'where to; nothing is overwritten')
    .option('--version <number>', 'an earlier version, counted from 1', wholeNumber)
    .option('--force', 'overwrite what is there')
    .action(
      run(async (context, words, options) => {
        const { out: typed, ...chosen } = optionsSchema.parse(options);
        await context.reading(async (vault) => {
          const saved = await saveContent(vault, word(words, 0), {
            ...chosen,
            out: context.path(typed),
            signal: context.signal,
          });
          const { out, sha256, size } = saved;
          context.output.report({
            document: { out, sha256, size },
            lines: [`Saved ${out} (${saySize(size)}).`, `  SHA-256 ${sha256}`],
          });
        });
      }),
    );
};
