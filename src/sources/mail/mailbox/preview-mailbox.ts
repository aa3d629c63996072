import { chosenFolders } from './chosen-folders.ts';
import type { MailAccount, MailServerOptions } from './mail-server.ts';
import { withMailSession, type ListedMessage, type MailFolder } from './mail-session.ts';
import { isWanted, parseSender } from './senders.ts';

export interface MailboxPreview {
  /** How many messages the server finds; a few of them may turn out to be by others. */
  readonly total: number;
  /** The newest of them, at most ten. */
  readonly newest: readonly { readonly from: string; readonly subject: string; readonly date?: string }[];
}

const shown = 10;

/** Folders that can be read. Throws as `withMailSession`. */
export function listMailFolders(
  account: MailAccount,
  options: MailServerOptions,
  signal: AbortSignal,
): Promise<MailFolder[]> {
  return withMailSession(account, options, 'connecting', signal, (session) => session.folders());
}

/** Looks what would be copied, by search and envelopes alone: no message is read. Throws as `withMailSession`. */
export function previewMail(
  account: MailAccount,
  { folders, senders }: { readonly folders: readonly string[]; readonly senders: readonly string[] },
  options: MailServerOptions,
  signal: AbortSignal,
): Promise<MailboxPreview> {
  const wanted = senders.map(parseSender);
  return withMailSession(account, options, 'connecting', signal, async (session) => {
    let total = 0;
    const newest: ListedMessage[] = [];
    for (const { path, isThere } of await chosenFolders(session, folders)) {
      if (!isThere) continue;
      const { messages } = await session.open(path);
      const uids = messages === 0 ? [] : await session.search(wanted, 1);
      total += uids.length;
      const listed = await session.list(uids.slice(-2 * shown));
      newest.push(...listed.filter(({ senders: from }) => isWanted(wanted, from)));
    }
    const time = ({ received, date }: ListedMessage): string => received ?? date ?? '';
    newest.sort((a, b) => (time(a) < time(b) ? 1 : -1));
    return {
      total,
      newest: newest.slice(0, shown).map((message) => ({
        from: message.from ?? '',
        subject: message.subject ?? '',
        ...(time(message) === '' ? {} : { date: time(message) }),
      })),
    };
  });
}
