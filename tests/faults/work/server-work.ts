import { randomBytes } from 'node:crypto';

import { isoTime } from '../../../src/base/clock.ts';
import { encodeReplicaFile, readReplicaFile } from '../../../src/store/replica/replica-file.ts';
import { listReplica } from '../../../src/store/replica/replica-listing.ts';
import { replicaFileName } from '../../../src/store/replica/replica-names.ts';
import { contentOf, planReplica } from '../../../src/store/replica/replica-plan.ts';
import { sendPlan } from '../../../src/store/replica/replica-writer.ts';
import { holdingsOf } from '../../../src/vault/replicas/holdings.ts';
import { demand } from '../model/broken-promise.ts';
import type { WideWork } from '../schedule/wide-work.ts';
import { acknowledge } from './copy-work.ts';
import type { Hands } from './hands.ts';

/** A round to a server, over a line that is cut or spoilt: as the vault does it, with less patience. */
export async function serve(hands: Hands, line: Extract<WideWork, { do: 'serve' }>): Promise<void> {
  const { world } = hands;
  const vault = await hands.open();
  const items = [...world.promises.items.values()];
  const target = await world.server.target(world, line);
  try {
    await target.tidy();
    if ((await readReplicaFile(target)) === undefined) {
      const replica = randomBytes(16).toString('hex');
      const file = encodeReplicaFile({ vault: vault.id, replica, created: isoTime(vault.clock) });
      await target.put(replicaFileName, contentOf(file));
      await target.settle();
    }
    const plan = await planReplica(await listReplica(target), await holdingsOf(vault));
    const { unsendable } = await sendPlan(target, plan);
    await target.settle();
    demand(unsendable.length === 0 && plan.unreadable.length === 0, 'a round said that files lack');
  } finally {
    await target.close();
  }
  acknowledge(world, 'server', items);
}
