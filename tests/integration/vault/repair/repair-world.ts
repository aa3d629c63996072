import { createHash } from 'node:crypto';
import { mkdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { openContent } from '../../../../src/vault/get-content.ts';
import { rekey } from '../../../../src/vault/passphrase.ts';
import { addReplica } from '../../../../src/vault/replicas/add-replica.ts';
import { syncReplicas } from '../../../../src/vault/replicas/sync-replicas.ts';
import type { RepairReport } from '../../../../src/vault/repair/repair-open.ts';
import {
  previewRepair,
  repairWhole,
  type RepairPreview,
  type WholeRepairRequest,
} from '../../../../src/vault/repair/repair-whole.ts';
import {
  collect,
  filesBelow,
  noStop,
  passphrase,
  type VaultWorld,
} from '../../../support/vault/vault-world.ts';

/** What lies in the test vault: short and long, one of more than a few blocks. */
export const contents: Readonly<Record<string, Uint8Array>> = Object.fromEntries(
  [10, 900, 5000, 70_000, 300_000, 700_000].map((size, number) => [
    `work-${String(number)}.bin`,
    someBytes(size, number + 1),
  ]),
);

export function someBytes(size: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let state = seed;
  for (let i = 0; i < size; i += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

/** Half of the contents, a new epoch (which closes the segment), and the rest. */
export async function fill(world: VaultWorld): Promise<void> {
  const all = Object.entries(contents);
  await world.using((vault) => world.add(vault, Object.fromEntries(all.slice(0, 3))));
  await rekey(world.place, { passphrase });
  await world.using((vault) => world.add(vault, Object.fromEntries(all.slice(3))));
}

export function stickOf(world: VaultWorld): string {
  return join(world.root, 'stick');
}

/** Adds a second copy in a folder, and brings everything there. */
export async function copyToStick(world: VaultWorld): Promise<void> {
  await mkdir(stickOf(world), { recursive: true });
  await world.using(async (vault) => {
    await addReplica(vault, { type: 'folder', path: stickOf(world) }, { name: 'USB-STICK' });
    const { failed } = await syncReplicas(vault, undefined);
    if (failed.length > 0) throw new Error(JSON.stringify(failed));
  });
}

function request(world: VaultWorld, changes: Partial<WholeRepairRequest> = {}): WholeRepairRequest {
  return {
    ...world.place,
    unlock: () => Promise.resolve({ passphrase }),
    folders: [],
    files: [],
    quick: false,
    signal: noStop(),
    ...changes,
  };
}

export function repair(world: VaultWorld, changes: Partial<WholeRepairRequest> = {}): Promise<RepairReport> {
  return repairWhole(request(world, changes));
}

export function preview(
  world: VaultWorld,
  changes: Partial<WholeRepairRequest> = {},
): Promise<RepairPreview> {
  return previewRepair(request(world, changes));
}

/** Names of contents that cannot be read byte for byte. */
export async function unreadable(world: VaultWorld): Promise<string[]> {
  const vault = await world.read();
  const lost: string[] = [];
  for (const [name, bytes] of Object.entries(contents)) {
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    try {
      const read = await collect(openContent(vault, { sha256, size: bytes.length }));
      if (Buffer.compare(read, bytes) !== 0) lost.push(name);
    } catch {
      lost.push(name);
    }
  }
  await world.close(vault);
  return lost;
}

/** Files of a sort inside the vault. */
export async function filesOf(world: VaultWorld, pattern: RegExp): Promise<string[]> {
  return (await filesBelow(world.dir)).filter((file) => pattern.test(file));
}

export type Harm = 'flip' | 'cut' | 'zeros' | 'delete';

export async function harm(world: VaultWorld, file: string, how: Harm, where = 0.5): Promise<void> {
  const path = join(world.dir, file);
  const bytes = await readFile(path);
  const at = Math.min(bytes.length - 1, Math.floor(bytes.length * where));
  switch (how) {
    case 'flip':
      bytes[at] = (bytes[at] ?? 0) ^ 0x20;
      await writeFile(path, bytes);
      break;
    case 'zeros':
      await writeFile(path, bytes.fill(0, at, Math.min(bytes.length, at + 600)));
      break;
    case 'cut':
      await truncate(path, at);
      break;
    case 'delete':
      await rm(path);
      break;
  }
}
