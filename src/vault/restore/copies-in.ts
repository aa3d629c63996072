import { basename, dirname, join } from 'node:path';

import { VaultError } from '../../base/errors.ts';
import { NodeDurable } from '../../store/durable/node-durable.ts';
import { FolderTarget } from '../../store/replica/folder-target.ts';
import type { ReadablePlace } from '../../store/replica/reading/catalogue.ts';
import { readReplicaFile } from '../../store/replica/replica-file.ts';
import { replicaFolderName } from '../../store/replica/replica-names.ts';
import { webdavFolders } from '../../store/replica/webdav/webdav-folders.ts';
import { WebdavTarget } from '../../store/replica/webdav/webdav-target.ts';

const folderName = /^evidence-vault-copy-[0-9a-f]{16}$/;

/** A place that holds a second copy, as a learner at a clean computer points at it. */
export type CopyPlace =
  | { readonly type: 'folder'; readonly path: string }
  /** The address of the folder that holds the copy, or of the copy's own folder. */
  | { readonly type: 'webdav'; readonly url: string; readonly user: string; readonly password: string };

/** A second copy to be read; `folder` is its own path where it lies on a disk of this computer. */
export interface FoundPlace extends ReadablePlace {
  readonly folder?: string;
}

/**
 * The second copies in some places, to be read. A folder is one itself (`evidence-vault-copy-…`), or holds one or several. The caller closes their targets.
 *
 * @param vault id of the vault that is meant, or its first 16 digits or more; undefined takes what is there
 * Throws `access.no-vault` with the place that holds none, `storage.*`.
 */
export async function copiesIn(places: readonly CopyPlace[], vault?: string): Promise<readonly FoundPlace[]> {
  const found: FoundPlace[] = [];
  for (const [number, place] of places.entries()) {
    const here = place.type === 'folder' ? await inFolder(place.path, vault) : await onServer(place, vault);
    if (here.length === 0) throw new VaultError('access.no-vault', { place: number + 1 });
    found.push(...here);
  }
  return found;
}

async function inFolder(path: string, vault: string | undefined): Promise<FoundPlace[]> {
  const port = new NodeDurable();
  const wanted = vault === undefined ? undefined : replicaFolderName(vault);
  if ((await port.findStatus(path)) === undefined) throw new VaultError('storage.gone');
  const own = folderName.test(basename(path));
  const parent = own ? dirname(path) : path;
  const names = own
    ? [basename(path)]
    : ((await port.listFolder(path)) ?? []).filter(({ type }) => type === 'folder').map(({ name }) => name);
  return names
    .filter((name) => folderName.test(name) && (wanted === undefined || name === wanted))
    .map((name) => {
      const folder = join(parent, name);
      return {
        name: basename(parent) === '' ? parent : basename(parent),
        target: new FolderTarget({ port, folder }),
        folder,
      };
    });
}

async function onServer(
  { url, user, password }: Extract<CopyPlace, { type: 'webdav' }>,
  vault: string | undefined,
): Promise<ReadablePlace[]> {
  const { address, own } = addressAround(url);
  const login = { address, username: user, password };
  const names =
    own !== undefined
      ? [own]
      : vault === undefined
        ? (await webdavFolders(login)).filter((name) => folderName.test(name))
        : [replicaFolderName(vault)];
  const found: ReadablePlace[] = [];
  for (const folder of names) {
    const target = new WebdavTarget({ ...login, folder });
    if ((await readReplicaFile(target)) !== undefined) found.push({ name: new URL(address).host, target });
    else await target.close();
  }
  return found;
}

/** The address that a second copy's folder lies at, and the name of that folder where somebody typed the address of the folder itself. */
export function addressAround(url: string): { readonly address: string; readonly own?: string } {
  const trimmed = url.replace(/\/+$/u, '');
  const last = trimmed.slice(trimmed.lastIndexOf('/') + 1);
  return folderName.test(last)
    ? { address: trimmed.slice(0, -last.length), own: last }
    : { address: trimmed };
}
