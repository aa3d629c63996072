import { bringFiles } from '../../app/bring-files.ts';
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
