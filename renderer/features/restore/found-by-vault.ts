import type { CopyFound } from '../../../src/contract/methods/restore-methods.ts';

/** A vault of which second copies were found. */
export interface FoundVault {
  /** The first sixteen digits of its id. */
  readonly vault: string;
  readonly copies: readonly CopyFound[];
  /** When the newest of them was brought up to date; unknown where they lie on servers. */
  readonly lastCopied: string | undefined;
}

/** Second copies by vault, the one that was copied last first. */
export function foundByVault(copies: readonly CopyFound[]): FoundVault[] {
  const vaults = Map.groupBy(copies, ({ vault }) => vault);
  return Array.from(vaults, ([vault, its]) => ({
    vault,
    copies: its,
    lastCopied: its
      .flatMap(({ lastCopied }) => lastCopied ?? [])
      .sort()
      .at(-1),
  })).sort((a, b) => (b.lastCopied ?? '').localeCompare(a.lastCopied ?? ''));
}

/** A vault's id as a person can compare it: `3fa2 91c0`. */
export function sayVault(vault: string): string {
  return `${vault.slice(0, 4)} ${vault.slice(4, 8)}`;
}
