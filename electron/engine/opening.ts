import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import type { VaultPlace } from '../../src/vault/place.ts';
import { vaultStatus } from '../../src/vault/status.ts';
import type { WritableVault } from '../../src/vault/vault-context.ts';
import { isHalfRestoredAt, isUnlookedRestoreAt, isVaultAt } from '../../src/vault/find-vault.ts';
import type { EngineContext } from './engine-context.ts';
import { endRestore } from './end-restore.ts';
import type { PracticeOthers } from './session.ts';

/** What a vault is called that is made in a folder with other things in it. */
const ownFolder = 'Evidence Vault';

/** A vault is open from now on: main remembers it, pages hear of it, copying begins. */
export function nowOpen(engine: EngineContext, vault: WritableVault, practice?: PracticeOthers): void {
  engine.session.hold(vault, practice);
  engine.contents.closeAll();
  if (!vault.practice) engine.computer.vaultDir = vault.dir;
  engine.send({ type: 'opened', vaultDir: vault.dir, practice: vault.practice });
  engine.tellState();
  engine.changes.note('items', 'sources', 'status', 'course', 'alerts', 'dates', 'copies');
  if (isUnlookedRestoreAt(vault.dir)) endRestore(engine, vault);
  engine.scheduler.begin();
  engine.reading.begin();
  setImmediate(() => {
    lookAhead(vault);
  });
}

/** Home is asked for next, once the page was replaced: its first answer costs six later ones, so it is worked out meanwhile. */
function lookAhead(vault: WritableVault): void {
  try {
    vaultStatus(vault);
  } catch {
    // Closed again already, or something is wrong with the index: whoever asks is told.
  }
}

/** Ends what goes on in the open vault, if one is, and closes it; a restore that is under way stops, and can go on later. */
export async function closeOpen(engine: EngineContext): Promise<void> {
  if (await endOpen(engine)) engine.tellState();
}

/**
 * The same, and nobody is told: for a vault that is opened again at once, or after which the caller tells.
 * @param but a task that goes on
 * @returns true if one was open
 */
export async function endOpen(engine: EngineContext, but?: string): Promise<boolean> {
  await engine.restoring.stop();
  if (engine.session.held === undefined) return false;
  engine.reads.refuseAll();
  engine.contents.closeAll();
  await engine.portal.stop();
  await engine.scheduler.end();
  await engine.copying.end();
  await engine.tasks.stopAll(but);
  await engine.reading.end();
  await engine.session.letGo();
  return true;
}

/** Where a new vault goes: the folder itself if it is empty or new, otherwise a folder of its own in it. */
export function placeForNew(place: VaultPlace): VaultPlace {
  let names: string[] = [];
  try {
    names = readdirSync(place.dir);
  } catch {
    // Not there yet, or nothing can be read: making the vault says which.
  }
  return names.length === 0 || isVaultAt(place.dir) || isHalfRestoredAt(place.dir)
    ? place
    : { ...place, dir: join(place.dir, ownFolder) };
}
