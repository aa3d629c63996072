import { isoTime } from '../../base/clock.ts';
import { asVaultError } from '../../base/errors.ts';
import { checkVaultNow, type CheckReport } from '../check.ts';
import { KnownDamage } from '../damage.ts';
import type { WritableVault } from '../vault-context.ts';
import { WorkMemory } from './work-memory.ts';

/** A slice is so much of the vault that a day's slice each reads all of it within a month; and never tiny. */
const parts = 28;
const least = 256 * 1024 * 1024;
/** Milliseconds after which a slice ends on a slow disk, however little it read. */
const longest = 10 * 60_000;

/** Bytes of one slice of a vault. */
export function sliceBytes(vaultBytes: number): number {
  return Math.max(Math.ceil(vaultBytes / parts), least);
}

export interface SliceOptions {
  readonly signal: AbortSignal;
  /** Bytes to read and milliseconds to take at most; as `sliceBytes` says if left out. */
  readonly budget?: { readonly bytes?: number; readonly milliseconds?: number };
}

/**
 * Goes on with a full check of the vault where the last slice ended, as far as the budget goes. The slice that comes to the end records the check, as any
 * full check does; one that finds damage before that records it at once.
 * @returns what the check found, once it came to its end; undefined before
 * Throws `internal.cancelled`, with what was done remembered, and as `checkVaultNow`.
 */
export async function checkSlice(
  vault: WritableVault,
  { signal, budget = {} }: SliceOptions,
): Promise<CheckReport | undefined> {
  const spent = new AbortController();
  const timer = setTimeout(() => {
    spent.abort();
  }, budget.milliseconds ?? longest);
  let vaultBytes: number | undefined;
  try {
    return await checkVaultNow(vault, {
      full: true,
      signal: AbortSignal.any([signal, spent.signal]),
      onBytes: (bytes, total) => {
        vaultBytes = total;
        if (bytes >= (budget.bytes ?? sliceBytes(total))) spent.abort();
      },
      onDamage: async (damaged) => {
        if (isNews(vault, damaged)) await recordDamage(vault, damaged);
      },
    });
  } catch (thrown) {
    if (signal.aborted || asVaultError(thrown).code !== 'internal.cancelled') throw thrown;
    return undefined;
  } finally {
    clearTimeout(timer);
    if (vaultBytes !== undefined) WorkMemory.read(vault).keep({ vaultBytes });
  }
}

/** Whether the last checks said nothing of some of it. */
function isNews({ index }: WritableVault, damaged: CheckReport['damaged']): boolean {
  const known = new KnownDamage(index).items();
  const [last] = index.statements.checks();
  return damaged.some(({ items }) =>
    items.length === 0 ? last?.ok !== false : items.some((item) => !known.has(item)),
  );
}

async function recordDamage(vault: WritableVault, damaged: CheckReport['damaged']): Promise<void> {
  await vault.recorder.record([
    {
      kind: 'check-finished',
      at: isoTime(vault.clock),
      full: false,
      ok: false,
      damaged: damaged.length,
      items: [...new Set(damaged.flatMap(({ items }) => items))],
    },
  ]);
}
