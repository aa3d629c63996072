import { z } from 'zod';

import { asJson } from '../../base/as-json.ts';
import type { WorkKind } from '../../base/work-words.ts';
import { chance } from '../source-patience.ts';
import type { OpenVault } from '../vault-context.ts';
import { waitAfter, type BackOff } from './back-off.ts';
import type { Job } from './decide-work.ts';

const runSchema = z.object({
  /** When it ended; ISO 8601, by this computer's clock. */
  at: z.iso.datetime(),
  /** Failures in a row; 0 if it ended well. */
  failures: z.int().nonnegative(),
  code: z.string().exactOptional(),
  /** Milliseconds that it is left alone. */
  wait: z.number().nonnegative(),
});
type Run = z.infer<typeof runSchema>;

const memorySchema = z.object({
  runs: z.record(z.string(), runSchema).default({}).catch({}),
  /** Bytes of all kept files, as the last slice of a check counted them. */
  vaultBytes: z.number().nonnegative().exactOptional(),
  /** Entries of all logs, when spare data was made of all that they name. */
  parityTo: z.number().nonnegative().exactOptional(),
});
type Memory = z.infer<typeof memorySchema>;

const minute = 60_000;
const hour = 60 * minute;
const backOffs: Readonly<Record<WorkKind, BackOff>> = {
  sync: { first: minute, longest: hour },
  ask: { first: minute, longest: hour },
  copy: { first: 10 * minute, longest: 6 * hour },
  refresh: { first: 6 * hour, longest: 7 * 24 * hour },
  parity: { first: hour, longest: 24 * hour },
  rehearse: { first: hour, longest: 24 * hour },
  check: { first: hour, longest: 24 * hour },
};

/** It lies in the index like a connector's cursor: what was done stands in the history, and what is lost here is at worst done once more. */
const cursorName = 'work';

/** What this computer remembers of work that went on by itself. */
export class WorkMemory {
  readonly #vault: OpenVault;
  readonly #memory: Memory;

  private constructor(vault: OpenVault, memory: Memory) {
    this.#vault = vault;
    this.#memory = memory;
  }

  static read(vault: OpenVault): WorkMemory {
    const kept = memorySchema.safeParse(vault.index.sources.cursor(cursorName)).data;
    return new WorkMemory(vault, kept ?? memorySchema.parse({}));
  }

  get vaultBytes(): number | undefined {
    return this.#memory.vaultBytes;
  }

  get parityTo(): number | undefined {
    return this.#memory.parityTo;
  }

  /** When it last ended well; undefined also where that would be after `now`, since the clock was wrong then or is now. */
  doneAt(job: Pick<Job, 'kind' | 'about'>, now: number): number | undefined {
    const run = this.#find(job);
    if (run === undefined || run.failures > 0) return undefined;
    return notAfter(now, run.at);
  }

  /** From when on it may be tried again; a clock that went back makes nobody wait. */
  notBefore(job: Pick<Job, 'kind' | 'about'>, now: number): number {
    const run = this.#find(job);
    const at = run === undefined ? undefined : notAfter(now, run.at);
    return run === undefined || at === undefined || run.failures === 0 ? 0 : at + run.wait;
  }

  /** Why it did not end well the last time. */
  troubleOf(job: Pick<Job, 'kind' | 'about'>): { readonly code: string; readonly at: string } | undefined {
    const { code, at } = this.#find(job) ?? {};
    return code === undefined || at === undefined ? undefined : { code, at };
  }

  /** How it ended just now. @param error of what was thrown; what was stopped is not to be noted */
  note(
    job: Pick<Job, 'kind' | 'about'>,
    now: number,
    error: { readonly code: string } | undefined,
    random: () => number = chance,
  ): void {
    const failures = error === undefined ? 0 : (this.#find(job)?.failures ?? 0) + 1;
    this.#memory.runs[keyOf(job)] = {
      at: new Date(now).toISOString(),
      failures,
      wait: waitAfter(failures, backOffs[job.kind], random()),
      ...(error === undefined ? {} : { code: error.code }),
    };
    this.#keep();
  }

  keep(facts: Pick<Memory, 'vaultBytes' | 'parityTo'>): void {
    Object.assign(this.#memory, facts);
    this.#keep();
  }

  #find(job: Pick<Job, 'kind' | 'about'>): Run | undefined {
    return this.#memory.runs[keyOf(job)];
  }

  #keep(): void {
    this.#vault.index.sources.rememberCursor(cursorName, asJson(this.#memory) ?? null);
  }
}

/** A time that was noted, in milliseconds since 1970; undefined for one that has not come yet. */
export function notAfter(now: number, at: string): number | undefined {
  const time = Date.parse(at);
  return Number.isNaN(time) || time > now ? undefined : time;
}

/** What a piece of work is known by. */
export function keyOf({ kind, about }: Pick<Job, 'kind' | 'about'>): string {
  return about === undefined ? kind : `${kind} ${about}`;
}
