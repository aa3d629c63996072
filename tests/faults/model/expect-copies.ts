import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { asVaultError } from '../../../src/base/errors.ts';
import { FolderTarget } from '../../../src/store/replica/folder-target.ts';
import { parseReplicaName } from '../../../src/store/replica/replica-names.ts';
import { openVault } from '../../../src/vault/open-vault.ts';
import { restoreVault } from '../../../src/vault/restore/restore-vault.ts';
import { quickDisk } from '../../support/store/quick-disk.ts';
import type { CopyPlaceName } from '../schedule/wide-work.ts';
import type { FaultWorld } from '../world.ts';
import { BrokenPromise, demand } from './broken-promise.ts';
import { digestsBelow } from './copy-files.ts';
import type { CopyPromise } from './copy-promises.ts';
import { expectItems } from './expect-items.ts';

/**
 * Every second copy holds what rounds acknowledged: nothing that lay there is gone but by an erasure, no name stands for other bytes than its own, and
 * everything can be had back from each copy alone. Throws `BrokenPromise`.
 */
export async function expectCopies(world: FaultWorld): Promise<void> {
  for (const [name, promise] of world.copies.all()) {
    expectPieces(world, name, promise);
    if (promise.untried && promise.isWhole && promise.items.size > 0) await tryOut(world, name, promise);
    promise.untried = false;
  }
}

function expectPieces(world: FaultWorld, name: CopyPlaceName, promise: CopyPromise): void {
  const there = digestsBelow(world.copyFolder(name));
  for (const [file, digest] of there) {
    const piece = parseReplicaName(file);
    if (piece === undefined || promise.harmed.has(file)) continue;
    demand(piece.sha256 === digest, `in copy ${name} a piece has other bytes than its name says: ${file}`);
  }
  for (const file of promise.names) {
    const piece = parseReplicaName(file);
    if (promise.harmed.has(file) || piece === undefined || there.has(file)) continue;
    const erased =
      piece.type === 'blob'
        ? world.copies.mayGo.has(piece.sha256)
        : piece.type !== 'header' && world.erasures.any;
    demand(erased, `copy ${name} lost ${file}`);
  }
}

/** Restores from this copy alone, on a computer that never saw the vault. */
async function tryOut(world: FaultWorld, name: CopyPlaceName, promise: CopyPromise): Promise<void> {
  const [recoveryWords] = world.promises.recoveryWords.all;
  if (recoveryWords === undefined) return;
  const root = join(world.root, 'tryout');
  const place = {
    ...world.place,
    dir: join(root, 'vault'),
    stateDir: join(root, 'state'),
    port: quickDisk(),
    unlock: { recoveryWords },
  };
  const target = new FolderTarget({ port: quickDisk(), folder: world.copyFolder(name) });
  try {
    const { missing } = await restoreVault({ ...place, from: [{ name, target }] }).catch(
      (thrown: unknown) => {
        throw new BrokenPromise(`copy ${name} cannot be restored: ${asVaultError(thrown).code}`, {
          cause: thrown,
        });
      },
    );
    const [first] = missing;
    demand(first === undefined, `${first?.name ?? ''} cannot be had back from copy ${name}`);
    const vault = await openVault(place);
    try {
      await expectItems(vault, promise.items.values(), world.promises.offered);
    } finally {
      await vault.close();
    }
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
