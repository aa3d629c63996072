import { z } from 'zod';
import { exportBundle, type ExportReport } from '../../vault/export-bundle.ts';
import type { Registration } from '../command.ts';
import { sayCount, saySize } from '../format/numbers.ts';

const optionsSchema = z.object({
  out: z.string(),
  source: z.string().exactOptional(),
  unit: z.string().exactOptional(),
  item: z.array(z.string()).exactOptional(),
  force: z.boolean().exactOptional(),
});

/** `export --out FILE`: `{out, bytes, sha256, items, missing}`. */
export const registerExport: Registration = (program, run) => {
  program
    .command('export')
    .description('make one file that others can read and verify without the vault')
    .requiredOption('--out <file>', 'the bundle; nothing is overwritten')
    .option('--source <id>', 'only from this source')
    .option('--unit <reference>', 'only what belongs to this unit')
    .option('--item <id...>', 'only these items')
    .option('--force', 'overwrite what is there')
    .action(
      run(async (context, _words, options) => {
        const { out, item, ...chosen } = optionsSchema.parse(options);
        await context.writing(async (vault) => {
          const made = await exportBundle(vault, {
            ...chosen,
            ...(item === undefined ? {} : { items: item }),
            out: context.path(out),
            signal: context.signal,
            onProgress: (step) => {
              context.progress.show('Packing', step);
            },
          });
          context.output.report({ document: made, lines: exportLines(made) });
        });
      }),
    );
};

function exportLines({ out, bytes, sha256, items, missing }: ExportReport): string[] {
  return [
    `Made ${out} (${saySize(bytes)}) with ${sayCount(items, 'item')}.`,
    ...(missing.length === 0
      ? ['Nothing that was chosen is missing from it.']
      : [
          `It also lists what is missing from it:`,
          ...missing.map(({ what, reason, code }) => `  - ${what}: ${reason} [${code}]`),
        ]),
    `  SHA-256 ${sha256}`,
    'Look at it with `verify`, or unpack it and open index.html.',
  ];
}
