import { z } from 'zod';

import { asJson } from '../base/as-json.ts';
import { isoTime } from '../base/clock.ts';
import { VaultError } from '../base/errors.ts';
import { nodeHashes } from '../platform/node-hashes.ts';
import type { PullProgress } from '../sources/source.ts';
import type { CheckCursor, CheckProgress, CheckResult } from '../store/check/check-result.ts';
import { checkSealed } from '../store/check/check-sealed.ts';
import { checkVault } from '../store/check/check-vault.ts';
import type { ContentToVerify } from '../store/check/verify-content.ts';
import { removeOrphans } from '../store/check/remove-orphans.ts';
import { listQuarantine } from '../store/quarantine.ts';
import { resolvePlace, type VaultPlace } from './place.ts';
import { forkCode } from './restore/fork-alerts.ts';
import type { OpenVault, WritableVault } from './vault-context.ts';

export interface CheckRequest {
  /** Opens and hashes every kept file as well. */
  readonly full: boolean;
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: PullProgress) => void;
  /** Told of the bytes of kept files that were read so far, and of how many there are. */
  readonly onBytes?: (bytes: number, total: number) => void;
  /** See `CheckOptions`. */
  readonly opened?: ReadonlyMap<string, ContentToVerify> | undefined;
  /** Called with damage that a full check had found when it was stopped. */
  readonly onDamage?: (damaged: CheckResult['damaged']) => Promise<void>;
}

/** What a check found, and how many leftovers of captures that were cut short were taken away. */
export interface CheckReport extends Omit<CheckResult, 'next'> {
  readonly orphansRemoved: number;
  /** Damaged files that repair set aside. */
  readonly quarantine: { readonly files: number; readonly bytes: number };
  /** True if this check went on where an earlier one was stopped. */
  readonly resumed: boolean;
}

const cursorSchema: z.ZodType<CheckCursor> = z.object({
  log: z.string(),
  index: z.int(),
  corrupt: z.array(z.string()),
});
/** The cursor lives in the index like a connector's: a hint that may be lost, and then the check begins anew. */
const cursorName = 'check';

/**
 * Checks the vault and writes down that it was checked, with the items that damage touches. A full check that is stopped goes on from there the
 * next time. Leftovers of captures that were cut short are taken away.
 * Damage is a result. Throws `internal.cancelled` once what was done is remembered, `storage.*`.
 */
export async function checkVaultNow(vault: WritableVault, request: CheckRequest): Promise<CheckReport> {
  const { full, signal, opened, onProgress, onBytes, onDamage } = request;
  const resumeFrom = full ? cursorSchema.safeParse(vault.index.sources.cursor(cursorName)).data : undefined;
  const { next, ...checked } = await checkVault(
    {
      dir: vault.dir,
      port: vault.port,
      keys: vault.keys,
      ledger: vault.ledger,
      items: vault.index.blobs,
      found: vault.findings,
    },
    {
      full,
      signal,
      resumeFrom,
      opened,
      onProgress: (progress) => {
        onProgress?.(inWords(progress));
        if (progress.stage === 'contents') onBytes?.(progress.bytes, progress.totalBytes);
      },
    },
  );
  const result = withForks(vault, checked);
  if (full) vault.index.sources.rememberCursor(cursorName, asJson(next) ?? null);
  if (next !== undefined) {
    if (checked.damaged.length > 0) await onDamage?.(checked.damaged);
    throw new VaultError('internal.cancelled', { resumable: true });
  }
  await vault.recorder.record([
    {
      kind: 'check-finished',
      at: isoTime(vault.clock),
      full,
      ok: result.ok,
      damaged: result.damaged.length,
      items: [...new Set(result.damaged.flatMap(({ items }) => items))],
    },
  ]);
  return {
    ...result,
    orphansRemoved: await tidy(vault, result, signal),
    quarantine: await quarantineOf(vault),
    resumed: resumeFrom !== undefined,
  };
}

/** True if a full check was stopped, so that the next goes on from there. */
export function hasUnfinishedCheck({ index }: OpenVault): boolean {
  return cursorSchema.safeParse(index.sources.cursor(cursorName)).success;
}

/** A history that is known to have gone on in two ways is not whole, however sound its files are. */
function withForks<Checked extends Pick<CheckResult, 'ok' | 'damaged'>>(
  { index }: WritableVault,
  checked: Checked,
): Checked {
  const forks = index.statements.openAlerts().filter(({ code }) => code === forkCode);
  if (forks.length === 0) return checked;
  const damaged = forks.map(({ details: { log } }) => ({
    code: forkCode,
    ...(typeof log === 'string' ? { file: `ledger/${log}` } : {}),
    items: [],
    mended: false,
  }));
  return { ...checked, ok: false, damaged: [...checked.damaged, ...damaged] };
}

/** Nothing is taken away while any of the history is in doubt: what looks like a leftover may then be evidence. */
async function tidy(
  vault: WritableVault,
  result: Omit<CheckResult, 'next'>,
  signal: AbortSignal,
): Promise<number> {
  if (!result.ok || !result.notices.some(({ code }) => code === 'integrity.blob-orphan')) return 0;
  return removeOrphans(vault.ledger, vault.blobs, signal);
}

/**
 * Checks a vault, or a copy of one, without any key: nothing is opened, nothing is written, and nobody can say which items damage touches.
 * Throws `access.no-vault`, `integrity.header-damaged`, `format.*`, `storage.*`, `internal.cancelled`.
 */
export async function checkWithoutKey(place: VaultPlace, request: CheckRequest): Promise<CheckReport> {
  const { dir, port } = resolvePlace(place);
  const { full, signal, onProgress } = request;
  const result = await checkSealed(
    { dir, port, hashes: nodeHashes },
    {
      full,
      signal,
      onProgress: (progress) => {
        onProgress?.(inWords(progress));
      },
    },
  );
  return { ...result, orphansRemoved: 0, quarantine: await quarantineOf({ dir, port }), resumed: false };
}

async function quarantineOf({
  port,
  dir,
}: Pick<WritableVault, 'port' | 'dir'>): Promise<CheckReport['quarantine']> {
  const kept = await listQuarantine(port, dir);
  return { files: kept.length, bytes: kept.reduce((sum, { size }) => sum + size, 0) };
}

const stages: Readonly<Record<CheckProgress['stage'], string>> = {
  ledger: 'the history',
  files: 'that every file is there',
  contents: 'what is in every file',
};

/** Bytes count for more than pieces where contents are read; the rate is told too. */
function inWords({ stage, done, total, bytes, totalBytes, bytesPerSecond }: CheckProgress): PullProgress {
  if (stage !== 'contents') return { name: stages[stage], done, ...(total === undefined ? {} : { total }) };
  const rate = bytesPerSecond === 0 ? '' : `, ${String(Math.round(bytesPerSecond / 1e6))} MB a second`;
  return { name: stages[stage] + rate, done: bytes, total: totalBytes };
}
