import { basename, join } from 'node:path';

import { reportError, VaultError, type ErrorReport } from '../../base/errors.ts';
import { FolderTarget } from '../../store/replica/folder-target.ts';
import { replicaFolderName } from '../../store/replica/replica-names.ts';
import { ReplicaCatalogue, type ReadablePlace } from '../../store/replica/reading/catalogue.ts';
import type { DurablePort } from '../../store/durable/port.ts';
import { openVault } from '../open-vault.ts';
import { readReplicaChoices, reachReplica } from '../replicas/replica-place.ts';
import type { OpenVault } from '../vault-context.ts';
import type { VaultPlace } from '../place.ts';
import type { UnlockSecret } from '../../store/header/slots.ts';

/** A second copy, and whether its place could be reached. */
export interface AskedPlace {
  readonly name: string;
  readonly error?: ErrorReport;
}

export interface ReachedPlaces {
  readonly catalogue: ReplicaCatalogue | undefined;
  readonly asked: readonly AskedPlace[];
  close(): Promise<void>;
}

export interface PlacesWanted {
  /** Ids or names of second copies that this computer knows; all of them if left out. */
  readonly replicas?: readonly string[];
  /** Folders with a second copy in them, or second copies themselves, absolute paths. */
  readonly folders: readonly string[];
  /** Those of the folders in which a second copy was found in the same piece of work; filled by whoever looks. */
  readonly found?: Set<string>;
}

/**
 * Second copies in folders that the learner named: no vault has to be opened for them.
 * @param vault id of the vault
 * Throws `input.path-missing` if there is no second copy of this vault in one of them, `storage.gone` if there was one a moment ago, `storage.*`.
 */
export async function placesIn(
  port: DurablePort,
  vault: string,
  { folders, found }: Pick<PlacesWanted, 'folders' | 'found'>,
): Promise<ReadablePlace[]> {
  const places: ReadablePlace[] = [];
  for (const folder of folders) {
    const own = replicaFolderName(vault);
    const path = basename(folder) === own ? folder : join(folder, own);
    if ((await port.findStatus(path))?.type !== 'folder')
      throw new VaultError(found?.has(folder) === true ? 'storage.gone' : 'input.path-missing');
    found?.add(folder);
    places.push({ name: folder, target: new FolderTarget({ port, folder: path }) });
  }
  return places;
}

/** Opens the second copies of an open vault, and lists what they hold. One that cannot be reached is said so. Throws `input.*`, `internal.cancelled`. */
export async function reachPlaces(
  vault: OpenVault,
  wanted: PlacesWanted,
  signal: AbortSignal | undefined,
): Promise<ReachedPlaces> {
  const asked: AskedPlace[] = [];
  const places = await placesIn(vault.port, vault.id, wanted);
  for (const { name } of places) asked.push({ name });
  const names = vault.index.replicas.list();
  for (const choice of await readReplicaChoices(vault)) {
    const name = names.find(({ id }) => id === choice.id)?.name ?? choice.id;
    if (wanted.replicas?.some((text) => text === name || choice.id.startsWith(text)) === false) continue;
    try {
      const { target } = await reachReplica(vault, choice);
      places.push({ name, target });
      asked.push({ name });
    } catch (error) {
      const told = reportError(error);
      if (told.code === 'internal.cancelled' || told.code === 'internal.bug') throw error;
      asked.push({ name, error: told });
    }
  }
  const close = async (): Promise<void> => {
    for (const { target } of places) await target.close();
  };
  try {
    return {
      catalogue: places.length === 0 ? undefined : await ReplicaCatalogue.read(places, signal),
      asked,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** As `reachPlaces`, of a vault that is closed: it is opened to be read. Throws as `openVault` too. */
export async function reachPlacesOf(
  place: VaultPlace,
  unlock: UnlockSecret,
  wanted: PlacesWanted,
): Promise<ReachedPlaces> {
  const vault = await openVault({ ...place, unlock });
  try {
    return await reachPlaces(vault, wanted, place.signal);
  } finally {
    await vault.close();
  }
}
