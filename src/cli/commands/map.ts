import { z } from 'zod';
import { mapItem } from '../../vault/statements.ts';
import { word, type Registration } from '../command.ts';
import { sayPlace } from '../format/place-words.ts';
import { parsePlace } from '../place.ts';

const optionsSchema = z.object({ at: z.string().exactOptional() });

/** `map ITEM UNIT[/CRITERION]`: `{ok, id, record, warnings}`. */
export const registerMap: Registration = (program, run) => {
  program
    .command('map')
    .description('say which unit or criterion an item is evidence for')
    .argument('<item>', 'the item, attempt or assignment')
    .argument('<unit>', 'UNIT or UNIT/CRITERION')
    .option('--at <place>', 'a page (3, 3-5) or a time (12:30, 12:30-14:00)')
    .action(
      run(async (context, words, options) => {
        const { at } = optionsSchema.parse(options);
        const place = at === undefined ? undefined : parsePlace(at);
        await context.writing(async (vault) => {
          const item = word(words, 0);
          const target = word(words, 1);
          const stated = await mapItem(vault, item, target, place);
          context.output.report({
            document: { ok: true, ...stated },
            lines: [
              `${item} counts for ${target}${place === undefined ? '' : `, ${sayPlace(place)}`}: ${stated.id}`,
            ],
          });
        });
      }),
    );
};
