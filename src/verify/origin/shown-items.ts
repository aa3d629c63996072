import { entryKey, type EntryView } from '../../bundle/entry-view.ts';
import { itemFacts, type ItemFacts } from '../../bundle/item-facts.ts';
import type { BundleFiles } from '../bundle-files.ts';
import type { History } from '../check-history.ts';
import type { ItemResult } from '../verification-report.ts';

/** One version of an item whose proof and files hold. */
export interface ShownItem {
  readonly key: string;
  readonly view: EntryView;
  readonly facts: ItemFacts;
  /** Path of its bytes, as they came into the vault. */
  readonly path?: string;
}

/** The items of a bundle that hold, to be judged by what they prove of each other. */
export class ShownItems {
  readonly all: readonly ShownItem[];
  readonly #byId: ReadonlyMap<string, readonly ShownItem[]>;
  readonly #byKind: ReadonlyMap<string, readonly ShownItem[]>;
  readonly #files: BundleFiles;

  constructor(history: History, results: readonly ItemResult[], files: BundleFiles) {
    const holding = new Set(
      results.filter(({ standing }) => standing !== 'none').map(({ entry }) => entryKey(entry)),
    );
    this.#files = files;
    this.all = history.rows.flatMap((listed): ShownItem[] => {
      const { list, row, view } = listed;
      const key = entryKey(row.entry);
      const facts = view === undefined ? undefined : itemFacts(view);
      if (list !== 'items' || view === undefined || facts === undefined || !holding.has(key)) return [];
      // What a copy holds is not what was kept.
      const path = listed.row.file?.copyOf === undefined ? listed.row.file?.path : undefined;
      return [{ key, view, facts, ...(path === undefined ? {} : { path }) }];
    });
    this.#byId = Map.groupBy(this.all, ({ facts }) => facts.id);
    this.#byKind = Map.groupBy(this.all, ({ facts }) => facts.kind);
  }

  ofKind(kind: string): readonly ShownItem[] {
    return this.#byKind.get(kind) ?? [];
  }

  /** The versions of an item that are shown. */
  versionsOf(id: unknown): readonly ShownItem[] {
    return typeof id === 'string' ? (this.#byId.get(id) ?? []) : [];
  }

  /** An item's bytes; undefined where they are not here, or are more than `limit`. */
  async read({ path }: ShownItem, limit: number): Promise<Uint8Array | undefined> {
    return path === undefined ? undefined : this.#files.read(path, limit);
  }
}
