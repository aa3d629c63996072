import { VaultError } from '../../base/errors.ts';
import { NodeDurable } from '../../store/durable/node-durable.ts';
import { readHeader } from '../../store/header/header-files.ts';
import { findRestoreMarker } from '../../store/restore-marker.ts';

/** As many digits of a vault's id as the names of its second copies have. */
const digits = 16;

/**
 * Whose vault lies in a folder (`here`), or is half brought back there (`half`): the first sixteen digits of its id. Nothing where that cannot be told.
 */
export async function vaultsThere(dir: string): Promise<{ readonly here?: string; readonly half?: string }> {
  const port = new NodeDurable();
  const here = await unlessUnreadable(async () => (await readHeader(port, dir)).header.vault);
  if (here !== undefined) return { here: here.slice(0, digits) };
  const half = await unlessUnreadable(async () => (await findRestoreMarker(port, dir))?.vault);
  return half === undefined ? {} : { half: half.slice(0, digits) };
}

async function unlessUnreadable<Value>(read: () => Promise<Value>): Promise<Value | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof VaultError && error.code !== 'internal.bug') return undefined;
    throw error;
  }
}
