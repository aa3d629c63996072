import { isoTime, type Clock } from '../../../base/clock.ts';
import { VaultError } from '../../../base/errors.ts';
import type { ProbeResult, PullResult, Source } from '../../source.ts';
import { DkimArchivist } from '../dkim/dkim-archivist.ts';
import { systemKeyDirectory, type KeyDirectory } from '../dkim/key-directory.ts';
import { addressOf, settledAccount, type MailAccount, type MailServerOptions } from './mail-server.ts';
import { chosenFolders } from './chosen-folders.ts';
import { withMailSession } from './mail-session.ts';
import { MailboxPull } from './mailbox-pull.ts';
import { parseSender } from './senders.ts';

export interface MailboxSourceOptions extends MailServerOptions {
  readonly account: MailAccount;
  /** Paths of folders; empty for all but rubbish, drafts and junk. */
  readonly folders: readonly string[];
  /** Addresses and domains; empty for everybody. Not both may be empty. */
  readonly senders: readonly string[];
  readonly clock: Clock;
  readonly timeZone: string;
  /** Who is asked for the keys of signatures. */
  readonly keys?: KeyDirectory;
}

/**
 * A mailbox, read by IMAP (RFC 9051, RFC 3501). It only ever reads. What was taken stays, whatever becomes of it in the mailbox: people
 * tidy up their mail, so a message that is not there any more is no loss to tell of.
 *
 * Throws `input.nothing-chosen` if neither folders nor senders were chosen, `input.record-invalid`, `source.refused`.
 */
export function createMailboxSource(options: MailboxSourceOptions): Source {
  if (options.folders.length === 0 && options.senders.length === 0)
    throw new VaultError('input.nothing-chosen');
  const account = settledAccount(options.account);
  const senders = options.senders.map(parseSender);
  const name = `Mail at ${account.host}`;
  return {
    describe: () => ({ type: 'mailbox', name, address: addressOf(account) }),
    probe: (signal) =>
      withMailSession(account, options, 'connecting', signal, async (session): Promise<ProbeResult> => {
        const there = await session.folders();
        const missing = options.folders.filter((path) => !there.some((folder) => folder.path === path));
        if (missing.length > 0 && missing.length === options.folders.length)
          throw new VaultError('source.not-supported', { reason: 'no-such-folder' });
        const notices = missing.length === 0 ? [] : ['folder-missing'];
        return { name, account: account.username, practice: false, notices };
      }),
    pull: (previous, sink, signal) =>
      withMailSession(account, options, 'pulling', signal, async (session): Promise<PullResult> => {
        const { app, clock, timeZone, keys = systemKeyDirectory(clock) } = options;
        const pull = new MailboxPull({
          session,
          senders,
          previous,
          sink,
          signal,
          dkim: new DkimArchivist(keys, clock),
          provenance: (path, uidValidity, { uid, received, size }) => ({
            method: 'imap',
            // RFC 5092 section 5, without the name.
            address: `${addressOf(account)}/${encodeURIComponent(path.toWellFormed())};UIDVALIDITY=${uidValidity}/;UID=${String(uid)}`,
            ...(session.certificates.length === 0
              ? {}
              : { tls: session.certificates.map((each) => ({ ...each })) }),
            ...(received === undefined ? {} : { internalDate: received }),
            sizeClaimed: size,
            received: isoTime(clock),
            app,
            timeZone,
          }),
        });
        return pull.run(await chosenFolders(session, options.folders));
      }),
  };
}
