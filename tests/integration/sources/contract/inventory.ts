import { expect } from 'vitest';
import { z } from 'zod';

import type { JsonObject, JsonValue } from '../../../../src/base/json.ts';
import { listItems, showItem } from '../../../../src/vault/items.ts';
import { openContent } from '../../../../src/vault/get-content.ts';
import type { OpenVault } from '../../../../src/vault/vault-context.ts';
import type { SourceWorld } from './source-fixture.ts';
import { collect, entriesOf } from '../../../support/vault/vault-world.ts';

export interface Kept {
  readonly kind: string;
  readonly versions: number;
  readonly sha256: string | undefined;
  readonly gone: boolean;
  readonly failed: string | undefined;
}

/** Everything that a vault holds, by the source's own names, made comparable between worlds. */
export function inventory(
  vault: OpenVault,
  { plainKey = (key) => key, sameBytes = () => true }: Pick<SourceWorld, 'plainKey' | 'sameBytes'>,
): Map<string, Kept> {
  const kept = new Map<string, Kept>();
  for (const { id, kind, versions, sha256, gone, failed } of listItems(vault)) {
    const key = plainKey(showItem(vault, id).key);
    expect(kept.has(key), `two items under ${key}`).toBe(false);
    kept.set(key, {
      kind,
      versions,
      sha256: sameBytes(key) ? sha256 : undefined,
      gone: gone !== undefined,
      failed: failed?.code,
    });
  }
  return kept;
}

/** Ids that the records name and that are no item of the vault: something that was lost on the way. */
export function danglingNames(vault: OpenVault): string[] {
  const items = listItems(vault);
  const ids = new Set(items.map(({ id }) => id));
  return items.flatMap(({ id }) => {
    const record: JsonObject = showItem(vault, id).latest?.record ?? {};
    const parts: readonly JsonValue[] = Array.isArray(record.items) ? (record.items as JsonValue[]) : [];
    return [record.assignment, record.attempt, record.partOf, ...parts]
      .filter((name) => typeof name === 'string')
      .filter((name) => !ids.has(name))
      .map((name) => `${showItem(vault, id).key} names ${name}`);
  });
}

const chainedSchema = z.object({
  item: z.string(),
  chain: z.object({ chain: z.string(), sequence: z.number(), number: z.number() }),
});

/** Chains of attempts: each counts its entries from 1 without a gap or a double, and no two attempts have one number. */
export async function brokenChains(vault: OpenVault): Promise<string[]> {
  const lengths = new Map<string, number>();
  const numbers = new Map<string, string>();
  const problems: string[] = [];
  for (const entry of await entriesOf(vault)) {
    const { data } = chainedSchema.safeParse(entry);
    if (data === undefined) continue;
    const { item, chain: place } = data;
    const expected = (lengths.get(place.chain) ?? 0) + 1;
    if (place.sequence !== expected) problems.push(`${place.chain} goes on with ${place.sequence}`);
    lengths.set(place.chain, expected);
    const number = `${place.chain} ${place.number}`;
    if ((numbers.get(number) ?? item) !== item) problems.push(`two attempts are ${number}`);
    numbers.set(number, item);
  }
  return problems;
}

/** Everything that is in the vault for good, decoded: entries, contents and raw answers, as Latin-1 and so byte for byte. */
export async function everythingDecoded(vault: OpenVault): Promise<string> {
  const entries = await entriesOf(vault);
  const contents: string[] = [];
  for (const entry of entries) {
    if (entry.kind !== 'blob-stored') continue;
    const bytes = await collect(openContent(vault, digestsIn(entry)));
    contents.push(bytes.toString('latin1'));
  }
  return [JSON.stringify(entries), ...contents].join('\n');
}

function digestsIn({ sha256, size }: JsonObject): { readonly sha256: string; readonly size: number } {
  if (typeof sha256 !== 'string' || typeof size !== 'number') throw new Error('an entry without digests');
  return { sha256, size };
}
