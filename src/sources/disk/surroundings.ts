import { setTimeout as timer } from 'node:timers/promises';

import { isoTime, systemClock, type Clock } from '../../base/clock.ts';
import { VaultError } from '../../base/errors.ts';
import type { Observation } from '../source.ts';
import type { LaneLimits } from './lanes.ts';
import { nodeDisk, type Disk } from './disk.ts';

/** What a connector of this computer's disks needs to know; all but the app has a default. */
export interface DiskSourceOptions {
  /** The app and its version, for provenance: `evidence-vault/0.1.0`. */
  readonly app: string;
  /** IANA name of the time zone, for provenance. */
  readonly timeZone?: string;
  readonly clock?: Clock;
  /** Folders that are never taken in: the vault's own above all. */
  readonly exclude?: readonly string[];
  readonly disk?: Disk;
  /** Returns after so many milliseconds, or once the signal is aborted. */
  readonly wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** What may be under way at once. */
  readonly lanes?: LaneLimits;
}

export interface Surroundings {
  readonly disk: Disk;
  readonly clock: Clock;
  readonly exclude: readonly string[];
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly lanes: LaneLimits;
  /** Provenance of a file that is received now, below a path that the learner chose. */
  provenance(address: string): Observation['provenance'];
}

/** Most of them wait for the disk, and what becomes durable together costs as much as one. */
const usualLanes: LaneLimits = { tasks: 256, bytes: 1_073_741_824 };

export function surroundingsOf(options: DiskSourceOptions): Surroundings {
  const clock = options.clock ?? systemClock;
  const timeZone = options.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return {
    disk: options.disk ?? nodeDisk,
    clock,
    exclude: options.exclude ?? [],
    wait: options.wait ?? waitFor,
    lanes: options.lanes ?? usualLanes,
    provenance: (address) => ({
      method: 'file',
      address: address.toWellFormed(),
      received: isoTime(clock),
      app: options.app,
      timeZone,
    }),
  };
}

async function waitFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await timer(milliseconds, undefined, { signal });
  } catch (cause) {
    throw new VaultError('internal.cancelled', {}, cause);
  }
}
