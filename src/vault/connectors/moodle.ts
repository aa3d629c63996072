import { z } from 'zod';

import { isJsonObject } from '../../base/json.ts';
import { discoverMoodle } from '../../sources/moodle/discover.ts';
import { createMoodleSource } from '../../sources/moodle/moodle-source.ts';
import { signInMoodle } from '../../sources/moodle/sign-in.ts';
import type { Source } from '../../sources/source.ts';
import type { SourceRow } from '../../store/index/source-queries.ts';
import { addSource } from '../add-source.ts';
import { sourceStatus } from '../status.ts';
import type { OpenVault, WritableVault } from '../vault-context.ts';
import {
  readSettings,
  secretOf,
  type ConnectedSource,
  type Connector,
  type Credentials,
  type PortalSecret,
} from './connector.ts';

/** What is written down of a Moodle: never its token. */
export const moodleSettings = z.looseObject({
  url: z.string(),
  username: z.string().optional(),
  /** The learner's number at the site: another's token is never taken for theirs. Sources of earlier versions lack it. */
  account: z.int().optional(),
});

export const moodleConnector: Connector = {
  type: 'moodle',
  open: (vault, row) => {
    const { url, account } = readSettings(moodleSettings, row);
    return sourceAt(vault, url, secretOf(vault, row), account);
  },
  signIn: async (vault, row, credentials, signal) => {
    const settings = readSettings(moodleSettings, row);
    const username = credentials.username ?? settings.username ?? '';
    const token = await tokenFor(vault, settings.url, { username, secret: credentials.secret }, signal);
    const { notices } = await sourceAt(vault, settings.url, token, accountOf(vault, row)).probe(signal);
    await vault.secrets.set(row.id, token);
    return notices;
  },
};

export interface MoodleConnection {
  /** The site's address, or that of any of its pages. */
  readonly url: string;
  readonly username: string;
  readonly secret: PortalSecret;
}

/**
 * Finds the Moodle, signs in, looks whose account it is, and connects it. Somebody may have accounts at several sites, and several at
 * one: each is a source of its own. An account that is connected already is that source, with the new token. Throws `source.*`.
 */
export async function connectMoodle(
  vault: WritableVault,
  connection: MoodleConnection,
  options: { readonly signal: AbortSignal },
): Promise<ConnectedSource> {
  const { signal } = options;
  const { site } = await discoverMoodle(connection.url, { app: vault.app, signal });
  const token = await tokenFor(vault, site, connection, signal);
  return connectWithToken(vault, { site, token, username: connection.username }, signal);
}

/** Connects the account that a token speaks for; `site` is the site's own address. Throws `source.*`. */
export async function connectWithToken(
  vault: WritableVault,
  given: { readonly site: string; readonly token: string; readonly username?: string },
  signal: AbortSignal,
): Promise<ConnectedSource> {
  const { site, token } = given;
  const { name, notices, account, accountId } = await sourceAt(vault, site, token).probe(signal);
  const number = Number(accountId);
  const connected = findConnected(vault, site, number);
  if (connected !== undefined) {
    await vault.secrets.set(connected.id, token);
    return { ...sourceStatus(connected), notices };
  }
  const username = given.username ?? account;
  const settings = { url: site, ...(username === undefined ? {} : { username }), account: number };
  return { ...(await addSource(vault, { type: 'moodle', name, settings, secret: token })), notices };
}

function findConnected(vault: OpenVault, site: string, account: number): SourceRow | undefined {
  return vault.index.sources.list().find((row) => {
    if (row.type !== 'moodle' || row.removedAt !== undefined) return false;
    const settings = moodleSettings.safeParse(row.settings);
    return settings.success && settings.data.url === site && accountOf(vault, row) === account;
  });
}

/** The account that a source was connected with; of an earlier version's sources the last sync remembers it. */
function accountOf(vault: OpenVault, row: SourceRow): number | undefined {
  const { account } = readSettings(moodleSettings, row);
  if (account !== undefined) return account;
  const cursor = vault.index.sources.cursor(row.id);
  const remembered = isJsonObject(cursor) ? cursor.account : undefined;
  return typeof remembered === 'number' ? remembered : undefined;
}

function sourceAt(vault: WritableVault, url: string, token: string, account?: number): Source {
  const { app, clock, timeZone } = vault;
  return createMoodleSource({
    url,
    token,
    app,
    clock,
    timeZone,
    ...(account === undefined ? {} : { account }),
  });
}

async function tokenFor(
  vault: WritableVault,
  site: string,
  { username = '', secret }: Credentials,
  signal: AbortSignal,
): Promise<string> {
  if ('token' in secret) return secret.token;
  const { token } = await signInMoodle(
    { site, username, password: secret.password, signal },
    { app: vault.app },
  );
  return token;
}
