import { exportAll } from '../../vault/way-out/export-all.ts';
import type { Registration } from '../command.ts';
import { sayCount, saySize } from '../format/numbers.ts';

/** `export-all DIR`: `{out, items, versions, files, bytes, entries, missing, unreadable}`; exit code 1 if anything is missing. */
export const registerExportAll: Registration = (program, run) => {
  program
    .command('export-all')
    .description('the way out: everything as plain files, with an index; not locked')
    .argument('<folder>', 'a new or empty folder, outside of the vault')
    .action(
      run(async (context, [folder = '']) => {
        await context.reading(async (vault) => {
          const made = await exportAll(vault, {
            out: context.path(folder),
            signal: context.signal,
            onProgress: (step) => {
              context.progress.show('Writing', step);
            },
          });
          const { out, items, versions, files, bytes, missing, unreadable } = made;
          context.output.report({
            document: made,
            lines: [
              `${sayCount(items, 'item')} with ${sayCount(versions, 'version')} and ${sayCount(files, 'file')} (${saySize(bytes)}) are in ${out}.`,
              'These files are not locked: whoever has the folder can read them.',
              ...(missing.length === 0
                ? []
                : [
                    `The vault has no whole copy of ${sayCount(missing.length, 'file')}; way-out.json lists them.`,
                  ]),
              ...(unreadable.length === 0
                ? []
                : [
                    `${sayCount(unreadable.length, 'record')} of the history cannot be read any more; way-out.json lists them.`,
                  ]),
            ],
            exitCode: missing.length > 0 ? 1 : 0,
          });
        });
      }),
    );
};
