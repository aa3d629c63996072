import type { TaskResult } from '../../src/contract/tasks.ts';
import type { KeptCopy } from '../../src/vault/restore/keep-copies.ts';
import type { RestoreReport } from '../../src/vault/restore/restore-vault.ts';
import { isKeptByHand } from '../../src/vault/sources-kept-by-hand.ts';
import type { WritableVault } from '../../src/vault/vault-context.ts';

/** As many names go to the page; all are counted. */
const mostNames = 1000;

type Told = Pick<RestoreReport, 'items' | 'missing' | 'files' | 'bytes' | 'whole' | 'damaged' | 'forks'>;

/** How a restore ended, as the page shows it. */
export function restoredForPage(
  vault: WritableVault,
  report: Told,
  copies: readonly KeptCopy[],
): TaskResult<'restore'> {
  const { items, missing, files, bytes, whole, damaged, forks } = report;
  const codes = damaged
    .filter(({ code, items: touched }) => touched.length === 0 && code !== 'integrity.blob-missing')
    .map(({ code }) => code);
  const times = vault.index.items.list().map(({ capturedAt, firstAt }) => capturedAt ?? firstAt);
  const newest = times.sort().at(-1);
  return {
    items,
    lacking: missing.length,
    missing: missing.slice(0, mostNames).map(({ id, name }) => ({ id, name })),
    files,
    bytes,
    whole,
    damaged: [...new Set(codes)],
    forks: forks.length,
    ...(newest === undefined ? {} : { newest }),
    copies: copies.map(({ name, kept, sameDisk }) => ({ name, kept, sameDisk })),
    sources: vault.index.sources
      .list()
      .filter((source) => source.removedAt === undefined && !isKeptByHand(source)).length,
  };
}
