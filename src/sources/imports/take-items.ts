import { throwIfCancelled } from '../../base/errors.ts';
import { Lanes, type LaneLimits } from '../disk/lanes.ts';
import type { ItemResult, PullResult, Sink } from '../source.ts';

export interface TakeItemsOptions {
  readonly sink: Sink;
  readonly signal: AbortSignal;
  /** How many items there are to do, if known. */
  readonly total?: number;
  readonly lanes?: LaneLimits;
}

export interface ItemTaker {
  /**
   * Takes an item beside others, and returns once it is begun. `bytes` is its size.
   * Throws `internal.cancelled`, and the first error of anything begun before.
   */
  take(name: string, bytes: number, work: () => Promise<ItemResult>): Promise<void>;
}

/**
 * Most of them wait for the disk, and what becomes durable together costs as much as one: so many small ones are under way, and fewer larger
 * ones, each by the memory that it holds.
 */
const usualLanes: LaneLimits = { tasks: 40, bytes: 67_108_864 };

/** What a content that passes through piece by piece holds at most: two buffers of a megabyte, and the piece. */
const longestHeld = 3_145_728;

/** Bytes of memory that an item holds while it is under way: what is read whole is held packed, unpacked and sealed. */
function heldFor(bytes: number): number {
  return Math.max(bytes, Math.min(4 * bytes, longestHeld));
}

/**
 * Takes the items of an import, several at a time: counts them, tells how far it is, and comes to `partial` if any failed. Returns once
 * nothing is under way any more, even after an error. Throws what stops the whole, and `internal.cancelled`.
 */
export async function takeItems(
  { sink, signal, total, lanes: limits = usualLanes }: TakeItemsOptions,
  work: (taker: ItemTaker) => Promise<void>,
): Promise<PullResult> {
  const lanes = new Lanes(limits);
  let done = 0;
  let failures = 0;
  const taker: ItemTaker = {
    take: async (name, bytes, taking) => {
      throwIfCancelled(signal);
      await lanes.run(heldFor(bytes), async () => {
        throwIfCancelled(signal);
        const { outcome } = await taking();
        done += 1;
        if (outcome === 'failed') failures += 1;
        sink.progress({ name, done, ...(total === undefined ? {} : { total }) });
      });
    },
  };
  try {
    await work(taker);
    await lanes.drain();
  } finally {
    await lanes.stopped();
  }
  return { state: failures === 0 ? 'ok' : 'partial' };
}
