import type { ReplicaStatus } from '../replicas/replica-status.ts';

/** Remembers which sticks were there at the last look, so that one that came since gets its round. */
export class PluggedIn {
  /** Second copies that were reached at the last look. */
  readonly #present = new Set<string>();
  /** Those that came, and had no round since. */
  readonly #came = new Set<string>();

  /** @returns ids of those that came and wait for their round */
  look(copies: readonly Pick<ReplicaStatus, 'id' | 'reachable'>[]): ReadonlySet<string> {
    for (const { id, reachable } of copies) {
      if (reachable !== true) {
        this.#present.delete(id);
        this.#came.delete(id);
      } else if (!this.#present.has(id)) {
        this.#present.add(id);
        this.#came.add(id);
      }
    }
    return this.#came;
  }

  /** Its round began, or one that a person asked for is over, perhaps before it was looked at. */
  served(id: string): void {
    this.#present.add(id);
    this.#came.delete(id);
  }

  /** Its round did not come to its end: it waits for another. */
  waits(id: string): void {
    if (this.#present.has(id)) this.#came.add(id);
  }

  forget(): void {
    this.#present.clear();
    this.#came.clear();
  }
}
