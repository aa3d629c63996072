import type { SeenCheckpointRow } from '../store/index/proof-queries.ts';
import { getItem } from './resolve-item.ts';
import { readDate, readSight } from './seen-entries.ts';
import { authorityName } from './timestamps/known-authorities.ts';
import type { OpenVault } from './vault-context.ts';

/** Who outside of the vault dated or saw a version, by this vault's own index. */
export interface SeenVersion {
  readonly version: number;
  /** When the vault kept it, by its own clock. */
  readonly capturedAt: string;
  /** Authorities that dated it, each with its earliest date; the earliest first. */
  readonly dated: readonly { readonly url: string; readonly name: string; readonly time: string }[];
  /** Witnesses that signed a history with it in, each with the first time, by their own clocks. */
  readonly seen: readonly { readonly name: string; readonly time: string; readonly size: number }[];
}

/**
 * What authorities and witnesses said that covers each version of an item, oldest version first. It is the vault's own word: a verifier
 * judges the tokens themselves. Throws `input.not-found`, `input.ambiguous`, `integrity.*`, `storage.*`.
 */
export async function seenOutside(vault: OpenVault, text: string): Promise<SeenVersion[]> {
  const { id } = getItem(vault, text);
  const { proofs } = vault.index;
  const stamped = proofs.stamped();
  const cosigned = proofs.cosigned();
  const dates = remembering((row) => readDate(vault, row));
  const sights = remembering((row) => readSight(vault, row));
  const found: SeenVersion[] = [];
  for (const { version, at, log, index } of vault.index.items.versions(id)) {
    const dated: SeenVersion['dated'][number][] = [];
    for (const row of firstOfEach(stamped, log, index)) {
      const time = await dates(row);
      if (time !== undefined) dated.push({ url: row.by, name: authorityName(row.by), time });
    }
    const seen: SeenVersion['seen'][number][] = [];
    for (const row of firstOfEach(cosigned, log, index)) {
      const sight = await sights(row);
      if (sight !== undefined) seen.push({ ...sight, size: row.size });
    }
    dated.sort(byTime);
    seen.sort(byTime);
    found.push({ version, capturedAt: at, dated, seen });
  }
  return found;
}

const byTime = (a: { readonly time: string }, b: { readonly time: string }): number =>
  a.time < b.time ? -1 : Number(a.time > b.time);

/** For each authority or witness, the first checkpoint that covers an entry. */
function firstOfEach(rows: readonly SeenCheckpointRow[], log: string, index: number): SeenCheckpointRow[] {
  const first = new Map<string, SeenCheckpointRow>();
  for (const row of rows) {
    if (row.of !== log || row.size <= index) continue;
    const before = first.get(row.by);
    if (before === undefined || row.size < before.size) first.set(row.by, row);
  }
  return [...first.values()];
}

/** Versions mostly share their checkpoints: each is read once. */
function remembering<Value>(
  read: (row: SeenCheckpointRow) => Promise<Value>,
): (row: SeenCheckpointRow) => Promise<Value> {
  const known = new Map<SeenCheckpointRow, Promise<Value>>();
  return (row) => {
    const asked = known.get(row) ?? read(row);
    known.set(row, asked);
    return asked;
  };
}
