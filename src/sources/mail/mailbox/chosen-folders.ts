import type { MailFolder, MailSession } from './mail-session.ts';

export interface ChosenFolder {
  readonly path: string;
  readonly isThere: boolean;
}

const leftOut = new Set(['\\Junk', '\\Trash', '\\Drafts']);

/** The folders to be read: those that were chosen, or the usual ones. */
export async function chosenFolders(
  session: MailSession,
  chosen: readonly string[],
): Promise<ChosenFolder[]> {
  const there = await session.folders();
  if (chosen.length > 0)
    return chosen.map((path) => ({ path, isThere: there.some((folder) => folder.path === path) }));
  return usualFolders(there).map(({ path }) => ({ path, isThere: true }));
}

/** Where messages of a sender may be: one folder that holds all, if there is one, else all but rubbish, drafts and junk. */
function usualFolders(there: readonly MailFolder[]): readonly MailFolder[] {
  const all = there.filter(({ use }) => use === '\\All');
  return all.length > 0 ? all : there.filter(({ use }) => use === undefined || !leftOut.has(use));
}
