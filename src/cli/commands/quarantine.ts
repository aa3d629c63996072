import { emptyQuarantine, findQuarantine } from '../../vault/repair/quarantine.ts';
import type { Registration } from '../command.ts';
import { saySize, sayCount } from '../format/numbers.ts';

/** `quarantine list`: `{files: [{name, at, sha256, file, size}], bytes}`; `quarantine empty`: `{removed}`. No passphrase is needed. */
export const registerQuarantine: Registration = (program, run) => {
  const command = program
    .command('quarantine')
    .description('damaged files that `repair` kept aside before it put good ones in their place');
  command
    .command('list')
    .description('list them')
    .action(
      run(async (context) => {
        const files = await findQuarantine(context.place());
        const bytes = files.reduce((sum, { size }) => sum + size, 0);
        context.output.report({
          document: { files, bytes },
          lines: [
            ...files.map(({ at, file, size }) => `${at}  ${file}  ${saySize(size)}`),
            files.length === 0
              ? 'Nothing is kept aside.'
              : `${sayCount(files.length, 'damaged file')}, ${saySize(bytes)}.`,
          ],
        });
      }),
    );
  command
    .command('empty')
    .description('take them away for good, once all is well again')
    .action(
      run(async (context) => {
        const removed = await emptyQuarantine(context.place());
        context.output.report({
          document: { removed },
          lines: [`${sayCount(removed, 'damaged file')} taken away.`],
        });
      }),
    );
};
