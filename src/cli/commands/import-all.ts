import { importAll } from '../../vault/way-out/import-all.ts';
import type { Registration } from '../command.ts';
import { sayCount, saySize } from '../format/numbers.ts';

/** `import-all DIR`: `{from, carried, known, files, bytes, keptAsHistory, historyFiles, erased, damaged}`; exit code 1 if anything is damaged. */
export const registerImportAll: Registration = (program, run) => {
  program
    .command('import-all')
    .description('put everything that export-all wrote into this vault; goes on where it was stopped')
    .argument('<folder>', 'the folder that export-all made')
    .action(
      run(async (context, [folder = '']) => {
        await context.writing(async (vault) => {
          const done = await importAll(vault, {
            dir: context.path(folder),
            signal: context.signal,
            onProgress: (step) => {
              context.progress.show('Taking in', step);
            },
          });
          const { carried, known, files, bytes, historyFiles, erased, damaged } = done;
          context.output.report({
            document: done,
            lines: [
              `${sayCount(carried, 'record')} and ${sayCount(files, 'file')} (${saySize(bytes)}) taken in; ${sayCount(known, 'record')} were here before.`,
              ...(historyFiles === 0
                ? []
                : [
                    'The old history cannot be signed again by this vault. It is kept as files, with its signatures.',
                  ]),
              ...(erased === 0
                ? []
                : [`${sayCount(erased, 'record')} left out, since you erased them here.`]),
              'Passwords and tokens are not in such a folder: sign in to each source again.',
              ...(damaged.length === 0
                ? []
                : [
                    'Not as it was made, so left out:',
                    ...damaged.map(({ what, file }) => `  - ${file} (${what})`),
                  ]),
            ],
            exitCode: damaged.length > 0 ? 1 : 0,
          });
        });
      }),
    );
};
