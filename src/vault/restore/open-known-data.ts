import { randomInt } from 'node:crypto';

import { throwIfCancelled } from '../../base/errors.ts';
import type { PullProgress } from '../../sources/source.ts';
import { BlobReader } from '../../store/blob/blob-reader.ts';
import type { Damage } from '../../store/check/check-result.ts';
import { verifyContent, type ContentToVerify } from '../../store/check/verify-content.ts';
import { checkVaultNow } from '../check.ts';
import type { WritableVault } from '../vault-context.ts';
import { contentsByItem } from './contents-by-item.ts';

/** How much is opened where only a sample is wanted. */
const sampleSize = 32;

interface KnownData {
  readonly ok: boolean;
  /** Items that the history names. */
  readonly items: number;
  /** Ids of items of which something is missing or damaged. */
  readonly missing: readonly string[];
  readonly damaged: readonly Damage[];
  /** Contents that were opened, of how many. */
  readonly opened: number;
  readonly of: number;
  readonly sampled: boolean;
}

/**
 * Opens every content that the history names and takes its digest (with `quick` a sample, and looks whether the others are there), and records that
 * the vault was checked. Damage is a result. Throws `storage.*`, `internal.cancelled`.
 */
export async function openKnownData(
  vault: WritableVault,
  options: {
    readonly quick: boolean;
    /** By names of blob files: what each was just opened as, where it was written. */
    readonly justOpened?: ReadonlyMap<string, ContentToVerify> | undefined;
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: ((progress: PullProgress) => void) | undefined;
  },
): Promise<KnownData> {
  const { quick, justOpened, signal = new AbortController().signal, onProgress } = options;
  const report = await checkVaultNow(vault, {
    full: !quick,
    signal,
    opened: justOpened,
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  const missing = new Set(report.damaged.flatMap(({ items }) => items));
  const byItem = contentsByItem(vault);
  const contents = new Map([...byItem.values()].flat().map((content) => [content.plaintextId, content]));
  let opened = 0;
  let sampleOk = true;
  if (quick) {
    const reader = new BlobReader(vault.port, vault.dir, vault.id);
    const rest = [...contents.values()];
    while (opened < sampleSize && rest.length > 0) {
      throwIfCancelled(signal);
      const [content] = rest.splice(randomInt(rest.length), 1);
      if (content === undefined) break;
      const bad = await verifyContent(reader, content, () => undefined);
      if (bad.length === 0) opened += 1;
      else {
        sampleOk = false;
        for (const item of vault.index.items.usesOf(content.sha256)) missing.add(item);
      }
    }
  } else {
    const lost = [...contents.values()].filter(({ sha256 }) =>
      vault.index.items.usesOf(sha256).some((item) => missing.has(item)),
    );
    opened = contents.size - lost.length;
  }
  return {
    ok: report.ok && sampleOk,
    items: byItem.size,
    missing: [...missing].sort(),
    damaged: report.damaged,
    opened,
    of: contents.size,
    sampled: quick,
  };
}
