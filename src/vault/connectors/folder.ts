import { realpath, stat } from 'node:fs/promises';
import { basename } from 'node:path';

import { z } from 'zod';

import { VaultError } from '../../base/errors.ts';
import { createFolderSource } from '../../sources/folder/folder-source.ts';
import type { Source } from '../../sources/source.ts';
import { addSource } from '../add-source.ts';
import type { WritableVault } from '../vault-context.ts';
import { readSettings, type ConnectedSource, type Connector, type ConnectorOptions } from './connector.ts';

/** What is written down of a watched folder. */
export const folderSettings = z.looseObject({ path: z.string() });

export const folderConnector: Connector = {
  type: 'folder',
  open: (vault, row, options) => sourceAt(vault, readSettings(folderSettings, row).path, options),
};

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
  const name = options.name ?? (basename(real) || real);
  const { notices } = await sourceAt(vault, real).probe(options.signal);
  return { ...(await addSource(vault, { type: 'folder', name, settings: { path: real } })), notices };
}

function sourceAt(
  vault: WritableVault,
  path: string,
  { acceptMassChange = false }: ConnectorOptions = {},
): Source {
  const { app, clock, timeZone } = vault;
  return createFolderSource({ path, app, clock, timeZone, exclude: [vault.dir], acceptMassChange });
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
