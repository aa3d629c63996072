import { z } from 'zod';
import { searchItems } from '../../vault/items.ts';
import { searchGaps, type SearchGaps } from '../../vault/read-for-search.ts';
import type { Registration } from '../command.ts';
import { sayCount } from '../format/numbers.ts';
import { wholeNumber } from '../options.ts';
import { listedLines } from './list.ts';

const optionsSchema = z.object({ limit: z.int().positive() });

/** `search TEXT`: `{items, gaps}`. */
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
          const gaps = searchGaps(vault);
          context.output.report({
            document: { items, gaps },
            lines: [...listedLines(items), `${sayCount(items.length, 'item')}.`, ...gapLines(gaps)],
          });
        });
      }),
    );
};

/** What the search could not look into. */
function gapLines({ waiting, problems }: SearchGaps): string[] {
  const unread = problems.reduce((sum, { count }) => sum + count, 0);
  const why = problems.map(({ problem, count }) => `${count} ${problem}`).join(', ');
  return [
    ...(unread === 0
      ? []
      : [`Search could not look into ${sayCount(unread, 'file')}, or not to the end: ${why}.`]),
    ...(waiting === 0 ? [] : [`${sayCount(waiting, 'file')} not read for search yet.`]),
  ];
}
