import { setTimeout as wait } from 'node:timers/promises';

import { VaultError, throwIfCancelled } from '../../../base/errors.ts';
import { mayPass, storageError } from './webdav-errors.ts';

export interface Patience {
  /** How often one call is tried in all. */
  readonly tries: number;
  /** Milliseconds before the second try; each later wait is twice as long. */
  readonly firstWait: number;
  /** Milliseconds without a byte either way, after which a connection counts as cut. */
  readonly silence: number;
}

export const defaultPatience: Patience = { tries: 4, firstWait: 1_000, silence: 60_000 };

/** Handed to a piece of work: `signal` ends its requests, `heard` says that bytes went by. */
export interface Line {
  readonly signal: AbortSignal;
  readonly heard: () => void;
}

/** What went wrong on this side, such as the disk that is read from: it is told as it is, and not tried again. */
export class OwnFailure extends Error {
  readonly original: unknown;

  constructor(original: unknown) {
    super();
    this.original = original;
  }
}

/**
 * Runs `work`, and again after failures that may pass. Once `stop` is aborted it ends with `internal.cancelled`; after `silence` with `storage.gone`.
 * Throws as `storageError` says, and what an `OwnFailure` holds.
 */
export async function withPatience<Result>(
  patience: Patience,
  stop: AbortSignal,
  work: (line: Line) => Promise<Result>,
): Promise<Result> {
  for (let tried = 1; ; tried += 1) {
    throwIfCancelled(stop);
    try {
      return await overLine(patience.silence, stop, work);
    } catch (thrown) {
      if (stop.aborted) throw new VaultError('internal.cancelled');
      if (thrown instanceof OwnFailure) throw thrown.original;
      if (tried >= patience.tries || !mayPass(thrown)) throw storageError(thrown);
    }
    await pause(patience.firstWait * 2 ** (tried - 1), stop);
  }
}

/** Waits. Throws `internal.cancelled` once `stop` is aborted. */
export async function pause(milliseconds: number, stop: AbortSignal): Promise<void> {
  try {
    await wait(milliseconds, undefined, { signal: stop });
  } catch {
    throw new VaultError('internal.cancelled');
  }
}

async function overLine<Result>(
  silence: number,
  stop: AbortSignal,
  work: (line: Line) => Promise<Result>,
): Promise<Result> {
  const quiet = new AbortController();
  const timer = setTimeout(() => {
    quiet.abort();
  }, silence);
  try {
    return await work({ signal: AbortSignal.any([stop, quiet.signal]), heard: () => timer.refresh() });
  } catch (thrown) {
    if (quiet.signal.aborted && !stop.aborted) throw new VaultError('storage.gone', { reason: 'silence' });
    throw thrown;
  } finally {
    clearTimeout(timer);
  }
}
