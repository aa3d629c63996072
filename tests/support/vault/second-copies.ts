import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { isoTime } from '../../../src/base/clock.ts';
import { NodeDurable } from '../../../src/store/durable/node-durable.ts';
import type { DurablePort } from '../../../src/store/durable/port.ts';
import { FolderTarget } from '../../../src/store/replica/folder-target.ts';
import type { ReadablePlace } from '../../../src/store/replica/reading/catalogue.ts';
import { encodeReplicaFile } from '../../../src/store/replica/replica-file.ts';
import { listReplica } from '../../../src/store/replica/replica-listing.ts';
import { replicaFileName, replicaFolderName } from '../../../src/store/replica/replica-names.ts';
import { contentOf, planReplica } from '../../../src/store/replica/replica-plan.ts';
import type { ReplicaTarget } from '../../../src/store/replica/replica-target.ts';
import { sendPlan } from '../../../src/store/replica/replica-writer.ts';
import { holdingsOf } from '../../../src/vault/replicas/holdings.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';

/** A second copy in a folder, as a test reads it and writes to it. */
export function placeIn(
  folder: string,
  vault: string,
  name = 'USB-STICK',
  port: DurablePort = new NodeDurable(),
): ReadablePlace {
  const target = new FolderTarget({
    port,
    folder: join(folder, replicaFolderName(vault)),
  });
  return { name, target };
}

/**
 * Brings all that a vault holds to a place.
 * @param through another way to the same place
 */
export async function pushTo(vault: WritableVault, folder: string, through?: ReplicaTarget): Promise<void> {
  await mkdir(folder, { recursive: true });
  const target = through ?? placeIn(folder, vault.id).target;
  if ((await target.findSize(replicaFileName)) === undefined) {
    const replica = randomBytes(16).toString('hex');
    const created = isoTime(vault.clock);
    await target.put(replicaFileName, contentOf(encodeReplicaFile({ vault: vault.id, replica, created })));
  }
  const plan = await planReplica(await listReplica(target), await holdingsOf(vault));
  await sendPlan(target, plan);
}
