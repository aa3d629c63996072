import { dirname } from 'node:path';

import type { DurablePort } from './port.ts';

/** Where a file's next content is prepared; a leftover of a crash is written over by the next replacement. */
export function stagingPath(path: string): string {
  return `${path}.new`;
}

/**
 * Replaces a small file by `bytes` or leaves it as it was: whoever looks, after whatever crash, sees the old content or
 * the new one. Durable when it returns. Only one replacement of a path at a time. Throws `storage.*`.
 */
export async function replaceFile(port: DurablePort, path: string, bytes: Uint8Array): Promise<void> {
  await putFile(port, path, bytes);
  await port.syncFolder(dirname(path));
}

/** The same for whoever syncs the folder afterwards: which of the two contents the name stands for is certain only then. */
export async function putFile(port: DurablePort, path: string, bytes: Uint8Array): Promise<void> {
  const staging = stagingPath(path);
  await port.unlink(staging);
  try {
    await writeNewFile(port, staging, bytes);
    await port.rename(staging, path);
  } catch (error) {
    // The first error is the one to tell; a staging file that cannot be removed now is removed next time.
    await port.unlink(staging).catch(() => false);
    throw error;
  }
}

/** Creates a file with `bytes` and syncs its content; its name is durable only after `syncFolder`. Throws `storage.*`. */
export async function writeNewFile(port: DurablePort, path: string, bytes: Uint8Array): Promise<void> {
  const file = await port.createFile(path);
  try {
    await file.write(bytes, 0);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a folder and what is missing above it, each durable. Throws `storage.*`. */
export async function makeFolders(port: DurablePort, path: string): Promise<void> {
  if ((await port.findStatus(path)) !== undefined) return;
  const parent = dirname(path);
  if (parent !== path) await makeFolders(port, parent);
  if (await port.makeFolder(path)) await port.syncFolder(parent);
}
