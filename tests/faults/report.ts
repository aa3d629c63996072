import type { MutationResult } from './mutations/run-mutations.ts';
import type { Outcome } from './schedule/run-schedule.ts';
import type { Schedule } from './schedule/schedule.ts';

/** A broken promise, with all that is needed to see it again. */
interface Failure {
  readonly seed: string;
  readonly message: string;
  readonly detail: string;
  /** The smallest schedule that still fails. */
  readonly shrunk: Schedule;
}

/** What a run of schedules came to. */
export class Report {
  readonly #seed: string;
  readonly #families = new Map<string, number>();
  readonly #struck = new Map<string, number>();
  readonly #codes = new Map<string, number>();
  readonly #failures: Failure[] = [];
  #schedules = 0;
  #lives = 0;
  #power = 0;

  constructor(seed: string) {
    this.#seed = seed;
  }

  get failed(): boolean {
    return this.#failures.length > 0;
  }

  get schedules(): number {
    return this.#schedules;
  }

  add({ schedule, struck, codes }: Outcome): void {
    this.#schedules += 1;
    this.#lives += schedule.lives.length;
    this.#power += schedule.lives.filter(({ end }) => end.type === 'power').length;
    count(this.#families, schedule.family);
    for (const each of struck) count(this.#struck, each.split(' ').slice(0, 3).join(' '));
    for (const code of codes) count(this.#codes, code);
  }

  fail(failure: Failure): void {
    this.#failures.push(failure);
  }

  toJson(): object {
    return {
      seed: this.#seed,
      schedules: this.#schedules,
      lives: this.#lives,
      powerFailures: this.#power,
      families: Object.fromEntries(this.#families),
      struck: Object.fromEntries(this.#struck),
      codes: Object.fromEntries(this.#codes),
      failures: this.#failures,
    };
  }

  toText(): string {
    const lines = [
      `${String(this.#schedules)} schedules of ${String(this.#lives)} lives, seed ${this.#seed}`,
      `kinds of schedules: ${listed(this.#families)}`,
      `power failures: ${String(this.#power)}; faults that struck: ${listed(this.#struck)}`,
      `codes that the vault answered with: ${listed(this.#codes)}`,
      `broken promises: ${String(this.#failures.length)}`,
    ];
    for (const { seed, message, shrunk, detail } of this.#failures)
      lines.push(
        '',
        `  ${message}`,
        `  again: npm run faults -- --repeat ${seed}`,
        `  smallest: ${JSON.stringify(shrunk)}`,
        detail,
      );
    return lines.join('\n');
  }
}

/** A mutation that nobody noticed, or that was not where it should be. */
export function isOpen({ found, missed }: MutationResult): boolean {
  return found === undefined || missed.length > 0;
}

/** Which mutations were found, in words. */
export function mutationsInWords(results: readonly MutationResult[]): string {
  const lines = results.map(({ mutation, found, schedules, times, missed }) =>
    missed.length > 0
      ? `MISSED   ${mutation.name}: never came to ${missed.join(', ')} in ${String(schedules)} schedules`
      : found === undefined
        ? `SURVIVED ${mutation.name} (${mutation.guards}): ${String(schedules)} schedules, step left out ${String(times)} times`
        : `found    ${mutation.name} after ${String(schedules)}: ${found.message} (seed ${found.seed})`,
  );
  const survived = results.filter(isOpen).length;
  return [...lines, `${String(results.length)} mutations, ${String(survived)} survived`].join('\n');
}

function count(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function listed(counts: ReadonlyMap<string, number>): string {
  const all = [...counts].sort(([, a], [, b]) => b - a).map(([name, number]) => `${name} ${String(number)}`);
  return all.length === 0 ? 'none' : all.join(', ');
}
