import { z } from 'zod';
import { getSource } from '../../vault/add-source.ts';
import { listItems, type ListedItem } from '../../vault/items.ts';
import type { Registration } from '../command.ts';
import { sayCount, saySize } from '../format/numbers.ts';
import { tableLines } from '../format/table.ts';
import { sayDay } from '../format/times.ts';

const optionsSchema = z.object({
  source: z.string().exactOptional(),
  kind: z.string().exactOptional(),
  unit: z.string().exactOptional(),
});

/** `list`: `{items: [{id, kind, name, source, attempt?, versions, sha256?, size?, capturedAt, gone?}]}`. */
export const registerList: Registration = (program, run) => {
  program
    .command('list')
    .description('what is kept')
    .option('--source <id>', 'only from this source')
    .option('--kind <kind>', 'only of this kind: document, grade, feedback, attempt, …')
    .option('--unit <reference>', 'only what belongs to this unit')
    .action(
      run(async (context, _words, options) => {
        const { source, ...rest } = optionsSchema.parse(options);
        await context.reading((vault) => {
          const filter = source === undefined ? rest : { ...rest, source: getSource(vault, source).id };
          const items = listItems(vault, filter);
          context.output.report({
            document: { items },
            lines: [...listedLines(items), `${sayCount(items.length, 'item')}.`],
          });
        });
      }),
    );
};

/** One line an item. */
export function listedLines(items: readonly ListedItem[]): string[] {
  return tableLines(
    items.map(({ id, kind, name, attempt, versions, size, capturedAt, gone, failed, flags }) => [
      id,
      kind,
      capturedAt === undefined ? 'not kept' : sayDay(capturedAt),
      size === undefined ? '' : saySize(size),
      attempt === undefined ? '' : `attempt ${attempt}`,
      versions > 1 ? `${versions} versions` : '',
      [
        name,
        ...(gone === undefined ? [] : ['(gone from there, kept here)']),
        ...(flags === undefined ? [] : [`(marked: ${flags.join(', ')})`]),
        ...(failed === undefined ? [] : [`(${failed.message} [${failed.code}])`]),
      ].join(' '),
    ]),
  );
}
