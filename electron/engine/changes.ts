import type { EngineEvent } from '../../src/contract/engine-contract.ts';

export type Changed = Extract<EngineEvent, { type: 'changed' }>['what'][number];

/** Milliseconds between two events: what is shown during a long sync is read anew at most so often. */
const pace = 750;

/** Tells pages that what they show may be old: soon after the first change, then at a steady pace. */
export class Changes {
  readonly #tell: (what: Changed[]) => void;
  readonly #what = new Set<Changed>();
  #timer: NodeJS.Timeout | undefined;
  #toldAt = 0;

  constructor(tell: (what: Changed[]) => void) {
    this.#tell = tell;
  }

  note(...what: readonly Changed[]): void {
    for (const each of what) this.#what.add(each);
    if (this.#what.size === 0) return;
    if (this.#timer !== undefined) return;
    const wait = Math.max(10, this.#toldAt + pace - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#toldAt = performance.now();
      const all = [...this.#what];
      this.#what.clear();
      this.#tell(all);
    }, wait);
  }
}
