import { z } from 'zod';
import { VaultError } from '../../base/errors.ts';
import {
  exportBundle,
  previewExport,
  type ExportPreview,
  type ExportReport,
} from '../../vault/export-bundle.ts';
import type { Registration } from '../command.ts';
import { sayCount, saySize } from '../format/numbers.ts';

const optionsSchema = z.object({
  out: z.string().exactOptional(),
  preview: z.boolean().exactOptional(),
  source: z.string().exactOptional(),
  unit: z.string().exactOptional(),
  item: z.array(z.string()).exactOptional(),
  force: z.boolean().exactOptional(),
});

/** `export --out FILE`: `{out, bytes, sha256, items, missing}`; `export --preview`: `{items, bytes, missing}`. */
export const registerExport: Registration = (program, run) => {
  program
    .command('export')
    .description('make one file that others can read and verify without the vault')
    .option('--out <file>', 'the bundle; nothing is overwritten')
    .option('--preview', 'only tell what it would hold and what would be missing')
    .option('--source <id>', 'only from this source')
    .option('--unit <reference>', 'only what belongs to this unit')
    .option('--item <id...>', 'only these items')
    .option('--force', 'overwrite what is there')
    .action(
      run(async (context, _words, options) => {
        const { out, item, preview = false, force, ...choice } = optionsSchema.parse(options);
        const chosen = { ...choice, ...(item === undefined ? {} : { items: item }) };
        if (preview) {
          await context.reading(async (vault) => {
            const found = await previewExport(vault, chosen, context.signal);
            context.output.report({ document: found, lines: previewLines(found) });
          });
          return;
        }
        if (out === undefined) throw new VaultError('input.usage', { problem: 'say where with --out' });
        await context.writing(async (vault) => {
          const made = await exportBundle(vault, {
            ...chosen,
            ...(force === undefined ? {} : { force }),
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
    ...missingLines(missing),
    `  SHA-256 ${sha256}`,
    'Look at it with `verify`, or unpack it and open index.html.',
  ];
}

function previewLines({ items, bytes, missing }: ExportPreview): string[] {
  return [
    `It would hold ${sayCount(items, 'item')} with ${saySize(bytes)} of files.`,
    ...missingLines(missing),
  ];
}

function missingLines(missing: ExportReport['missing']): string[] {
  return missing.length === 0
    ? ['Nothing that was chosen is missing from it.']
    : [
        'It also lists what is missing from it:',
        ...missing.map(({ what, reason, code }) => `  - ${what}: ${reason} [${code}]`),
      ];
}
