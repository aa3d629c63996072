import { connectFolder } from '../../../vault/connectors/folder.ts';
import { word, type Registration } from '../../command.ts';
import { reportSource } from './report-source.ts';

/** `source add folder PATH`: `{source}`. */
export const addFolder: Registration = (add, run) => {
  add
    .command('folder')
    .description('a folder whose files are kept each time you sync')
    .argument('<path>', 'the folder')
    .action(
      run(async (context, words) => {
        const path = context.path(word(words, 0));
        await context.writing(async (vault) => {
          const added = await connectFolder(vault, path, { signal: context.signal });
          reportSource(context, added, `${added.name} is connected. Next: sync.`);
        });
      }),
    );
};
