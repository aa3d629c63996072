import { chooseFiles } from '../../app/shell.ts';
import { startTask } from '../../app/tasks.ts';

/** Lets the learner choose files and begins to keep them. @returns false if they changed their mind. Throws CallError. */
export async function addChosenFiles(onChosen?: () => void): Promise<boolean> {
  const files = await chooseFiles('files');
  if (files.length === 0) return false;
  onChosen?.();
  await startTask('files.add', { files: files.map(({ id }) => id) });
  return true;
}
