import { asVaultError } from '../../../src/base/errors.ts';
import { restoreVault } from '../../../src/vault/restore/restore-vault.ts';
import { repairWhole } from '../../../src/vault/repair/repair-whole.ts';
import { switchParity } from '../../../src/vault/repair/parity.ts';
import { FolderTarget } from '../../../src/store/replica/folder-target.ts';
import type { ReadablePlace } from '../../../src/store/replica/reading/catalogue.ts';
import { demand } from '../model/broken-promise.ts';
import { digestsBelow } from '../model/copy-files.ts';
import { restoredPlace } from '../model/expect-restored.ts';
import type { WideWork } from '../schedule/wide-work.ts';
import type { Hands } from './hands.ts';

const { signal } = new AbortController();

/** Puts the vault together elsewhere, or goes on with that. Nothing happens if it was done, or if no copy was ever acknowledged. */
export async function restore(
  { world, port }: Hands,
  { places, quick, ...line }: Extract<WideWork, { do: 'restore' }>,
): Promise<void> {
  const { copies, promises, server } = world;
  const [recoveryWords] = promises.recoveryWords.all;
  const there = places.filter((name) => copies.of(name).names.size > 0);
  if (world.restored !== undefined || there.length === 0 || recoveryWords === undefined) return;
  const before = there.map((name) => digestsBelow(world.copyFolder(name)));
  const from: ReadablePlace[] = [];
  for (const name of there)
    from.push({
      name,
      target:
        name === 'server'
          ? await server.target(world, line)
          : new FolderTarget({ port, folder: world.copyFolder(name) }),
    });
  const ended = await restoreVault({
    ...restoredPlace(world, port),
    from,
    unlock: { recoveryWords },
    quick,
  }).catch((thrown: unknown) => {
    // One before came to its end, and was killed before it could say so.
    if (world.restoreBegun && asVaultError(thrown).code === 'access.vault-exists') return undefined;
    world.restoreBegun = true;
    throw thrown;
  });
  for (const { target } of from) await target.close();
  const after = there.map((name) => digestsBelow(world.copyFolder(name)));
  for (const [number, files] of before.entries())
    demand(
      JSON.stringify([...files].sort()) === JSON.stringify([...(after[number] ?? [])].sort()),
      'a restore changed the copy that it was made of',
    );
  const items = there.flatMap((name) => [...copies.of(name).items.values()]);
  // What nobody was told of may be whatever is harmed anywhere.
  const untold = there.every((name) => copies.of(name).isWhole) ? [] : items;
  const missing = new Set((ended?.missing ?? untold).map(({ id }) => id));
  if (ended !== undefined)
    demand(ended.whole === (missing.size === 0 && ended.damaged.length === 0), 'a restore is whole or not');
  for (const name of there) {
    const promise = copies.of(name);
    if (!promise.isWhole) continue;
    for (const { id, name: item } of promise.items.values())
      demand(!missing.has(id), `${item} is called missing, and lies in copy ${name}`);
  }
  // One copy may know of an erasure, and another that the item was added again.
  const brought = new Set(items.map(({ id }) => id));
  const erased = there.flatMap((name) => [...copies.of(name).erased]).filter((id) => !brought.has(id));
  world.restored = { items, missing, erased: new Set(erased) };
}

export async function makeParity(hands: Hands): Promise<void> {
  await switchParity(await hands.open(), true, { signal });
}

/** Repairs the vault; with a stick that works everything has to be well afterwards. */
export async function repair(hands: Hands, { places }: Extract<WideWork, { do: 'repair' }>): Promise<void> {
  const { world, place } = hands;
  await hands.close();
  const folders = places
    .filter((name) => world.copies.of(name).names.size > 0)
    .map((name) => world.stick.place(name));
  const report = await repairWhole({
    ...place,
    unlock: () => Promise.resolve(hands.unlock()),
    folders,
    files: [],
    quick: false,
    signal,
  });
  const reached = report.places.every(({ error }) => error === undefined) && !world.stick.missed;
  if (reached && world.trouble().length === 0)
    demand(report.ok, `a repair left ${JSON.stringify([report.left, report.others])}`);
  if (report.ok) world.damages.settle();
}
