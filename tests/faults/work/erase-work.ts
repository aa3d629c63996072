import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { keyRecordLength, keysHeaderLength } from '../../../src/ledger/keys-codec.ts';
import { eraseEverywhere } from '../../../src/vault/erase/erase-everywhere.ts';
import { eraseItem } from '../../../src/vault/erase/erase-item.ts';
import { planErasure } from '../../../src/vault/erase/plan-erasure.ts';
import type { WritableVault } from '../../../src/vault/vault-context.ts';
import { exportAll } from '../../../src/vault/way-out/export-all.ts';
import { digestsBelow } from '../model/copy-files.ts';
import type { WideWork } from '../schedule/wide-work.ts';
import type { Hands } from './hands.ts';

const { signal } = new AbortController();

/** Erases one of the items that were acknowledged. */
export async function erase(
  hands: Hands,
  { seed, everywhere }: Extract<WideWork, { do: 'erase' }>,
): Promise<void> {
  const { promises, erasures, copies } = hands.world;
  const ids = [...new Set([...promises.items.values()].map(({ id }) => id))].filter(
    (id) => !erasures.isInDoubt(id),
  );
  const id = ids[seed % Math.max(1, ids.length)];
  if (id === undefined) return;
  const vault = await hands.open();
  const plan = await planErasure(vault, id);
  const blobs = plan.blobs.map(({ file }) => file);
  erasures.begin(id, { blobs, bytes: await sealedParts(vault, plan.entries) });
  copies.forget(id, blobs);
  const agreed = { reason: 'added by mistake', confirmed: plan.code };
  if (everywhere) await eraseEverywhere(vault, plan, agreed);
  else await eraseItem(vault, plan, agreed);
  erasures.settleGone(id, promises);
}

/** Sealed parts and wrapped keys of entries, as they stand in the files of the history. */
async function sealedParts(
  vault: WritableVault,
  entries: readonly { readonly log: string; readonly index: number }[],
): Promise<Uint8Array[]> {
  const parts: Uint8Array[] = [];
  for (const { log, index } of entries) {
    const files = vault.ledger.files(log);
    const place = files.places.find(({ firstIndex, endIndex }) => firstIndex <= index && index < endIndex);
    if (place === undefined || 'lost' in place) throw new Error('an entry has no place');
    const entry = (await files.read(place, 'first')).entries[index - place.firstIndex];
    if (entry?.type !== 'sealed') continue;
    const name = `${String(place.number).padStart(8, '0')}.keys`;
    const keys = await readFile(join(vault.dir, 'ledger', log, name));
    const at = keysHeaderLength + (index - place.firstIndex) * keyRecordLength;
    parts.push(entry.sealed.slice(), Uint8Array.from(keys.subarray(at, at + keyRecordLength)));
  }
  return parts;
}

/** The way out: a folder of plain files, acknowledged with every byte of it. */
export async function exportPlain(
  hands: Hands,
  { name }: Extract<WideWork, { do: 'export-all' }>,
): Promise<void> {
  const out = join(hands.world.root, 'out', name);
  const vault = await hands.open();
  hands.world.exports.set(out, undefined);
  await exportAll(vault, { out, signal });
  hands.world.exports.set(out, digestsBelow(out));
}
