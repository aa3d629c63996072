import {
  emptyQuarantine as emptyFolder,
  listQuarantine,
  type QuarantinedFile,
} from '../../store/quarantine.ts';
import { readHeader } from '../../store/header/header-files.ts';
import { VaultLock } from '../../store/lock.ts';
import { resolvePlace, type VaultPlace } from '../place.ts';

/** Damaged files that a repair kept aside, the oldest first. No key is needed. Throws as `readHeader`, `storage.*`. */
export async function findQuarantine(place: VaultPlace): Promise<readonly QuarantinedFile[]> {
  const { dir, port } = resolvePlace(place);
  await readHeader(port, dir);
  return listQuarantine(port, dir);
}

/** Takes all of them away for good. @returns how many. Throws `access.in-use`, as `readHeader`, `storage.*`. */
export async function emptyQuarantine(place: VaultPlace): Promise<number> {
  const { dir, port } = resolvePlace(place);
  await readHeader(port, dir);
  const lock = VaultLock.take(dir);
  try {
    return await emptyFolder(port, dir);
  } finally {
    lock.release();
  }
}
