import { VaultError } from '../../../src/base/errors.ts';
import { parseReplicaName } from '../../../src/store/replica/replica-names.ts';
import { addFiles } from '../../../src/vault/add-files.ts';
import { openVaultToWrite } from '../../../src/vault/open-vault.ts';
import { addReplica } from '../../../src/vault/replicas/add-replica.ts';
import { checkReplicaNow } from '../../../src/vault/replicas/check-replica.ts';
import { syncReplicas } from '../../../src/vault/replicas/sync-replicas.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import { RoutedPort } from '../ports/routed-port.ts';
import { quickDisk } from '../../support/store/quick-disk.ts';
import { BrokenPromise, demand } from '../model/broken-promise.ts';
import { digestsBelow } from '../model/copy-files.ts';
import type { CopyPromise } from '../model/copy-promises.ts';
import type { PromisedItem } from '../model/promises.ts';
import type { CopyPlaceName, WideWork } from '../schedule/wide-work.ts';
import type { FaultWorld } from '../world.ts';
import type { Hands } from './hands.ts';

const { signal } = new AbortController();

/** Brings copies up to date, and writes down what each is now promised to hold. */
export async function copyTo(hands: Hands, places: readonly ('a' | 'b')[]): Promise<void> {
  const { world } = hands;
  for (const name of places) {
    const vault = await hands.open();
    const promise = world.copies.of(name);
    promise.id ??= (await addReplica(vault, { type: 'folder', path: world.stick.place(name) }, { name })).id;
    const { promises, erasures } = world;
    const items = [...promises.items.values()].filter(({ id }) => !erasures.isInDoubt(id));
    await bringUpToDate(vault, await idOf(vault, world, name, promise.id));
    acknowledge(world, name, items);
    for (const code of promise.alarms) demand(isOpen(vault, promise, code), `no alert says ${code}`);
    promise.alarms.clear();
    for (const file of promise.names) promise.seen.add(file);
    // What the other laptop had brought there is here as well from now on.
    for (const item of promise.items.values()) promises.promise(item);
  }
}

/** The id of a copy. Where another computer gave it a new one, the vault says that this is not the copy it knows, and the learner adds the place again. */
async function idOf(
  vault: WritableVault,
  world: FaultWorld,
  name: CopyPlaceName,
  known: string,
): Promise<string> {
  const promise = world.copies.of(name);
  if (!promise.renamed || name === 'server') return known;
  const { failed } = await syncReplicas(vault, [known]);
  const error = failed[0]?.error;
  if (error === undefined) throw new BrokenPromise('a copy is taken for one of another id');
  if (error.code !== 'integrity.replica-missing') throw new VaultError(error.code, error.details);
  const added = await addReplica(vault, { type: 'folder', path: world.stick.place(name) }, { name });
  demand(added.found, 'a copy of this vault is not recognised');
  promise.id = added.id;
  promise.renamed = false;
  return added.id;
}

/**
 * Throws what kept a round from its end; what the vault itself has lost is not part of these schedules.
 * @param most how many files the vault may never have had whole
 */
async function bringUpToDate(vault: WritableVault, id: string, most = 0): Promise<void> {
  const { synced, failed } = await syncReplicas(vault, [id]);
  for (const { error } of failed) throw new VaultError(error.code, error.details);
  for (const { lacking } of synced)
    demand(lacking <= most, `a round said that ${String(lacking)} files lack`);
}

export function acknowledge(world: FaultWorld, name: CopyPlaceName, items: Iterable<PromisedItem>): void {
  const promise = world.copies.of(name);
  promise.add(items);
  promise.untried = true;
  // What the learner has added again since is no longer gone.
  promise.erased.clear();
  for (const id of world.erasures.gone) promise.erased.add(id);
  const left = world.erasures.findRemains(world.copyFolder(name));
  demand(left === undefined, `copy ${name} is up to date and still holds ${left ?? ''}, which was erased`);
  promise.names.clear();
  for (const [file, digest] of digestsBelow(world.copyFolder(name))) {
    const piece = parseReplicaName(file);
    if (piece === undefined) continue;
    promise.names.add(file);
    if (piece.sha256 === digest) promise.harmed.delete(file);
  }
}

function isOpen(vault: WritableVault, { id }: CopyPromise, code: string): boolean {
  return vault.index.statements
    .openAlerts()
    .some((alert) => alert.code === code && alert.details.replica === id);
}

export async function checkCopy(
  hands: Hands,
  { place, full, mend }: Extract<WideWork, { do: 'check-copy' }>,
): Promise<void> {
  const { world } = hands;
  const promise = world.copies.of(place);
  if (promise.id === undefined || promise.names.size === 0) return;
  const vault = await hands.open();
  const { damaged, missing, mended } = await checkReplicaNow(
    vault,
    await idOf(vault, world, place, promise.id),
    { full, mend, signal },
  );
  const told = new Set([...damaged, ...missing]);
  if (full)
    for (const name of promise.harmed) demand(told.has(name), `a full look did not notice harm to ${name}`);
  if (damaged.length > 0)
    demand(isOpen(vault, promise, 'replica-changed'), 'no alert says that the copy is damaged');
  for (const name of mended) promise.harmed.delete(name);
  for (const name of damaged)
    demand(promise.harmed.has(name) || mended.includes(name), `a good piece is called damaged: ${name}`);
}

/** Another laptop with the same vault: it is on a disk without faults, and writes to the same stick. */
export async function otherLaptop(
  hands: Hands,
  { files, copy }: Extract<WideWork, { do: 'other-laptop' }>,
): Promise<void> {
  const { world } = hands;
  const { dir, stateDir } = await world.otherLaptop();
  const [recoveryWords = ''] = world.promises.recoveryWords.all;
  const paths: string[] = [];
  for (const file of files) paths.push(await world.give('files', file));
  const port = new RoutedPort(quickDisk(), hands.port, world.stick.dir);
  const vault = await openVaultToWrite({ ...world.place, dir, stateDir, port, unlock: { recoveryWords } });
  try {
    const { others } = world.copies;
    await addFiles(vault, paths, {
      signal,
      onItem: ({ id, name, outcome, sha256, size }) => {
        if ((outcome === 'captured' || outcome === 'changed') && sha256 !== undefined && size !== undefined)
          others.set(`${id} ${sha256}`, { id, name, sha256, size });
      },
    });
    if (!copy) return;
    const promise = world.copies.of('a');
    const added = await addReplica(vault, { type: 'folder', path: world.stick.place('a') }, { name: 'a' });
    promise.renamed ||= promise.id !== undefined && promise.id !== added.id;
    const items = [...others.values()];
    // Whoever of the two comes first says what was harmed.
    promise.alarms.clear();
    // What was harmed before it could fetch it, it cannot put there again.
    await bringUpToDate(vault, added.id, promise.harmed.size);
    acknowledge(world, 'a', items);
  } finally {
    await vault.close();
  }
}
