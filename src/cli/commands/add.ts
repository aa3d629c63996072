import { addFiles } from '../../vault/add-files.ts';
import type { Registration } from '../command.ts';
import { reportedItemLines } from '../format/item-lines.ts';
import { sayCount, saySize } from '../format/numbers.ts';
import { keepParity } from '../keep-parity.ts';
import { keepSearchable } from '../keep-searchable.ts';

/** `add PATH…`: `{captured, unchanged, failed, bytes, items}`. */
export const registerAdd: Registration = (program, run) => {
  program
    .command('add')
    .description('keep a copy of files and folders')
    .argument('<path...>', 'files and folders')
    .action(
      run(async (context, words) => {
        const paths = words.map((path) => context.path(path));
        await context.writing(async (vault) => {
          const { captured, changed, unchanged, failed, items } = await addFiles(vault, paths, {
            signal: context.signal,
            onProgress: (step) => {
              context.progress.show('Keeping', step);
            },
          });
          const kept = items.filter(({ outcome }) => outcome === 'captured' || outcome === 'changed');
          const bytes = kept.reduce((sum, { size = 0 }) => sum + size, 0);
          context.output.report({
            // A new version of a file that is known is captured too; `changed` says how many those are.
            document: { captured: captured + changed, unchanged, failed, bytes, changed, items },
            lines: [
              ...reportedItemLines(items),
              `${sayCount(captured + changed, 'item')} kept (${saySize(bytes)}), ${unchanged} as before, ${failed} not kept.`,
            ],
            exitCode: failed > 0 ? 1 : 0,
          });
          await keepSearchable(context, vault);
          await keepParity(context, vault);
        });
      }),
    );
};
