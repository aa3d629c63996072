import type { Grant } from '../../src/contract/shell-contract.ts';
import { engine } from './engine.ts';
import { navigate } from './router.ts';
import { startTask } from './tasks.ts';

/**
 * Takes what the learner dropped or chose: what is of a known form is looked at first and shown, and the rest is kept at once as it is.
 * @returns whether the learner is led to a look at what was found. Throws CallError.
 */
export async function bringFiles(files: readonly Grant[]): Promise<'looking' | 'adding'> {
  const { known, plain } = await engine.call('import.recognise', { files: files.map(({ id }) => id) });
  if (plain.length > 0) await startTask('files.add', { files: plain });
  if (known.length === 0) return 'adding';
  const task = await startTask('import.preview', { files: known.map((file) => ({ file })) });
  navigate(`/sources/import?task=${task}`);
  return 'looking';
}
