import { dirname, join } from 'node:path';

import type { DurablePort } from '../durable/port.ts';
import { makeFolders, replaceFile } from '../durable/replace-file.ts';
import { setAside, type QuarantinedFile } from '../quarantine.ts';

/**
 * Puts `bytes` in the place of a damaged or missing file, once a copy of what is there lies in quarantine/. Whoever looks, after whatever stop, sees the
 * old file or the new one. Throws `storage.*`.
 *
 * @param file inside the vault, with forward slashes
 * @returns the file that was set aside; undefined if there was none
 */
export async function replaceDamaged(
  port: DurablePort,
  dir: string,
  file: string,
  bytes: Uint8Array,
  at: Date,
): Promise<QuarantinedFile | undefined> {
  const aside = await setAside(port, dir, file, at);
  const path = join(dir, file);
  await makeFolders(port, dirname(path));
  await replaceFile(port, path, bytes);
  return aside;
}
