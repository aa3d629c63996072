import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { utf8 } from '../../../src/base/bytes.ts';
import { NodeDurable } from '../../../src/store/durable/node-durable.ts';
import { readHeader } from '../../../src/store/header/header-files.ts';
import { FolderTarget } from '../../../src/store/replica/folder-target.ts';
import type { ReadablePlace } from '../../../src/store/replica/reading/catalogue.ts';
import { listReplica } from '../../../src/store/replica/replica-listing.ts';
import { replicaFileName, replicaFolderName } from '../../../src/store/replica/replica-names.ts';
import { contentOf, planReplica } from '../../../src/store/replica/replica-plan.ts';
import { sendPlan } from '../../../src/store/replica/replica-writer.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';

/** A second copy in a folder, as a test reads it and writes to it. */
export function placeIn(folder: string, vault: string, name = 'USB-STICK'): ReadablePlace {
  const target = new FolderTarget({
    port: new NodeDurable(),
    folder: join(folder, replicaFolderName(vault)),
  });
  return { name, target };
}

/** Brings all that a vault holds to a place. */
export async function pushTo(vault: WritableVault, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  const { target } = placeIn(folder, vault.id);
  if ((await target.findSize(replicaFileName).catch(() => undefined)) === undefined) {
    const replica = randomBytes(16).toString('hex');
    const text = JSON.stringify({ format: 'evidence-vault-replica', version: 1, vault: vault.id, replica });
    await target.put(replicaFileName, contentOf(utf8(text)));
  }
  const { header } = await readHeader(vault.port, vault.dir);
  const plan = await planReplica(await listReplica(target), {
    dir: vault.dir,
    port: vault.port,
    header,
    ledger: vault.ledger,
    blobs: () => vault.index.blobs.files(),
  });
  await sendPlan(target, plan);
}
