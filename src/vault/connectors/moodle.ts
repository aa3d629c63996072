import { z } from 'zod';

import { discoverMoodle } from '../../sources/moodle/discover.ts';
import { createMoodleSource } from '../../sources/moodle/moodle-source.ts';
import { signInMoodle } from '../../sources/moodle/sign-in.ts';
import type { Source } from '../../sources/source.ts';
import { addSource } from '../add-source.ts';
import type { WritableVault } from '../vault-context.ts';
import {
  readSettings,
  secretOf,
  type ConnectedSource,
  type Connector,
  type Credentials,
  type PortalSecret,
} from './connector.ts';

/** What is written down of a Moodle: never its token. */
export const moodleSettings = z.looseObject({ url: z.string(), username: z.string().optional() });

export const moodleConnector: Connector = {
  type: 'moodle',
  open: (vault, row) => sourceAt(vault, readSettings(moodleSettings, row).url, secretOf(vault, row)),
  signIn: async (vault, row, credentials, signal) => {
    const settings = readSettings(moodleSettings, row);
    const username = credentials.username ?? settings.username ?? '';
    const token = await tokenFor(vault, settings.url, { username, secret: credentials.secret }, signal);
    const { notices } = await sourceAt(vault, settings.url, token).probe(signal);
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

/** Finds the Moodle, signs in, looks whose account it is, and connects it. Throws `source.*`. */
export async function connectMoodle(
  vault: WritableVault,
  connection: MoodleConnection,
  options: { readonly signal: AbortSignal },
): Promise<ConnectedSource> {
  const { signal } = options;
  const { site } = await discoverMoodle(connection.url, { app: vault.app, signal });
  const token = await tokenFor(vault, site, connection, signal);
  const { name, notices } = await sourceAt(vault, site, token).probe(signal);
  const settings = { url: site, username: connection.username };
  return { ...(await addSource(vault, { type: 'moodle', name, settings, secret: token })), notices };
}

function sourceAt(vault: WritableVault, url: string, token: string): Source {
  const { app, clock, timeZone } = vault;
  return createMoodleSource({ url, token, app, clock, timeZone });
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
