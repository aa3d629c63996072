import type { BundleDocument, ItemRow } from '../bundle-document.ts';
import type { BundleModel } from '../bundle-model.ts';
import { entryKey } from '../entry-view.ts';
import type { ItemFacts } from '../item-facts.ts';

/** What the page is made from: nothing but what the bundle discloses. */
export interface PageInput {
  readonly document: BundleDocument;
  readonly model: BundleModel;
}

/** The page's input with what its parts look up often. */
export class PageContext {
  readonly document: BundleDocument;
  readonly model: BundleModel;
  readonly #rows: ReadonlyMap<string, ItemRow>;
  readonly #versions = new Map<string, ItemFacts[]>();

  constructor(input: PageInput) {
    this.document = input.document;
    this.model = input.model;
    this.#rows = new Map(input.document.items.map((row) => [entryKey(row.entry), row]));
    for (const item of input.model.items) {
      const versions = this.#versions.get(item.id);
      if (versions === undefined) this.#versions.set(item.id, [item]);
      else versions.push(item);
    }
  }

  rowOf(item: ItemFacts): ItemRow | undefined {
    return this.#rows.get(entryKey(item.entry));
  }

  /** Every version of every item, items in the order in which they first come, versions from the first. */
  get itemsInOrder(): readonly (readonly ItemFacts[])[] {
    return [...this.#versions.values()].map((versions) => versions.toSorted((a, b) => a.version - b.version));
  }
}
