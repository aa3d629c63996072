import { parseUtf8 } from '../base/bytes.ts';
import { VaultError } from '../base/errors.ts';
import { maxTagFileSize } from '../bundle/layout.ts';
import type { GoodAnchor } from './check-anchors.ts';
import type { BundleLayout } from './read-layout.ts';

/** A log's state as a bundle shows it, signed by the log's own key, which the vault vouches for. */
export interface ProvenLog {
  readonly log: string;
  readonly publicKey: Uint8Array;
  readonly size: number;
  readonly root: Uint8Array;
  /** The checkpoint's signed note. */
  readonly note: string;
  /** Earlier states that are shown to begin this one, each with its consistency proof. */
  readonly earlier: readonly {
    readonly size: number;
    readonly root: Uint8Array;
    readonly proof: readonly Uint8Array[];
  }[];
}

/** The logs of a bundle whose checkpoints are good. What `files.read` throws is passed on. */
export async function provenLogs(
  { files, logs }: BundleLayout,
  roots: ReadonlyMap<string, Uint8Array>,
  anchors: ReadonlyMap<string, readonly GoodAnchor[]>,
): Promise<ProvenLog[]> {
  const proven: ProvenLog[] = [];
  for (const { log, publicKey, size, checkpoint, anchors: shown } of logs) {
    const root = roots.get(log);
    if (root === undefined) continue;
    const bytes = await files.read(checkpoint, maxTagFileSize);
    if (bytes === undefined) throw new VaultError('internal.bug', { what: 'checkpoint' });
    const proofs = new Map(shown.map((anchor) => [anchor.size, anchor.proof]));
    const earlier = (anchors.get(log) ?? []).map(({ size: reached, root: start }) => ({
      size: reached,
      root: start,
      proof: proofs.get(reached) ?? [],
    }));
    proven.push({ log, publicKey, size, root, note: parseUtf8(bytes), earlier });
  }
  return proven;
}
