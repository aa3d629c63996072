import type { SourceRow } from '../store/index/source-queries.ts';
import { sourceStatus, type SourceStatus } from './status.ts';
import type { WritableVault } from './vault-context.ts';

/** A source as its own screen shows it. */
export interface SourceDetails extends SourceStatus {
  /** The portal's address, or the folder's path. */
  readonly address?: string;
  readonly username?: string;
  readonly paused: boolean;
  /** Number of items that came from it, and of those that could not be copied. */
  readonly items: number;
  readonly failed: number;
}

/** The sources that are still asked. */
export function listSourceDetails(vault: WritableVault): SourceDetails[] {
  const counts = new Map(vault.index.windows.counts().sources.map((count) => [count.id, count]));
  return vault.index.sources
    .list()
    .filter(({ removedAt }) => removedAt === undefined)
    .map((row) => detailsOf(vault, row, counts.get(row.id)));
}

function detailsOf(
  vault: WritableVault,
  row: SourceRow,
  counts: { readonly count: number; readonly failed: number } | undefined,
): SourceDetails {
  const { url, path, username } = row.settings;
  const address = [url, path].find((value) => typeof value === 'string');
  return {
    ...sourceStatus(row),
    ...(address === undefined ? {} : { address }),
    ...(typeof username === 'string' ? { username } : {}),
    paused: vault.secrets.isPaused(row.id),
    items: counts?.count ?? 0,
    failed: counts?.failed ?? 0,
  };
}
