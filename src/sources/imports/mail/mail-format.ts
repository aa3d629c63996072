import { throwIfCancelled } from '../../../base/errors.ts';
import type { TreeFile } from '../file-tree.ts';
import type { Given } from '../given.ts';
import type { ImportFormat } from '../import-format.ts';
import { importSource } from '../import-source.ts';
import { looksLikeMbox, looksLikeMessage } from '../../mail/looks-like-message.ts';
import { systemKeyDirectory } from '../../mail/dkim/key-directory.ts';
import { isNamedMail } from './named-mail.ts';

/**
 * E-mails: one as a file (.eml), many in one file (.mbox), and a folder or zip archive of such files, Maildir too. All of them are of one
 * origin, so that the same message out of two exports is one item.
 */
export const mailFormat: ImportFormat = {
  format: 'mail',
  recognise: async (given, context, signal) => {
    const title = await titleOf(given, signal);
    if (title === undefined) return undefined;
    // Loaded only where there is mail: what reads it is larger than all the rest of an import.
    const [{ DkimArchivist }, { pullMail }] = await Promise.all([
      import('../../mail/dkim/dkim-archivist.ts'),
      import('./pull-mail.ts'),
    ]);
    // Kept for all pulls, so that a dry run and the import ask for each key once.
    const dkim = new DkimArchivist(context.keys ?? systemKeyDirectory(context.clock), context.clock);
    return {
      format: 'mail',
      title,
      origin: { key: 'mail', name: 'E-mail' },
      notices: (given.tree?.files ?? []).some(({ name }) => /\.msg$/i.test(name))
        ? ['outlook-message-not-read']
        : [],
      source: importSource({
        name: given.name,
        address: given.path,
        pull: (previous, sink, pullSignal) =>
          pullMail({ given, context, dkim, previous, sink, signal: pullSignal }),
      }),
    };
  },
};

async function titleOf(given: Given, signal: AbortSignal): Promise<string | undefined> {
  if (given.tree !== undefined)
    return (await isMailFolder(given.tree.files, signal)) ? 'Folder of e-mails' : undefined;
  if (given.kind !== 'file') return undefined;
  if (looksLikeMbox(given.head)) return 'Mailbox file';
  return looksLikeMessage(given.head) ? 'E-mail' : undefined;
}

/** What mail programs put beside messages for themselves. */
const helpers = /(?:^|\/)(?:dovecot[^/]*|maildirfolder|\.DS_Store|[^/]*\.(?:msf|idx|lock))$/i;
/** So many of them are opened to see whether it is true. */
const mostLooks = 16;

async function isMailFolder(files: readonly TreeFile[], signal: AbortSignal): Promise<boolean> {
  const real = files.filter(({ path }) => !helpers.test(path));
  const candidates = real.filter(({ path, size }) => size > 0 && isNamedMail(path));
  if (candidates.length === 0 || candidates.length * 2 < real.length) return false;
  const step = Math.max(1, Math.floor(candidates.length / mostLooks));
  const looked = candidates.filter((_file, index) => index % step === 0).slice(0, mostLooks);
  let mails = 0;
  for (const file of looked) {
    throwIfCancelled(signal);
    if (await isMail(file)) mails += 1;
  }
  return mails * 2 > looked.length;
}

async function isMail(file: TreeFile): Promise<boolean> {
  try {
    const head = await file.head();
    return looksLikeMbox(head) || looksLikeMessage(head);
  } catch {
    // What cannot be read speaks for nothing here; it is a failed item of the pull.
    return false;
  }
}
