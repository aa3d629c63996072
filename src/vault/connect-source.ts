import { realpath, stat } from 'node:fs/promises';
import { basename } from 'node:path';

import { VaultError } from '../base/errors.ts';
import { createFolderSource } from '../sources/folder/folder-source.ts';
import { discoverMoodle } from '../sources/moodle/discover.ts';
import { createMoodleSource } from '../sources/moodle/moodle-source.ts';
import { signInMoodle } from '../sources/moodle/sign-in.ts';
import { addSource, getSource } from './add-source.ts';
import { moodleSettings } from './source-settings.ts';
import { sourceStatus, type SourceStatus } from './status.ts';
import type { WritableVault } from './vault-context.ts';

/** A password is exchanged for a token at once and dropped; a token is used as it is. */
export type PortalSecret = { readonly password: string } | { readonly token: string };

export interface ConnectedSource extends SourceStatus {
  /** What the learner should know before going on, as codes. */
  readonly notices: readonly string[];
}

/**
 * Connects a folder that is looked at again at every sync. Nothing in it is ever changed.
 * @param path absolute path of a folder
 * Throws `input.path-missing`, `input.not-a-file` for something else than a folder, `source.*`.
 */
export async function connectFolder(
  vault: WritableVault,
  path: string,
  options: { readonly signal: AbortSignal; readonly name?: string },
): Promise<ConnectedSource> {
  const real = await folderAt(path);
  const { app, clock, timeZone } = vault;
  const name = options.name ?? (basename(real) || real);
  const source = createFolderSource({ path: real, app, clock, timeZone, exclude: [vault.dir] });
  const { notices } = await source.probe(options.signal);
  return { ...(await addSource(vault, { type: 'folder', name, settings: { path: real } })), notices };
}

async function folderAt(path: string): Promise<string> {
  try {
    const real = await realpath(path);
    if (!(await stat(real)).isDirectory()) throw new VaultError('input.not-a-file', { what: 'not-a-folder' });
    return real;
  } catch (thrown) {
    if (thrown instanceof VaultError) throw thrown;
    throw new VaultError('input.path-missing', {}, thrown);
  }
}

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
  const site = await discoverMoodle(connection.url, { app: vault.app, signal });
  const token = await tokenFor(vault, site.site, connection, signal);
  const probed = await probeMoodle(vault, site.site, token, signal);
  const status = await addSource(vault, {
    type: 'moodle',
    name: probed.name,
    settings: { url: site.site, username: connection.username },
    secret: token,
  });
  return { ...status, notices: probed.notices };
}

/** Signs in to a portal again after its sign-in ended; its history goes on as the same source. Throws `source.*`, `input.not-found`. */
export async function signIn(
  vault: WritableVault,
  sourceText: string,
  credentials: { readonly username?: string; readonly secret: PortalSecret },
  options: { readonly signal: AbortSignal },
): Promise<ConnectedSource> {
  const row = getSource(vault, sourceText);
  if (row.type !== 'moodle') throw new VaultError('source.not-supported', { type: row.type });
  const settings = moodleSettings.parse(row.settings);
  const username = credentials.username ?? settings.username ?? '';
  const token = await tokenFor(vault, settings.url, { username, secret: credentials.secret }, options.signal);
  const probed = await probeMoodle(vault, settings.url, token, options.signal);
  await vault.secrets.set(row.id, token);
  return { ...sourceStatus(row), notices: probed.notices };
}

async function tokenFor(
  vault: WritableVault,
  site: string,
  { username, secret }: Pick<MoodleConnection, 'username' | 'secret'>,
  signal: AbortSignal,
): Promise<string> {
  if ('token' in secret) return secret.token;
  const { token } = await signInMoodle(
    { site, username, password: secret.password, signal },
    { app: vault.app },
  );
  return token;
}

async function probeMoodle(
  vault: WritableVault,
  url: string,
  token: string,
  signal: AbortSignal,
): Promise<{ readonly name: string; readonly notices: readonly string[] }> {
  const { app, clock, timeZone } = vault;
  return createMoodleSource({ url, token, app, clock, timeZone }).probe(signal);
}
