import type { ListedItem } from '../../../src/contract/methods/item-methods.ts';

export interface ItemPage {
  readonly total: number;
  readonly offset: number;
  readonly items: readonly ListedItem[];
}
export type LoadPage = (
  window: { readonly offset: number; readonly limit: number },
  signal: AbortSignal,
) => Promise<ItemPage>;

interface Limits {
  /** Items asked for at once. */
  readonly pageSize: number;
  /** Pages remembered; the one looked at longest ago goes first. */
  readonly kept: number;
}

interface Held {
  readonly items: readonly ListedItem[];
  /** From before something changed: shown until the fresh one is there. */
  stale: boolean;
}

/**
 * A list of any length of which only the pages near what is on the screen are held. Pages that scrolled away before they
 * came are called off; an answer that comes after all is not believed twice.
 */
export class ItemPages {
  readonly #load: LoadPage;
  readonly #limits: Limits;
  /** In the order in which they were last looked at. */
  readonly #pages = new Map<number, Held>();
  readonly #asked = new Map<number, AbortController>();
  readonly #listeners = new Set<() => void>();
  #total: number | undefined;
  #error: unknown;
  #revision = 0;
  #generation = 0;
  #wanted: readonly [number, number] = [0, 0];

  constructor(load: LoadPage, limits: Limits = { pageSize: 100, kept: 60 }) {
    this.#load = load;
    this.#limits = limits;
  }

  /** Number of items in the whole list; undefined until the first page came. */
  get total(): number | undefined {
    return this.#total;
  }

  /** Why the latest page did not come; undefined once one did. */
  get error(): unknown {
    return this.#error;
  }

  /** Goes up with everything that changes what is shown. */
  get revision(): number {
    return this.#revision;
  }

  get loading(): boolean {
    return this.#asked.size > 0;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** The item at a place, or undefined while it is on its way. */
  at(index: number): ListedItem | undefined {
    const { pageSize } = this.#limits;
    return this.#pages.get(Math.floor(index / pageSize))?.items[index % pageSize];
  }

  /** Asks for what is on the screen (both ends included) and for the page to either side of it. */
  want(first: number, last: number): void {
    const { pageSize } = this.#limits;
    const end = this.#total === undefined ? last : Math.min(last, Math.max(0, this.#total - 1));
    this.#wanted = [Math.floor(Math.max(0, first) / pageSize), Math.floor(Math.max(0, end) / pageSize)];
    const near = this.#near();
    for (const [page, controller] of this.#asked) {
      if (near.includes(page)) continue;
      controller.abort();
      this.#asked.delete(page);
    }
    for (const page of near) {
      const held = this.#pages.get(page);
      if (held === undefined || held.stale) void this.#ask(page);
      if (held === undefined) continue;
      this.#pages.delete(page);
      this.#pages.set(page, held);
    }
  }

  /** Something changed: what is near the screen is asked for again and shown in place of what is there. */
  refresh(): void {
    this.#generation += 1;
    for (const held of this.#pages.values()) held.stale = true;
    for (const controller of this.#asked.values()) controller.abort();
    this.#asked.clear();
    for (const page of this.#near()) void this.#ask(page);
  }

  /** Calls off all that is on its way. Nobody hears of changes from now on, so whoever comes back is shown what is held and asks for it again. */
  close(): void {
    this.#generation += 1;
    for (const held of this.#pages.values()) held.stale = true;
    for (const controller of this.#asked.values()) controller.abort();
    this.#asked.clear();
    this.#listeners.clear();
  }

  #near(): number[] {
    const [from, to] = this.#wanted;
    const last =
      this.#total === undefined ? 0 : Math.max(0, Math.ceil(this.#total / this.#limits.pageSize) - 1);
    const first = Math.max(0, Math.min(from, last) - 1);
    const end = Math.min(last, to + 1);
    return Array.from({ length: Math.max(1, end - first + 1) }, (_, place) => first + place);
  }

  async #ask(page: number): Promise<void> {
    if (this.#asked.has(page)) return;
    const controller = new AbortController();
    this.#asked.set(page, controller);
    const generation = this.#generation;
    const { pageSize } = this.#limits;
    try {
      const { total, items } = await this.#load(
        { offset: page * pageSize, limit: pageSize },
        controller.signal,
      );
      if (generation !== this.#generation || controller.signal.aborted) return;
      this.#error = undefined;
      this.#total = total;
      this.#pages.delete(page);
      this.#pages.set(page, { items, stale: false });
      this.#forget();
    } catch (thrown) {
      if (generation !== this.#generation || controller.signal.aborted) return;
      this.#error = thrown;
    } finally {
      if (this.#asked.get(page) === controller) this.#asked.delete(page);
      if (generation === this.#generation) this.#tell();
    }
  }

  #forget(): void {
    const near = this.#near();
    for (const page of this.#pages.keys()) {
      if (this.#pages.size <= this.#limits.kept) return;
      if (!near.includes(page)) this.#pages.delete(page);
    }
  }

  #tell(): void {
    this.#revision += 1;
    for (const listener of this.#listeners) listener();
  }
}
