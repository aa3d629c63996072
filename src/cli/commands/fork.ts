import { z } from 'zod';

import { reachPlaces } from '../../vault/repair/reach-places.ts';
import { openForks } from '../../vault/restore/fork-alerts.ts';
import { takeInForks, type ForkTakenIn } from '../../vault/restore/take-in-forks.ts';
import type { Registration } from '../command.ts';
import { sayCount } from '../format/numbers.ts';
import { inPercent } from '../progress.ts';

const optionsSchema = z.object({ copy: z.array(z.string()).default([]) });

/** `fork list`: `{forks: [{alert, log, index, at}]}`; `fork take-in`: `{forks, places}`. */
export const registerFork: Registration = (program, run) => {
  const fork = program
    .command('fork')
    .description('where two computers went on in one history, since one was a copy of the other');
  fork
    .command('list')
    .description('those that you have not seen to')
    .action(
      run(async (context) => {
        await context.reading((vault) => {
          const forks = openForks(vault);
          context.output.report({
            document: { forks },
            lines:
              forks.length === 0
                ? ['There is none.']
                : forks.map(
                    ({ log, index, at }) => `${log.slice(0, 8)}: from entry ${String(index)} on; seen ${at}`,
                  ),
          });
          return Promise.resolve();
        });
      }),
    );
  fork
    .command('take-in')
    .description('bring in what the other computer has, beside what is here; nothing is changed or lost')
    .argument('[ids...]', 'the second copies to look in, by id or name; all of them if left out')
    .option(
      '--copy <folder...>',
      'folders with a second copy in them, also one that this computer does not know',
    )
    .action(
      run(async (context, words, options) => {
        const { copy } = optionsSchema.parse(options);
        await context.writing(async (vault) => {
          const wanted = {
            folders: copy.map((path) => context.path(path)),
            ...(words.length === 0 ? {} : { replicas: words }),
          };
          const reached = await reachPlaces(vault, wanted, context.signal);
          try {
            const forks =
              reached.catalogue === undefined
                ? []
                : await takeInForks(vault, reached.catalogue, {
                    signal: context.signal,
                    onProgress: (step) => {
                      context.progress.show('Taking in', inPercent(step));
                    },
                  });
            const open = openForks(vault).length;
            context.output.report({
              document: { forks, open, places: reached.asked },
              lines: [
                ...forks.map(inWords),
                ...(open === 0
                  ? ['No other half is missing here.']
                  : ['Copy on the other computer first (`replica sync`), then take in here once more.']),
              ],
              exitCode: open === 0 ? 0 : 1,
            });
          } finally {
            await reached.close();
          }
        });
      }),
    );
};

function inWords({ log, found, settled, carried, known, unreadable, missing }: ForkTakenIn): string {
  const name = log.slice(0, 8);
  if (!found) return `${name}: the other half is in none of these second copies.`;
  const left = settled
    ? ''
    : ` Not all of it could be had: ${sayCount(unreadable, 'entry', 'entries')} and ${sayCount(missing, 'file')}.`;
  return `${name}: ${sayCount(carried, 'entry', 'entries')} taken in, ${String(known)} known already.${left}`;
}
