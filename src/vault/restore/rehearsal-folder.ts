import { join } from 'node:path';

import type { DurablePort } from '../../store/durable/port.ts';
import { rehearsalName } from '../../store/restore-marker.ts';

/** Where a rehearsal puts what it restores: beside the vault's own files, as sealed as they are, and never copied anywhere. */
export function rehearsalFolder(dir: string): string {
  return join(dir, rehearsalName);
}

/** Takes away what a rehearsal left, also one that a crash cut short. Throws `storage.*`. */
export async function removeRehearsal(port: DurablePort, dir: string): Promise<void> {
  const folder = rehearsalFolder(dir);
  if ((await port.findStatus(folder)) === undefined) return;
  await empty(port, folder);
  await port.syncFolder(dir);
}

async function empty(port: DurablePort, folder: string): Promise<void> {
  for (const { name, type } of (await port.listFolder(folder)) ?? []) {
    const path = join(folder, name);
    if (type === 'folder') await empty(port, path);
    else await port.unlink(path);
  }
  await port.removeFolder(folder);
}
