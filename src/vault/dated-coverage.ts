import type { SeenCheckpointRow } from '../store/index/proof-queries.ts';
import { readDate } from './seen-entries.ts';
import type { OpenVault } from './vault-context.ts';

/** How much of what is kept authorities have dated, by this vault's own index; whether to believe them is for a reader to say. */
export interface DatedCoverage {
  readonly items: number;
  /** Items every version of which is dated. */
  readonly datedItems: number;
  readonly versions: number;
  readonly datedVersions: number;
  /** The earliest and the latest date that an authority gave; absent where none was. */
  readonly first?: string;
  readonly last?: string;
}

/** Throws `integrity.*`, `storage.*`. */
export async function datedCoverage(vault: OpenVault): Promise<DatedCoverage> {
  const rows = vault.index.proofs.stamped();
  const reach = new Map<string, number>();
  for (const { of, size } of rows) reach.set(of, Math.max(size, reach.get(of) ?? 0));
  const { items, coveredItems, versions, coveredVersions } = vault.index.proofs.coverage(reach);
  const first = await dateOf(vault, earliest(rows));
  const last = await dateOf(vault, earliest(rows, -1));
  return {
    items,
    datedItems: coveredItems,
    versions,
    datedVersions: coveredVersions,
    ...(first === undefined ? {} : { first }),
    ...(last === undefined ? {} : { last }),
  };
}

/** The row that was kept first, or last where `sign` is -1. */
function earliest(rows: readonly SeenCheckpointRow[], sign = 1): SeenCheckpointRow | undefined {
  return rows.reduce<SeenCheckpointRow | undefined>(
    (found, row) => (found === undefined || (row.at < found.at ? 1 : -1) * sign > 0 ? row : found),
    undefined,
  );
}

async function dateOf(vault: OpenVault, row: SeenCheckpointRow | undefined): Promise<string | undefined> {
  return row === undefined ? undefined : readDate(vault, row);
}
