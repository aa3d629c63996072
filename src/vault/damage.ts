import type { VaultIndex } from '../store/index/vault-index.ts';

/** What the checks of a vault say about its contents, until they are stored again or repaired. */
export class KnownDamage {
  readonly #index: VaultIndex;
  /** When the latest check saw the damage, by item. */
  readonly #items = new Map<string, string>();
  /** When a content's files were made whole where they lie, by its SHA-256. */
  readonly #repaired: ReadonlyMap<string, string>;

  constructor(index: VaultIndex) {
    this.#index = index;
    for (const { at, items } of index.statements.checks()) {
      for (const item of items) if (!this.#items.has(item)) this.#items.set(item, at);
    }
    this.#repaired = this.#items.size === 0 ? new Map() : index.statements.repairs();
  }

  /** True if a check found it damaged and it was neither stored nor repaired since: its blob is not to be relied on. */
  isSuspect({ sha256, storedAt }: { readonly sha256: string; readonly storedAt: string }): boolean {
    if (this.#items.size === 0) return false;
    const repairedAt = this.#repaired.get(sha256) ?? '';
    const goodAt = repairedAt > storedAt ? repairedAt : storedAt;
    return this.#index.items.usesOf(sha256).some((item) => (this.#items.get(item) ?? '') >= goodAt);
  }

  /** Items with damage that nothing has mended yet. */
  items(): ReadonlySet<string> {
    return new Set([...this.#items.keys()].filter((item) => !this.#isMended(item)));
  }

  /** Each content of the item was stored again or repaired. Damage of the history, which has no content, is not mended that way. */
  #isMended(item: string): boolean {
    const contents = this.#index.items
      .versions(item)
      .flatMap(({ content, provenance }) => [
        ...(content === undefined ? [] : [content]),
        ...(provenance.raw ?? []),
      ]);
    const suspect = contents.filter(({ sha256, size }) => {
      const [latest] = this.#index.blobs.allByDigest(sha256, size);
      return latest === undefined || this.isSuspect({ sha256, storedAt: latest.at });
    });
    return contents.length > 0 && suspect.length === 0;
  }
}
