import { engine } from '../../app/engine.ts';
import { chooseFiles } from '../../app/shell.ts';
import { startTask } from '../../app/tasks.ts';
import { toast } from '../../app/toasts.ts';
import { useAction, type Action } from '../../app/use-action.ts';
import { fill } from '../../language/fill.ts';
import { useWords } from '../../language/use-words.ts';
import { words } from './words.ts';

/** Lets the learner choose a folder, makes it a place for second copies, and begins to copy. */
export function useAddFolder(onAdded: (sameDisk: boolean) => void): Pick<Action, 'busy' | 'error'> & {
  readonly add: () => void;
} {
  const say = useWords(words);
  const { busy, error, run } = useAction();
  const add = (): void =>
    run(async () => {
      const [folder] = await chooseFiles('folder');
      if (folder === undefined) return;
      const { id, name, found, sameDisk } = await engine.call('replicas.addFolder', { folder: folder.id });
      await startTask('replicas.sync', { copy: id });
      const text = fill(say.added, { name });
      toast({ tone: 'safe', text: found ? `${say.found} ${text}` : text });
      onAdded(sameDisk);
    });
  return { busy, error, add };
}
