import { dirname, join } from 'node:path';

import { blobPath, incomingName, type BlobPlace } from '../blob/blob-paths.ts';
import { blobInside } from '../check/referenced-blobs.ts';
import type { DurablePort } from '../durable/port.ts';
import { makeFolders } from '../durable/replace-file.ts';
import { healFile } from '../parity/heal-file.ts';
import { parityPath } from '../parity/parity-files.ts';
import { setAside } from '../quarantine.ts';
import type { ReadablePlace, ReplicaCatalogue } from '../replica/reading/catalogue.ts';

export interface BlobRepair {
  readonly port: DurablePort;
  /** The vault's folder; whoever calls holds its lock. */
  readonly dir: string;
  readonly place: BlobPlace;
  readonly at: Date;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Takes a sealed file out of a second copy. It has its name only once all of it is on the disk and has the digest of its name; what was there is set aside.
 * @returns the place that had it; undefined if none has it whole
 * Throws `storage.*`, `internal.cancelled`.
 */
export async function fetchBlob(
  repair: BlobRepair,
  catalogue: ReplicaCatalogue,
): Promise<ReadablePlace | undefined> {
  const { port, place, signal } = repair;
  const { shelf, file: sha256 } = place;
  const staging = await stagingOf(repair);
  const found = await catalogue.deliver(
    { type: 'blob', shelf, sha256 },
    (content) => writeAnew(port, staging, content),
    signal,
  );
  if (found === undefined) {
    await port.unlink(staging);
    return undefined;
  }
  await putInPlace(repair, staging);
  return found;
}

/**
 * Heals a sealed file from its parity. True if it is whole now; false leaves everything as it was.
 * Throws `format.too-new`, `storage.*`, `internal.cancelled`.
 */
export async function healBlob(repair: BlobRepair, vault: string): Promise<boolean> {
  const { port, dir, place, signal } = repair;
  const staging = await stagingOf(repair);
  const { healed } = await healFile(
    port,
    {
      file: blobPath(dir, place),
      parityFile: parityPath(dir, { blob: place }),
      out: staging,
      vault,
      sha256: place.file,
    },
    signal,
  );
  if (healed) await putInPlace(repair, staging);
  return healed;
}

/** Sets a damaged file aside that nothing needs any more, since its content was kept anew. Throws `storage.*`. */
export async function retireBlob({ port, dir, place, at, signal }: BlobRepair): Promise<void> {
  const path = blobPath(dir, place);
  if ((await setAside(port, dir, blobInside(place), at, signal)) === undefined) return;
  await port.unlink(path);
  await port.syncFolder(dirname(path));
}

async function putInPlace({ port, dir, place, at, signal }: BlobRepair, staging: string): Promise<void> {
  const path = blobPath(dir, place);
  await setAside(port, dir, blobInside(place), at, signal);
  await makeFolders(port, dirname(path));
  await port.rename(staging, path);
  await port.syncFolder(dirname(path));
}

/** Under a name that the next opening clears away. */
async function stagingOf({ port, dir, place }: BlobRepair): Promise<string> {
  const incoming = join(dir, incomingName);
  await makeFolders(port, incoming);
  return join(incoming, `repair-${place.file}`);
}

async function writeAnew(port: DurablePort, path: string, content: AsyncIterable<Uint8Array>): Promise<void> {
  await port.unlink(path);
  const file = await port.createFile(path);
  try {
    let position = 0;
    for await (const bytes of content) {
      await file.write(bytes, position);
      position += bytes.length;
    }
    await file.sync();
  } finally {
    await file.close();
  }
}
