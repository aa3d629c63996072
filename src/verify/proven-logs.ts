import type { GoodAnchor } from './check-anchors.ts';
import type { GoodCheckpoint } from './check-checkpoints.ts';
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

/** The logs of a bundle whose checkpoints are good. */
export function provenLogs(
  { logs }: BundleLayout,
  checkpoints: ReadonlyMap<string, GoodCheckpoint>,
  anchors: ReadonlyMap<string, readonly GoodAnchor[]>,
): ProvenLog[] {
  return logs.flatMap(({ log, publicKey, size, anchors: shown }) => {
    const checkpoint = checkpoints.get(log);
    if (checkpoint === undefined) return [];
    const earlier = (anchors.get(log) ?? []).map((anchor) => ({
      size: anchor.size,
      root: anchor.root,
      proof: shown.find((one) => one.size === anchor.size)?.proof ?? [],
    }));
    return [{ log, publicKey, size, ...checkpoint, earlier }];
  });
}
