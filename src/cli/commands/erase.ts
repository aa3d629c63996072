import { z } from 'zod';
import { VaultError } from '../../base/errors.ts';
import { parseWith } from '../../base/zod-door.ts';
import { eraseEverywhere } from '../../vault/erase/erase-everywhere.ts';
import { goesAlong, planErasure, type GoesAlong } from '../../vault/erase/plan-erasure.ts';
import { listReplicas } from '../../vault/replicas/list-replicas.ts';
import { word, type Registration } from '../command.ts';
import { erasedLines, planLines } from '../format/erase-lines.ts';

const optionsSchema = z.object({
  with: z.string().exactOptional(),
  reason: z.string().max(2000).exactOptional(),
  confirm: z.string().exactOptional(),
});

/** `erase ITEM`: `{erased: false, code, …plan}`; with `--confirm CODE`: `{erased: true, item, at, entries, blobs, bundles, done, pending}`; 1 while a second copy still holds it. */
export const registerErase: Registration = (program, run) => {
  program
    .command('erase')
    .description('take an item out of the vault for good; first shows what would go, and changes nothing')
    .argument('<item>', 'the item')
    .option('--with <what>', `what belongs to it and goes too: ${goesAlong.join(', ')}; several with commas`)
    .option('--reason <text>', 'why, in your words; this stays in the history')
    .option('--confirm <code>', 'the code that stands under the list: erases for good')
    .action(
      run(async (context, words, options) => {
        const chosen = parseWith(optionsSchema, options, 'input.usage');
        const along = parseAlong(chosen.with);
        await context.writing(async (vault) => {
          const plan = await planErasure(vault, word(words, 0), along, context.signal);
          if (chosen.confirm === undefined) {
            const { entries, ...shown } = plan;
            const copies = await listReplicas(vault, { look: 'all' });
            const replicas = copies.map(({ id, name, reachable = false }) => ({ id, name, reachable }));
            context.output.report({
              document: { erased: false, ...shown, entries: entries.length, replicas },
              lines: planLines(plan, replicas, chosen),
            });
            return;
          }
          const report = await eraseEverywhere(vault, plan, {
            reason: chosen.reason ?? '',
            confirmed: chosen.confirm,
            signal: context.signal,
            onProgress: (step) => {
              context.progress.show('Erasing', step);
            },
          });
          const { bundles } = plan;
          context.output.report({
            document: { erased: true, ...report, bundles },
            lines: erasedLines(plan, report),
            exitCode: report.pending.length === 0 ? 0 : 1,
          });
        });
      }),
    );
};

function parseAlong(text: string | undefined): GoesAlong[] {
  const names = (text ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.map((name) => {
    const found = goesAlong.find((each) => each === name);
    if (found === undefined)
      throw new VaultError('input.usage', { problem: `--with takes ${goesAlong.join(', ')}` });
    return found;
  });
}
