import { asVaultError } from '../../../src/base/errors.ts';
import type { PortalState } from '../../../src/contract/shell-contract.ts';
import type { KeptCapture } from './capture-outbox.ts';

type Row = PortalState['kept'][number];

const mostShown = 50;
/** Milliseconds between two tellings of how far a copy is. */
const pace = 200;

/** What was kept in this window, newest first, with what is being copied and what could not be. */
export class KeptList {
  readonly #changed: () => void;
  #rows: readonly Row[] = [];
  #nextId = 1;
  #toldAt = 0;
  readonly #stops = new Map<number, () => void>();

  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get rows(): readonly Row[] {
    return this.#rows;
  }

  get underWay(): number {
    return this.#stops.size;
  }

  /** Lists what could not even be begun. */
  refuse(name: string, code: string): void {
    this.#add({ id: this.#nextId++, name, state: 'refused', code });
  }

  /** Follows one copy to its end; never rejects. */
  async follow(
    name: string,
    total: number | undefined,
    copy: (
      signal: AbortSignal,
      onProgress: (received: number, total?: number) => void,
    ) => Promise<KeptCapture>,
  ): Promise<KeptCapture | undefined> {
    const id = this.#nextId++;
    const stop = new AbortController();
    this.#stops.set(id, () => {
      stop.abort();
    });
    this.#add({ id, name, state: 'copying', received: 0, ...(total === undefined ? {} : { total }) });
    try {
      const kept = await copy(stop.signal, (received, announced) => {
        const known = announced ?? total;
        this.#put(id, { received, ...(known === undefined ? {} : { total: known }) }, true);
      });
      this.#put(id, { state: kept.outcome === 'unchanged' ? 'kept-before' : 'kept', item: kept.item });
      return kept;
    } catch (thrown) {
      const { code } = asVaultError(thrown);
      this.#put(id, code === 'internal.cancelled' ? { state: 'stopped' } : { state: 'refused', code });
      return undefined;
    } finally {
      this.#stops.delete(id);
      this.#changed();
    }
  }

  stop(id: number): void {
    this.#stops.get(id)?.();
  }

  stopAll(): void {
    for (const stop of this.#stops.values()) stop();
  }

  #add(row: Row): void {
    this.#rows = [row, ...this.#rows].slice(0, mostShown);
    this.#changed();
  }

  #put(id: number, change: Partial<Row>, isProgress = false): void {
    this.#rows = this.#rows.map((row) => (row.id === id ? { ...row, ...change } : row));
    const now = performance.now();
    if (isProgress && now - this.#toldAt < pace) return;
    this.#toldAt = now;
    this.#changed();
  }
}
