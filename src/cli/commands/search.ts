import { z } from 'zod';
import { searchItems } from '../../vault/items.ts';
import type { Registration } from '../command.ts';
import { sayCount } from '../format/numbers.ts';
import { wholeNumber } from '../options.ts';
import { listedLines } from './list.ts';

const optionsSchema = z.object({ limit: z.int().positive() });

/** `search TEXT`: `{items}`. */
export const registerSearch: Registration = (program, run) => {
  program
    .command('search')
    .description('find items by their names and words')
    .argument('<text...>', 'words; the last may be unfinished')
    .option('--limit <number>', 'most results', wholeNumber, 100)
    .action(
      run(async (context, words, options) => {
        const { limit } = optionsSchema.parse(options);
        await context.reading((vault) => {
          const items = searchItems(vault, words.join(' '), limit);
          context.output.report({
            document: { items },
            lines: [...listedLines(items), `${sayCount(items.length, 'item')}.`],
          });
        });
      }),
    );
};
