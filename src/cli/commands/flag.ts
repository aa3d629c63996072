import { flagItem, parseFlags } from '../../vault/flags.ts';
import { word, type Registration } from '../command.ts';

/** `flag ITEM sensitive|others|none`: `{ok, item, flags}`. */
export const registerFlag: Registration = (program, run) => {
  program
    .command('flag')
    .description('mark what is not to be sent unless you tick it')
    .argument('<item>', 'the item; what belongs to it is meant too')
    .argument(
      '<mark...>',
      'sensitive (health and the like), others (holds what is other people’s), both, or none',
    )
    .action(
      run(async (context, words) => {
        const flags = parseFlags(words.slice(1));
        await context.writing(async (vault) => {
          const flagged = await flagItem(vault, word(words, 0), flags);
          context.output.report({
            document: { ok: true, ...flagged },
            lines: [
              flags.length === 0
                ? `${flagged.item} is not marked.`
                : `${flagged.item} is marked, and exports leave it out unless you tick it: --include-flagged ${flagged.item}`,
            ],
          });
        });
      }),
    );
};
