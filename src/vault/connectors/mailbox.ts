import { z } from 'zod';

import { VaultError } from '../../base/errors.ts';
import { mailSecurities, settledAccount, type MailAccount } from '../../sources/mail/mailbox/mail-server.ts';
import type { MailFolder } from '../../sources/mail/mailbox/mail-session.ts';
import { createMailboxSource } from '../../sources/mail/mailbox/mailbox-source.ts';
import {
  listMailFolders,
  previewMail,
  type MailboxPreview,
} from '../../sources/mail/mailbox/preview-mailbox.ts';
import { parseSender, saySender } from '../../sources/mail/mailbox/senders.ts';
import type { Source } from '../../sources/source.ts';
import { addSource } from '../add-source.ts';
import type { OpenVault, WritableVault } from '../vault-context.ts';
import {
  readSettings,
  secretOf,
  type ConnectedSource,
  type Connector,
  type PortalSecret,
} from './connector.ts';

/** What is written down of a mailbox: never its password. */
const mailboxSettings = z.looseObject({
  host: z.string(),
  port: z.int(),
  security: z.enum(mailSecurities),
  username: z.string(),
  folders: z.array(z.string()),
  senders: z.array(z.string()),
});
type MailboxSettings = z.infer<typeof mailboxSettings>;

/** Which kind of secret it is has to be known to use it. */
const secretSchema = z.union([z.object({ password: z.string() }), z.object({ token: z.string() })]);

export const mailboxConnector: Connector = {
  type: 'mailbox',
  open: (vault, row) => sourceAt(vault, readSettings(mailboxSettings, row), readSecret(secretOf(vault, row))),
  signIn: async (vault, row, { username, secret }, signal) => {
    const settings = readSettings(mailboxSettings, row);
    // Another account is another mailbox: it is connected as a source of its own.
    if (username !== undefined && username !== settings.username)
      throw new VaultError('source.other-account');
    const { notices } = await sourceAt(vault, settings, secret).probe(signal);
    await vault.secrets.set(row.id, JSON.stringify(secret));
    return notices;
  },
};

export interface MailboxConnection extends MailAccount {
  readonly secret: PortalSecret;
  /** Paths of the folders to read; all that may hold mail from the senders if there are none. */
  readonly folders: readonly string[];
  /** Whose mail is kept: `ann@college.example`, or `@college.example` for everybody there; everybody's if there are none. */
  readonly senders: readonly string[];
}

/**
 * Looks whether a mailbox can be read, and connects it. Throws `input.nothing-chosen` if neither folders nor senders are chosen,
 * `input.record-invalid` {field}, `source.*`.
 */
export async function connectMailbox(
  vault: WritableVault,
  connection: MailboxConnection,
  options: { readonly signal: AbortSignal },
): Promise<ConnectedSource> {
  const { host, port, security, username, secret } = settledAccount(connection);
  const folders = [...new Set(connection.folders)];
  const senders = [...new Set(connection.senders.map((text) => saySender(parseSender(text))))];
  const settings = { host, port, security, username, folders, senders };
  const { name, notices } = await sourceAt(vault, settings, secret).probe(options.signal);
  const added = await addSource(vault, { type: 'mailbox', name, settings, secret: JSON.stringify(secret) });
  return { ...added, notices };
}

/** The folders of a mailbox, to choose from. Throws as `connectMailbox`. */
export function listMailboxFolders(
  vault: OpenVault,
  account: MailAccount,
  options: { readonly signal: AbortSignal },
): Promise<MailFolder[]> {
  return listMailFolders(account, { app: vault.app }, options.signal);
}

/** What would be copied, before anything is. Throws as `connectMailbox`. */
export async function previewMailbox(
  vault: OpenVault,
  connection: MailboxConnection,
  options: { readonly signal: AbortSignal },
): Promise<MailboxPreview> {
  const { folders, senders } = connection;
  if (folders.length === 0 && senders.length === 0) throw new VaultError('input.nothing-chosen');
  return previewMail(connection, { folders, senders }, { app: vault.app }, options.signal);
}

function sourceAt(vault: WritableVault, settings: MailboxSettings, secret: PortalSecret): Source {
  const { app, clock, timeZone } = vault;
  const { host, port, security, username, folders, senders } = settings;
  return createMailboxSource({
    account: { host, port, security, username, secret },
    folders,
    senders,
    app,
    clock,
    timeZone,
  });
}

function readSecret(text: string): PortalSecret {
  try {
    return secretSchema.parse(JSON.parse(text));
  } catch (thrown) {
    throw new VaultError('source.login-expired', { reason: 'no-token' }, thrown);
  }
}
