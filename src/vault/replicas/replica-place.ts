import { join } from 'node:path';

import { VaultError } from '../../base/errors.ts';
import { systemProbe } from '../../store/place/system-probe.ts';
import { sameWayElsewhere } from '../../store/place/other-volumes.ts';
import type { PlaceProbe } from '../../store/place/unsafe-place.ts';
import { FolderTarget } from '../../store/replica/folder-target.ts';
import { readReplicaFile } from '../../store/replica/replica-file.ts';
import { replicaFolderName } from '../../store/replica/replica-names.ts';
import type { ReplicaTarget } from '../../store/replica/replica-target.ts';
import { readSettingsLeniently } from '../outside/lenient-settings.ts';
import { liesOnSameDisk } from '../same-disk.ts';
import type { OpenVault, WritableVault } from '../vault-context.ts';
import { replicaChoicesSchema, type FolderChoice, type ReplicaChoice } from './replica-choice.ts';

/** The list of a vault that is open to be read; damaged settings hold none. Throws `format.too-new`, `storage.*`. */
export async function readReplicaChoices(vault: OpenVault): Promise<readonly ReplicaChoice[]> {
  const read = await readSettingsLeniently(vault);
  const value = read === 'damaged' ? undefined : read?.value;
  return replicaChoicesSchema.safeParse(value?.replicas).data ?? [];
}

/** The second copy of this vault in a folder. @param place the folder that the learner chose */
export function folderTarget(vault: OpenVault, place: string): FolderTarget {
  const [own] = vault.ledger.own.state === 'ready' ? [vault.ledger.own.head.log] : [];
  return new FolderTarget({
    port: vault.port,
    folder: join(place, replicaFolderName(vault.id)),
    ...(own === undefined ? {} : { writer: own }),
  });
}

/** The second copy of this vault on a server. Speaks to nobody yet. Throws `input.unsafe-address`. */
export async function webdavTarget(
  vault: OpenVault,
  { url, user, password }: { readonly url: string; readonly user: string; readonly password: string },
): Promise<ReplicaTarget> {
  // Its library is large, and most have no server.
  const { WebdavTarget } = await import('../../store/replica/webdav/webdav-target.ts');
  const own = vault.ledger.own.state === 'ready' ? vault.ledger.own.head.log : undefined;
  return new WebdavTarget({
    address: url,
    username: user,
    password,
    folder: replicaFolderName(vault.id),
    ...(own === undefined ? {} : { writer: own }),
  });
}

/** A second copy whose place was reached. */
export interface ReachedReplica {
  readonly target: ReplicaTarget;
  /** Where it was found; another one than in the settings if its disk has another name now. */
  readonly choice: ReplicaChoice;
}

/**
 * Opens a second copy where it was last, or where its disk is now: it is known by the id in `replica.json`, not by its place.
 * Throws `storage.gone` if its place cannot be reached, `integrity.replica-missing` if the place is there and the copy is not, what the place throws.
 */
export async function reachReplica(
  vault: OpenVault,
  choice: ReplicaChoice,
  probe: PlaceProbe = systemProbe,
): Promise<ReachedReplica> {
  if (choice.type === 'webdav') {
    const target = await webdavTarget(vault, choice);
    return { target: await recognised(target, choice, 'integrity.replica-missing'), choice };
  }
  const places = [choice.path];
  if (choice.within !== undefined) places.push(...sameWayElsewhere(choice.within, probe));
  for (const path of places) {
    const target = folderTarget(vault, path);
    if (await isThat(target, choice)) return { target, choice: { ...choice, path } };
  }
  return {
    target: await recognised(folderTarget(vault, choice.path), choice, await absence(vault, choice)),
    choice,
  };
}

/** A mount point without its stick looks like a folder that was emptied; on the vault's own disk there is no such doubt. */
async function absence(
  vault: OpenVault,
  choice: FolderChoice,
): Promise<'integrity.replica-missing' | 'storage.gone'> {
  const there = (await vault.port.findStatus(choice.path)) !== undefined;
  const own = choice.within === undefined && (await liesOnSameDisk(vault.dir, choice.path));
  return there && own ? 'integrity.replica-missing' : 'storage.gone';
}

async function isThat(target: ReplicaTarget, { id }: ReplicaChoice): Promise<boolean> {
  try {
    const file = await readReplicaFile(target);
    return typeof file === 'object' && file.replica === id;
  } catch (error) {
    if (error instanceof VaultError && error.code.startsWith('storage.')) return false;
    throw error;
  }
}

async function recognised<Target extends ReplicaTarget>(
  target: Target,
  { id }: ReplicaChoice,
  absent: 'integrity.replica-missing' | 'storage.gone',
): Promise<Target> {
  const file = await readReplicaFile(target);
  // A file that says nothing any more is written anew, in the folder that has this vault's name.
  if (file === 'damaged' || (typeof file === 'object' && file.replica === id)) return target;
  await target.close();
  throw new VaultError(file === undefined ? absent : 'integrity.replica-missing');
}

/** Remembers where a second copy was found, or that it was gone through. Throws `storage.*`. */
export async function rememberChoice(vault: WritableVault, choice: ReplicaChoice): Promise<void> {
  await vault.secrets.setReplicas((all) => [...all.filter(({ id }) => id !== choice.id), choice]);
}
