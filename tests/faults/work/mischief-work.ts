import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

import { parseReplicaName } from '../../../src/store/replica/replica-names.ts';
import { writeNewFile } from '../../../src/store/durable/replace-file.ts';
import type { DurablePort } from '../../../src/store/durable/port.ts';
import { Random } from '../random.ts';
import type { Harm, HarmedFile, WideWork } from '../schedule/wide-work.ts';
import { digestsBelow } from '../model/copy-files.ts';
import type { FaultWorld } from '../world.ts';
import type { Hands } from './hands.ts';

/** Somebody else, or a sync tool, does something to a second copy. */
export async function mischief(
  world: FaultWorld,
  { place, what, seed }: Extract<WideWork, { do: 'mischief' }>,
): Promise<void> {
  const { stick, copies } = world;
  const promise = copies.of(place);
  const folder = world.copyFolder(place);
  if (promise.names.size === 0) return;
  const blobs = [...promise.names].filter((name) => {
    const piece = parseReplicaName(name);
    if (piece?.type !== 'blob' || copies.mayGo.has(piece.sha256) || promise.harmed.has(name)) return false;
    // Of what only the other laptop has beside it nobody could have it back.
    return existsSync(join(world.dir, name));
  });
  if (blobs.length === 0) return;
  const name = new Random(String(seed)).pick(blobs.sort());
  const path = join(folder, name);
  const { disk } = stick;
  switch (what) {
    case 'shrink':
    case 'cut':
    case 'rot':
      await harmFile(disk, path, what === 'shrink' ? 'gone' : what, seed);
      promise.harmed.add(name);
      if (what !== 'rot' && promise.seen.has(name))
        promise.alarms.add(what === 'shrink' ? 'replica-shrank' : 'replica-changed');
      return;
    case 'conflict': {
      const bytes = await disk.findBytes(path, 1 << 24);
      const copy = path.replace(/\.blob$/, ` (conflict ${String(seed)}).blob`);
      if (bytes !== undefined && (await disk.findStatus(copy)) === undefined)
        await writeNewFile(disk, copy, bytes);
      await disk.syncFolder(dirname(copy));
      return;
    }
    case 'foreign': {
      const file = join(folder, `desktop-${String(seed)}.ini`);
      if ((await disk.findStatus(file)) === undefined)
        await writeNewFile(disk, file, Buffer.from('[ViewState]'));
      await disk.syncFolder(folder);
      return;
    }
    case 'replica-file':
      await harmFile(disk, join(folder, 'replica.json'), 'cut', seed);
  }
}

/** Something goes wrong with a file of the vault itself while nobody works with it. */
export async function damage(
  hands: Hands,
  { what, harm, seed }: Extract<WideWork, { do: 'damage' }>,
): Promise<void> {
  await hands.close();
  const { world } = hands;
  const random = new Random(String(seed));
  for (const file of damagedFiles(world, what, random)) {
    await harmFile(world.disk, join(world.dir, file), harm, seed);
    world.damages.note(world, file);
  }
}

function damagedFiles(world: FaultWorld, what: HarmedFile, random: Random): string[] {
  const { damages } = world;
  if (what === 'headers') return ['vault.json', 'vault-copy.json'].filter((name) => !damages.files.has(name));
  if (what === 'header') {
    const left = ['vault.json', 'vault-copy.json'].filter((name) => !damages.files.has(name));
    return left.length < 2 ? [] : [random.pick(left)];
  }
  const copy = (damages.ledgerCopy ??= random.pick(['ledger', 'ledger-copy'] as const));
  const there = [...digestsBelow(world.dir).keys()].filter((file) => {
    if (damages.files.has(file)) return false;
    if (what === 'blob') return world.copies.of('a').names.has(file);
    return file.startsWith(`${copy}/`) && file.endsWith(`.${what}`);
  });
  return there.length === 0 ? [] : [random.pick(there.sort())];
}

/** Durably, as whatever did it had all the time in the world. */
async function harmFile(port: DurablePort, path: string, harm: Harm, seed: number): Promise<void> {
  if (harm === 'gone') {
    await port.unlink(path);
    await port.syncFolder(dirname(path));
    return;
  }
  const file = await port.openFile(path);
  if (file === undefined) return;
  try {
    const size = await file.size();
    if (harm === 'cut') await file.truncate(size >> 1);
    else {
      const at = size === 0 ? 0 : seed % size;
      const byte = new Uint8Array(1);
      await file.read(byte, at);
      await file.write(Uint8Array.of((byte[0] ?? 0) ^ 0x55), at);
    }
    await file.sync();
  } finally {
    await file.close();
  }
}
