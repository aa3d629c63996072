import { shell } from '../app/shell.ts';

/** Goes on to a place on a fresh page, so that nothing typed or shown on this one is left in its process. Throws CallError. */
export async function leaveFor(route: string): Promise<void> {
  await shell.call('shell.turnPage', { route });
}
