import { join } from 'node:path';

import { isoTime } from '../base/clock.ts';
import { VaultError } from '../base/errors.ts';
import { utf8 } from '../base/bytes.ts';
import type { WritableVault } from './vault-context.ts';
import { makeFolders, stagingPath, writeNewFile } from '../store/durable/replace-file.ts';
import type { DurablePort } from '../store/durable/port.ts';
import { createHeader } from '../store/header/header-changes.ts';
import { headerNames, writeHeader } from '../store/header/header-files.ts';
import type { Header } from '../store/header/header-schema.ts';
import type { VaultKeys } from '../store/header/vault-keys.ts';
import { installationFile } from '../store/installation.ts';
import { VaultLock } from '../store/lock.ts';
import { refuseUnsafePlace } from '../store/place.ts';
import { assembleWritable } from './assemble.ts';
import { realFolder, resolvePlace, type ResolvedPlace, type VaultPlace } from './place.ts';

export interface NewVault extends VaultPlace {
  readonly passphrase: string;
  /** A vault of the practice provider; marked everywhere. */
  readonly practice?: boolean;
}

export interface CreatedVault {
  readonly vault: WritableVault;
  /** The twelve words, to be shown once. */
  readonly recoveryKey: string;
}

/** What the folder is, for whoever finds it. */
export const vaultReadme = `This folder is an Evidence Vault: an encrypted copy of somebody's coursework, feedback and grades.

Please do not change, rename or delete anything in it. Open it with Evidence Vault and the passphrase,
or with the recovery key of twelve words. To keep a second copy, copy the whole folder.
`;

/**
 * Makes a vault in an empty or new folder, and opens it. Its header is written last of all that a reader needs, so that a vault is there
 * wholly or not at all.
 * Throws `access.vault-exists`, `access.unsafe-place`, `access.in-use`, `input.passphrase-weak`, `input.exists` for a folder with other
 * things in it, `storage.*`.
 */
export async function createVault(request: NewVault): Promise<CreatedVault> {
  const place = resolvePlace(request);
  if (request.allowUnsafePlace !== true) refuseUnsafePlace(place.dir);
  await refuseUsedFolder(place.port, place.dir);
  const change = {
    at: isoTime(place.clock),
    ...(request.argon2 === undefined ? {} : { argon2: request.argon2 }),
    ...(request.signal === undefined ? {} : { signal: request.signal }),
  };
  const { header, keys, recoveryWords } = await createHeader(
    request.passphrase,
    request.practice ?? false,
    change,
  );
  let lock: VaultLock | undefined;
  try {
    await makeFolders(place.port, place.dir);
    lock = VaultLock.take(place.dir);
    // Looked at again under the lock: two could have come this far.
    if ((await place.port.findStatus(join(place.dir, headerNames[0]))) !== undefined)
      throw new VaultError('access.vault-exists');
    const vault = await fillFolder(place, lock, header, keys);
    return { vault, recoveryKey: recoveryWords };
  } catch (error) {
    keys.destroy();
    lock?.release();
    throw error;
  }
}

async function fillFolder(
  place: ResolvedPlace,
  lock: VaultLock,
  header: Header,
  keys: VaultKeys,
): Promise<WritableVault> {
  try {
    await writeReadme(place.port, place.dir);
    await writeHeader(place.port, place.dir, header);
    return await assembleWritable({ place, lock, header, keys, findings: [], reason: 'vault-created' });
  } catch (error) {
    // Nobody has seen the recovery key of this vault: it must not stand in the way of the next attempt.
    await takeAway(place, header.vault).catch(() => undefined);
    throw error;
  }
}

/** Says in a vault's folder what it is. Its name is durable once the header that is written next is: that syncs the same folder. Throws `storage.*`. */
async function writeReadme(port: DurablePort, dir: string): Promise<void> {
  const path = join(dir, 'README.txt');
  await port.unlink(path);
  await writeNewFile(port, path, utf8(vaultReadme));
}

/** Everything that a vault makes but its lock; files that open it first. What somebody else put there meanwhile stays. */
const made = ['README.txt', 'ledger', 'ledger-copy', 'blobs', 'incoming', 'index', 'settings.sealed'];

async function takeAway({ port, dir: folder, stateDir }: ResolvedPlace, vault: string): Promise<void> {
  const remove = async (name: string): Promise<void> => {
    const path = join(folder, name);
    const type = (await port.findStatus(path))?.type;
    if (type === 'folder') await removeFolder(port, path);
    else if (type === 'file') await port.unlink(path);
    await port.unlink(stagingPath(path));
  };
  for (const name of headerNames) await remove(name);
  // Else a power failure could bring one of them back beside the header of the next try, or without what it opens.
  await port.syncFolder(folder);
  for (const name of made) await remove(name);
  await port.unlink(installationFile(stateDir, vault, realFolder(folder)));
}

async function removeFolder(port: DurablePort, folder: string): Promise<void> {
  for (const { name, type } of (await port.listFolder(folder)) ?? []) {
    const path = join(folder, name);
    if (type === 'folder') await removeFolder(port, path);
    else await port.unlink(path);
  }
  await port.removeFolder(folder);
}

/** Leftovers of an attempt that was cut short do not count: they hold nothing that was acknowledged. */
const ownLeftovers: ReadonlySet<string> = new Set([
  'README.txt',
  'lock.db',
  'lock.json',
  'vault-copy.json.new',
  'README.txt.new',
]);

async function refuseUsedFolder(
  port: { listFolder(path: string): Promise<readonly { readonly name: string }[] | undefined> },
  dir: string,
): Promise<void> {
  const names = ((await port.listFolder(dir)) ?? []).map(({ name }) => name);
  if (headerNames.some((name) => names.includes(name))) throw new VaultError('access.vault-exists');
  if (names.some((name) => !ownLeftovers.has(name)))
    throw new VaultError('input.exists', { what: 'folder-not-empty' });
}
