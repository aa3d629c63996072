import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { encodeHex } from '../../../src/base/bytes.ts';
import { asVaultError } from '../../../src/base/errors.ts';
import { CompactRange } from '../../../src/ledger/compact-range.ts';
import { nodeHashes } from '../../../src/platform/node-hashes.ts';
import type { DurablePort } from '../../../src/store/durable/port.ts';
import { vaultReadme } from '../../../src/vault/create-vault.ts';
import { getSource, listSources } from '../../../src/vault/add-source.ts';
import { listItems } from '../../../src/vault/items.ts';
import { openVaultToWrite } from '../../../src/vault/open-vault.ts';
import { listUnits } from '../../../src/vault/units.ts';
import type { OpenVault, WritableVault } from '../../../src/vault/vault-context.ts';
import { folderName, type FaultWorld } from '../world.ts';
import { BrokenPromise, demand } from './broken-promise.ts';
import { expectItems } from './expect-items.ts';
import type { Candidates } from './promises.ts';

/**
 * Opens the vault with a disk that works and compares it with what was promised. What was in doubt is settled by what is found.
 * @param port as it is from now on, without faults
 * @param indexSpoilt the index was spoilt on purpose: only then may it be found damaged
 * Throws `BrokenPromise`.
 */
export async function expectKept(world: FaultWorld, port: DurablePort, indexSpoilt: boolean): Promise<void> {
  const { promises } = world;
  if (!promises.made && !isThere(world)) return;
  const halfGone = promises.halfGone && isIncomplete(world);
  promises.made = true;
  if (promises.headerSeen && !halfGone) await expectReadme(world);
  await expectRemembered(world);
  const changing = promises.changingHeader;
  const vault = await openByCandidates(world, port);
  promises.renewing = false;
  try {
    if (promises.ownLog !== undefined)
      demand(vault.recorder.log === promises.ownLog, 'the computer forgot its log and began another');
    expectFindings(vault, { changing, indexSpoilt, halfGone });
    await expectHistory(world, vault);
    settleErasures(world, vault);
    await expectItems(vault, promises.items.values(), promises.offered);
    expectStatements(world, vault);
    await expectBundles(world, vault);
  } finally {
    await vault.close();
  }
  demand(
    world.notes.forks.length === 0,
    `two trees of one size were signed: ${world.notes.forks.join(', ')}`,
  );
}

/** A vault whose making was cut short is there wholly or not at all; either way the learner can begin. */
function isThere({ dir }: FaultWorld): boolean {
  return existsSync(join(dir, 'vault.json')) || existsSync(join(dir, 'vault-copy.json'));
}

/** Taking away begins with the headers: where all that stands beside the history is there, none of it was brought back. */
function isIncomplete({ dir }: FaultWorld): boolean {
  return ['vault.json', 'vault-copy.json', 'README.txt'].some((name) => !existsSync(join(dir, name)));
}

/** Whoever finds the folder learns from it what it is. */
async function expectReadme({ dir }: FaultWorld): Promise<void> {
  const text = await readFile(join(dir, 'README.txt'), 'utf8').catch(() => '');
  demand(text === vaultReadme, 'the folder does not say what it is');
}

/** Opens with what should open it: everything that may be the passphrase now, and the recovery key where that may be. */
async function openByCandidates(world: FaultWorld, port: DurablePort): Promise<WritableVault> {
  const { passphrase, recoveryWords } = world.promises;
  const [words] = recoveryWords.all;
  const sure = passphrase.all.length === 1 && recoveryWords.all.length === 1 && words !== undefined;
  if (sure) return openOrBreak(world, port, { recoveryWords: words });
  const vault = await firstThatOpens(world, port, passphrase);
  // Which of two recovery keys it is cannot be told without trying; a new one that nobody was told is renewed by the learner.
  if (recoveryWords.all.length > 1 && words !== undefined) {
    await vault.close();
    const byWords = await tryOpen(world, port, { recoveryWords: words });
    if (byWords === undefined) {
      recoveryWords.settle(undefined);
      return openOrBreak(world, port, { passphrase: passphrase.all[0] ?? '' });
    }
    recoveryWords.settle(words);
    return byWords;
  }
  return vault;
}

async function firstThatOpens(
  world: FaultWorld,
  port: DurablePort,
  passphrase: Candidates<string>,
): Promise<WritableVault> {
  for (const candidate of passphrase.all) {
    const vault = await tryOpen(world, port, { passphrase: candidate });
    if (vault === undefined) continue;
    passphrase.settle(candidate);
    return vault;
  }
  throw new BrokenPromise(`none of ${String(passphrase.all.length)} possible passphrases opens the vault`);
}

type Unlock = { readonly passphrase: string } | { readonly recoveryWords: string };

/** Undefined if this is not the right secret. */
async function tryOpen(
  world: FaultWorld,
  port: DurablePort,
  unlock: Unlock,
): Promise<WritableVault | undefined> {
  try {
    return await openVaultToWrite({ ...world.place, port, unlock });
  } catch (thrown) {
    const { code } = asVaultError(thrown);
    if (code === 'access.wrong-passphrase' || code === 'access.wrong-recovery-key') return undefined;
    throw new BrokenPromise(`the vault does not open: ${code}`, { cause: thrown });
  }
}

