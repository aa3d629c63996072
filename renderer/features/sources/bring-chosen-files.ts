import { bringFiles } from '../../app/bring-files.ts';
import { navigate, stillHere } from '../../app/router.ts';
import { chooseFiles } from '../../app/shell.ts';

/**
 * Lets the learner choose files, and takes them as if they had been dropped.
 * @returns what is happening to them; undefined if the learner changed their mind. Throws CallError.
 */
export async function bringChosenFiles(onChosen?: () => void): Promise<'looking' | 'adding' | undefined> {
  const files = await chooseFiles('files');
  if (files.length === 0) return undefined;
  onChosen?.();
  return bringFiles(files);
}

/**
 * The same, and then shows the sources, where the files that are kept can be seen coming in. A learner who went elsewhere meanwhile is left
 * there. Throws CallError.
 */
export async function bringChosenFilesToSources(): Promise<void> {
  const stayed = stillHere();
  if ((await bringChosenFiles()) === 'adding' && stayed()) navigate('/sources');
}
