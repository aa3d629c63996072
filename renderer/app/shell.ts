import {
  shellEventSchema,
  shellMethods,
  type Grant,
  type ShellInput,
} from '../../src/contract/shell-contract.ts';
import { createPortClient } from './port-client.ts';

/** The shell, which is main: windows, dialogs and this computer's settings. */
export const shell = createPortClient(shellMethods, shellEventSchema);

/**
 * Lets the learner choose in a dialog of their system; empty if they changed their mind.
 * @param name to suggest for what is saved
 */
export async function chooseFiles(what: ShellInput<'shell.choose'>['what'], name?: string): Promise<Grant[]> {
  const { chosen } = await shell.call('shell.choose', name === undefined ? { what } : { what, name });
  return chosen;
}
