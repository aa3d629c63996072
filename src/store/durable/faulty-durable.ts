import { basename } from 'node:path';

import { VaultError } from '../../base/errors.ts';
import type { DurablePort } from './port.ts';
import { SteppingPort, type Step } from './stepping-port.ts';
import { storageError } from './system-errors.ts';
import { UnsyncedMemory, type Loss } from './unsynced-memory.ts';
import { UnsyncedPort } from './unsynced-port.ts';

/** What goes wrong at the chosen step. A torn write does half of its work first; a kill ends all work at once. */
export type Fault = 'ENOSPC' | 'EIO' | 'EROFS' | 'short-write' | 'kill' | 'torn-kill';

export interface FaultPlan {
  /** The step that fails, counted from 1. */
  readonly at: number;
  readonly fault: Fault;
}

/** Marks the end of a process that was 'killed': no code of ours may take it for an error of the disk. */
export class KilledByFault extends Error {
  override readonly name = 'KilledByFault';
}

/**
 * A port that lets one chosen step fail, in front of a real one. With `forgets`, it also remembers what the disk has not
 * been told to keep, and `crash` takes that away.
 */
export class FaultyDurable extends SteppingPort {
  readonly #plan: FaultPlan | undefined;
  readonly #memory: UnsyncedMemory | undefined;
  readonly #steps: string[] = [];
  #killed = false;

  constructor(real: DurablePort, plan?: FaultPlan, options: { readonly forgets?: boolean } = {}) {
    const memory = options.forgets === true ? new UnsyncedMemory() : undefined;
    super(memory === undefined ? real : new UnsyncedPort(real, memory));
    this.#plan = plan;
    this.#memory = memory;
  }

  /** The steps so far, such as `rename vault.json`, the last of them perhaps the one that failed. */
  get steps(): readonly string[] {
    return this.#steps;
  }

  /** True once the chosen step was reached. */
  get struck(): boolean {
    return this.#plan !== undefined && this.#steps.length >= this.#plan.at;
  }

  /** From now on nothing reaches the disk. */
  kill(): void {
    this.#killed = true;
  }

  /** The power fails: what was not synced is gone, as far as `loss` says. The port is dead afterwards. */
  crash(loss: Loss): void {
    this.kill();
    this.#memory?.forget(loss);
  }

  protected override looking(): void {
    if (this.#killed) throw new KilledByFault();
  }

  /** Counts a step and lets it fail if it is the chosen one; a torn one does half of its work first. */
  protected override async before({ name, path, half }: Step): Promise<void> {
    this.looking();
    this.#steps.push(`${name} ${basename(path)}`);
    if (this.#plan === undefined || this.#steps.length !== this.#plan.at) return;
    const { fault } = this.#plan;
    if (fault === 'short-write' || fault === 'torn-kill') await half?.();
    if (fault === 'kill' || fault === 'torn-kill') {
      this.kill();
      throw new KilledByFault();
    }
    throw injectedError(fault === 'short-write' ? 'ENOSPC' : fault, name);
  }
}

/** An error that looks like the system's own and takes the same way through the mapping. */
export function injectedError(system: string, syscall: string): Error {
  const cause = Object.assign(new Error(`${system}: injected`), { code: system, syscall });
  const error = storageError(cause, 'writing');
  return error instanceof Error ? error : new VaultError('internal.bug', {}, error);
}