async function openOrBreak(world: FaultWorld, port: DurablePort, unlock: Unlock): Promise<WritableVault> {
  const vault = await tryOpen(world, port, unlock);
  if (vault === undefined) throw new BrokenPromise('the vault does not open with what was said to open it');
  return vault;
}

/** A change of the header that was cut short leaves one copy behind, and that is mended; anything else would be damage that we did. */
function expectFindings(
  vault: OpenVault,
  {
    changing,
    indexSpoilt,
    halfGone,
  }: { readonly changing: boolean; readonly indexSpoilt: boolean; readonly halfGone: boolean },
): void {
  for (const { code, file, mended } of vault.findings) {
    const explained =
      halfGone ||
      (changing && code === 'integrity.header-copy-damaged') ||
      (indexSpoilt && code === 'integrity.index-damaged');
    demand(explained && mended, `opening found ${code} in ${file ?? 'the vault'}`);
  }
}

/** Every entry is readable; every head that was acknowledged is a beginning of its log; the header went on. */
async function expectHistory({ promises, erasures }: FaultWorld, vault: WritableVault): Promise<void> {
  demand(vault.newestHeader.generation >= promises.generation, 'the header went back');
  demand(vault.keys.epoch >= promises.epoch, 'the key epoch went back');
  for (const log of vault.ledger.logs())
    for await (const entry of vault.ledger.entries({ log }))
      if (!entry.readable && !(entry.code === 'integrity.entry-erased' && erasures.any))
        demand(false, `entry ${String(entry.index)} is ${entry.code}`);
  for (const { log, size, root } of promises.heads.values()) {
    const found = vault.ledger.heads().find((head) => head.log === log)?.size ?? 0;
    demand(found >= size, `a log of ${String(size)} acknowledged entries has ${String(found)}`);
    const range = CompactRange.empty(nodeHashes);
    for (const leaf of await vault.ledger.leaves(log, size)) range.append(leaf);
    demand(
      encodeHex(range.root()) === root,
      `the tree of ${String(size)} entries is another one than was acknowledged`,
    );
  }
  promises.noteOpen(vault);
}

/** The head that this computer remembers is never behind what was acknowledged: it is what notices a roll-back. */
async function expectRemembered({ promises, stateDir }: FaultWorld): Promise<void> {
  const promised = promises.ownLog === undefined ? undefined : promises.heads.get(promises.ownLog);
  if (promised === undefined) return;
  const folder = join(stateDir, 'installations');
  const files = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.json'));
  const texts = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  // What is remembered of a vault whose making failed may lie beside it.
  const text = texts.find((each) => each.includes(`"log":"${promised.log}"`));
  demand(text !== undefined, 'the computer forgot the vault');
  const size = /"size":(\d+)/.exec(text ?? '')?.[1];
  demand(Number(size) >= promised.size, 'the computer forgot an acknowledged head');
}

/** What was erased is gone, and what nobody knows to be erased is gone or as it was. */
function settleErasures({ dir, erasures, promises }: FaultWorld, vault: OpenVault): void {
  const listed = new Map(listItems(vault).map(({ id, name }) => [id, name]));
  for (const id of erasures.doubts)
    if (listed.has(id)) erasures.settleThere(id);
    else erasures.settleGone(id, promises);
  for (const id of erasures.gone)
    demand(!listed.has(id), `${listed.get(id) ?? ''} was erased, and is there again`);
  const left = erasures.findRemains(dir);
  demand(left === undefined, `what was erased is still in the vault: ${left ?? ''}`);
}

function expectStatements({ promises }: FaultWorld, vault: WritableVault): void {
  const units = new Set(listUnits(vault).map(({ unit }) => unit.reference));
  for (const unit of promises.units) demand(units.has(unit), 'an acknowledged unit is not there');
  for (const unit of units) demand(promises.offeredUnits.has(unit), 'a unit is there that nobody stated');
  for (const unit of promises.refusedUnits) demand(!units.has(unit), 'a unit is there that was refused');
  if (listSources(vault).every(({ name }) => name !== folderName)) return;
  const paused = vault.secrets.isPaused(getSource(vault, folderName).id);
  demand(promises.paused.all.includes(paused), `the source is ${paused ? '' : 'not '}paused`);
  promises.paused.settle(paused);
}

async function expectBundles({ promises }: FaultWorld, vault: OpenVault): Promise<void> {
  if (promises.bundles.size === 0) return;
  const told = new Set<unknown>();
  for (const log of vault.ledger.logs())
    for await (const entry of vault.ledger.entries({ log }))
      if (entry.readable) told.add(entry.fields.bundle);
  for (const [bundle, { out, sha256 }] of promises.bundles) {
    demand(told.has(bundle), 'the history does not tell of a bundle that was made');
    const bytes = await readFile(out).catch(() => undefined);
    demand(bytes !== undefined, 'a bundle that was made is not there');
    demand(
      createHash('sha256')
        .update(bytes ?? '')
        .digest('hex') === sha256,
      'a bundle is not as it was made',
    );
  }
}
