import { join } from 'node:path';

import { asVaultError } from '../../../src/base/errors.ts';
import type { DurablePort } from '../../../src/store/durable/port.ts';
import { listItems } from '../../../src/vault/items.ts';
import { openVaultToWrite } from '../../../src/vault/open-vault.ts';
import type { FaultWorld } from '../world.ts';
import { BrokenPromise, demand } from './broken-promise.ts';
import { expectItems } from './expect-items.ts';

/** Where restores go: another computer, as far as the vault is concerned, on the disk of this one. */
export function restoredPlace(world: FaultWorld, port: DurablePort) {
  return {
    ...world.place,
    dir: join(world.root, 'restored'),
    stateDir: join(world.root, 'restored-state'),
    port,
  };
}

/** The vault that was restored opens, and holds what the restore said. Throws `BrokenPromise`. */
export async function expectRestored(world: FaultWorld, port: DurablePort): Promise<void> {
  const { restored, promises } = world;
  const [recoveryWords] = promises.recoveryWords.all;
  if (restored === undefined || recoveryWords === undefined) return;
  const place = restoredPlace(world, port);
  const vault = await openVaultToWrite({ ...place, unlock: { recoveryWords } }).catch((thrown: unknown) => {
    throw new BrokenPromise(`the restored vault does not open: ${asVaultError(thrown).code}`, {
      cause: thrown,
    });
  });
  try {
    for (const { code, file } of vault.findings)
      demand(false, `opening the restored vault found ${code} in ${file ?? 'it'}`);
    await expectItems(vault, restored.items, promises.offered, restored.missing);
    for (const { id, name } of listItems(vault))
      demand(!restored.erased.has(id), `${name} was erased, and a restore brought it back`);
  } finally {
    await vault.close();
  }
}
